"""How the history of a request shows that a step of the "try it" list was done."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from workflows.state import events as e
from workflows.state.moments import Hearer

BIG = "new-laptop"  # the workflow of what is told at length
PRIVATE = "complaint"
IN_SLACK = ("it-help", BIG)  # workflows of the department whose home is #it-help

Story = Sequence[e.Recorded]  # what has happened to one request
Sign = Callable[[Story], bool]


def has(*kinds: type[e.Event], on: str = "") -> Sign:
    """All of these have happened to it, by people who hear on that platform."""
    return lambda story: all(
        any(isinstance(one.event, kind) and one.by.startswith(on) for one in story) for kind in kinds
    )


def is_big(story: Story) -> bool:
    return any(isinstance(one.event, e.Raised | e.Routed) and one.event.workflow == BIG for one in story)


def small(*kinds: type[e.Event]) -> Sign:
    return lambda story: not is_big(story) and has(e.Raised, *kinds, on="slack:")(story)


def in_wecom(*kinds: type[e.Event]) -> Sign:
    return lambda story: not for_slack(story) and has(e.Raised, *kinds, on="wecom:")(story)


def across(*kinds: type[e.Event]) -> Sign:
    """Asked in WeCom of people in Slack."""
    raised = has(e.Raised, on="wecom:")
    return lambda story: for_slack(story) and raised(story) and has(*kinds, on="slack:")(story)


def for_slack(story: Story) -> bool:
    return any(isinstance(one.event, e.Raised) and one.event.workflow in IN_SLACK for one in story)


def big(*kinds: type[e.Event]) -> Sign:
    return lambda story: is_big(story) and has(*kinds)(story)


def reached_the_contact(story: Story) -> bool:
    reminded = (one.event for one in story if isinstance(one.event, e.Reminded))
    return any(event.moment.hearer is Hearer.CONTACT for event in reminded)


def was_accepted(story: Story) -> bool:
    """Also where somebody has to approve it first."""
    return has(e.Accepted)(story) or has(e.ApprovalAsked)(story)


def was_checked(story: Story) -> bool:
    return has(e.CheckedIn)(story) or has(e.NewDateProposed)(story)


def private(*kinds: type[e.Event]) -> Sign:
    """Return the signs of a complaint."""
    raised = (e.Raised, e.Routed)
    return lambda story: (
        has(*kinds)(story)
        and any(isinstance(one.event, raised) and one.event.workflow == PRIVATE for one in story)
    )
