"""Bad days of WeCom, on demand: outages, limits, lost answers, a withdrawn secret, nobody reachable."""

from pydantic import BaseModel, ConfigDict


class Weather(BaseModel):
    """What goes wrong with the next calls; a count of -1 means until it is set back to 0.

    `methods` narrows it to methods that begin so (`message/`); empty is every method.
    """

    model_config = ConfigDict(extra="forbid", validate_assignment=True)

    methods: tuple[str, ...] = ()
    busy: int = 0
    rate_limited: int = 0
    down: int = 0
    down_status: int = 502
    drop_answer: int = 0
    slow_seconds: float = 0.0
    revoked: bool = False
    unreachable: bool = False

    def spend(self, knob: str, method: str) -> bool:
        """Whether this knob hits this call; counts it down."""
        left: int = getattr(self, knob)
        if left == 0 or not self.meets(method):
            return False
        if left > 0:
            setattr(self, knob, left - 1)
        return True

    def meets(self, method: str) -> bool:
        return not self.methods or method.startswith(self.methods)
