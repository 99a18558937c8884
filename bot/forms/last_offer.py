"""The offer made last, as it would stand in the form: the next one is a change of it."""

from __future__ import annotations

from datetime import date

from bot.forms import approver, need, offer_count, option, split
from workflows.state.request import Request
from workflows.state.values import Option


def as_typed(request: Request, today: date) -> dict[str, object]:
    """The answers that would make this offer once more; none, where nothing was offered yet."""
    offer = request.draft.offer if request.draft else request.last_offer
    if offer is None:
        return {}
    typed: dict[str, object] = {
        need.WORDS.key: offer.need.words,
        need.CONDITIONS.key: "\n".join(offer.need.conditions),
        offer_count.COUNT.key: str(len(offer.options)),
        approver.APPROVER.key: offer.approver,
        approver.APPROVAL.key: offer.approval,
    }
    for n, one in enumerate(offer.options, 1):
        typed |= _option(one, n, today)
    return {key: value for key, value in typed.items() if value not in (None, "")}


def _option(made: Option, n: int, today: date) -> dict[str, object]:
    typed: dict[str, object] = {
        option.WHAT.at(n).key: made.what,
        option.BEYOND.at(n).key: made.beyond,
        option.NEEDS.at(n).key: made.needs,
        option.AFTER.at(n).key: made.after,
        option.MEETS.at(n).key: tuple(map(str, made.meets)),
        option.COST.at(n).key: None if made.cost is None else str(made.cost),
    }
    if made.after:
        typed |= {option.DAYS.at(n).key: str(made.days)}
    else:
        typed |= {option.DAY.at(n).key: _still(made.day, today)}
    return typed | _parts(made, n, today)


def _parts(made: Option, n: int, today: date) -> dict[str, object]:
    if not made.parts:
        return {}
    typed: dict[str, object] = {split.SPLIT.at(n).key: (split.YES,)}
    typed |= {split.PARTS.at(n).key: str(len(made.parts))}
    for m, part in enumerate(made.parts, 1):
        typed |= {split.PART.at(n, m).key: part.what, split.WHO.at(n, m).key: part.owner}
        typed |= {split.DAY.at(n, m).key: _still(part.day, today)}
    return typed


def _still(day: date, today: date) -> date | None:
    """A day that has passed since is none to begin with."""
    return day if day >= today else None
