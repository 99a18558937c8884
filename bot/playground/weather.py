"""Bad days of a platform, on demand: rate limits, outages, lost answers, a revoked token."""

from pydantic import BaseModel, ConfigDict


class BadDays(BaseModel):
    """What goes wrong with the next calls to any platform; a count of -1 means until it is set back to 0.

    `methods` narrows it to methods that begin so (`chat.`, `message/`); empty is every method.
    """

    model_config = ConfigDict(extra="forbid", validate_assignment=True)

    methods: tuple[str, ...] = ()
    rate_limited: int = 0
    down: int = 0
    drop_answer: int = 0
    revoked: bool = False
    slow_seconds: float = 0.0

    def meets(self, method: str) -> bool:
        return not self.methods or method.startswith(self.methods)

    def spend(self, knob: str, method: str) -> bool:
        """Whether this knob hits this call; counts it down."""
        left: int = getattr(self, knob)
        if left == 0 or not self.meets(method):
            return False
        if left > 0:
            setattr(self, knob, left - 1)
        return True


class Weather(BadDays):
    """Slack's."""

    retry_after: int = 1
    down_status: int = 503
    pace_per_channel: float = 0.0
