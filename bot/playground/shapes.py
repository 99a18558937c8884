"""The few words that all rooms of the playground share: Slack's JSON, and a refusal in Slack's terms."""

from typing import Any

LooseJson = dict[str, Any]


class SlackError(Exception):
    """Slack says no: `error` is Slack's own word for it, `messages` its details."""

    def __init__(self, error: str, *messages: str, **extra: object) -> None:
        super().__init__(error)
        self.error = error
        self.messages = list(messages)
        self.extra = extra

    def answer(self) -> LooseJson:
        body: LooseJson = {"ok": False, "error": self.error, **self.extra}
        if self.messages:
            body["response_metadata"] = {"messages": self.messages}
        return body
