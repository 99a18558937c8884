"""JSON objects as the platforms take and give them."""

Json = dict[str, object]
