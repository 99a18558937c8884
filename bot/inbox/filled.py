"""From the answers of a form to a command of the heart. What can't be read is refused at its field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import get_args

from bot.cards.questions import ForWhom
from workflows.facts import Refused
from workflows.phases import (
    action,
    approval,
    confirm,
    explore,
    handing,
    linking,
    noting,
    offer,
    parts,
    recovery,
)
from workflows.rights.acts import Command
from workflows.state.values import After, Heard, Need, WentWrong

Filled = Mapping[str, object]  # str, date or tuple of str by field
QUESTION = "q."
LONGEST_NUMBER = 12  # characters of a number that somebody sends; more is none
PARTS = tuple(str(m) for m in range(2, parts.MOST_PARTS + 1))
COUNTS = tuple(str(n) for n in range(1, offer.MOST_OPTIONS + 1))


def command_of(act: str, filled: Filled) -> Command:
    """The command that a sent form stands for. Raises Refused with the field that is to blame."""
    if act not in READERS:
        raise Refused("too_late.moved_on")
    return READERS[act](filled)


def lines(value: object) -> tuple[str, ...]:
    """One thing a line; empty lines and bullets don't count."""
    found = (line.strip().lstrip("-•*·☑✗○ ").strip() for line in str(value or "").splitlines())
    return tuple(line for line in found if line)


def answers_of(filled: Filled) -> dict[str, str]:
    """The answers to questions, as they are stored: a date in ISO form, a choice by its id."""
    return {
        key.removeprefix(QUESTION): _stored(value)
        for key, value in filled.items()
        if key.startswith(QUESTION)
    }


def whom_of(filled: Filled) -> ForWhom:
    """For whom a request is raised: a colleague, or somebody's name."""
    return ForWhom(colleague=_text(filled, "colleague"), name=_text(filled, "for_whom"))


def _stored(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return "\n".join(value) if isinstance(value, tuple) else str(value or "")


def options_of(filled: Filled) -> int:
    """How many options the form asks for; one, unless a number it offers was chosen."""
    count = str(filled.get("count"))
    return int(count) if count in COUNTS else 1


def parts_in(filled: Filled, n: int) -> int:
    """Of how many actions the n-th option (from 1) is made; 0 in one."""
    split, count = filled.get(f"split-{n}"), str(filled.get(f"parts-{n}"))
    if split not in ("yes", ("yes",)):
        return 0
    return int(count) if count in PARTS else int(PARTS[0])


def draft_of(filled: Filled, n: int) -> offer.Draft:
    """The n-th option (from 1) as it stands in the form."""
    meets = filled.get(f"meets-{n}")
    return offer.Draft(
        what=_text(filled, f"what-{n}"),
        day=_day(filled, f"day-{n}"),
        after=_after(filled, f"after-{n}"),
        days=_number(filled, f"days-{n}"),
        beyond=_text(filled, f"beyond-{n}"),
        needs=_text(filled, f"needs-{n}"),
        cost=_number(filled, f"cost-{n}"),
        meets=_places(meets),
        shares=tuple(_share(filled, f"{n}-{m}") for m in range(1, parts_in(filled, n) + 1)),
    )


def _share(filled: Filled, place: str) -> parts.Share:
    who = _text(filled, f"who-{place}")
    return parts.Share(what=_text(filled, f"what-{place}"), who=who or None, day=_day(filled, f"day-{place}"))


def _after(filled: Filled, key: str) -> After:
    """What a promised date counts from; by itself it is a day."""
    return next((one for one in get_args(After) if one == _text(filled, key)), "")


def _text(filled: Filled, key: str) -> str:
    return str(filled.get(key) or "").strip()


def _day(filled: Filled, key: str) -> date | None:
    value = filled.get(key)
    return value if isinstance(value, date) else None


def _number(filled: Filled, key: str) -> int | None:
    text = _text(filled, key).replace(",", "").replace("，", "")
    if not text:
        return None
    if len(text) > LONGEST_NUMBER or not text.removeprefix("-").isdecimal():
        raise Refused("not_a_number", key)
    return int(text)


def _another(filled: Filled) -> int:
    """The number of another request, as people write it: 118 or #118."""
    text = _text(filled, "number").lstrip("#＃").strip()
    if text and (not text.isdecimal() or len(text) >= LONGEST_NUMBER):
        raise Refused("not_a_number", "number")
    return int(text or 0)  # none is called 0


def _places(value: object) -> tuple[int, ...]:
    chosen = map(str, value) if isinstance(value, tuple) else ()
    places = (int(place) for place in chosen if place.isdecimal() and len(place) < LONGEST_NUMBER)
    return tuple(dict.fromkeys(places))


def _axis(filled: Filled, key: str) -> int | None:
    text = _text(filled, key)
    return int(text) if text.isdecimal() and len(text) < LONGEST_NUMBER else None


def _correct(filled: Filled) -> Command:
    return explore.Correct(need=_need(filled))


def _need(filled: Filled) -> Need:
    return Need(
        words=_text(filled, "words"),
        conditions=lines(filled.get("conditions")),
        wished=_day(filled, "wished"),
    )


def _listen(filled: Filled) -> Command:
    moment = next((one for one in get_args(WentWrong) if one == _text(filled, "moment")), None)
    heard = Heard(
        moment=moment,
        unmet=_places(filled.get("unmet")),
        words=_text(filled, "words"),
        matters=_text(filled, "matters"),
    )
    return recovery.Tell(heard=heard)


def _apologise(filled: Filled) -> Command:
    redress, cost = _text(filled, "redress"), _number(filled, "cost")
    return recovery.Apologise(text=_text(filled, "text"), redress=redress, cost=cost)


def _offer(filled: Filled) -> Command:
    need = Need(words=_text(filled, "words"), conditions=lines(filled.get("conditions")))
    options = tuple(draft_of(filled, n) for n in range(1, options_of(filled) + 1))
    return offer.Propose(
        need=need,
        options=options,
        open_until=_day(filled, "open_until"),
        approver=_text(filled, "approver") or None,
        approval=_text(filled, "approval"),
    )


def _hand_over(filled: Filled) -> Command:
    return handing.HandOver(to=_text(filled, "to"), words=_text(filled, "words"))


def _rate(filled: Filled) -> Command:
    return confirm.Rate(
        result=_axis(filled, "result"),
        experience=_axis(filled, "experience"),
        unmet=_places(filled.get("unmet")),
        words=_text(filled, "words"),
        kept={"yes": True, "no": False}.get(_text(filled, "kept")),
    )


READERS: dict[str, Callable[[Filled], Command]] = {
    "answer": lambda filled: explore.Answer(answers=answers_of(filled)),
    "correct": _correct,
    "ask": lambda filled: explore.Ask(text=_text(filled, "text")),
    "route": lambda filled: explore.Route(workflow=_text(filled, "workflow"), reason=_text(filled, "reason")),
    "do_it": lambda filled: offer.DoIt(day=_day(filled, "day")),
    "offer": _offer,
    "change": lambda filled: offer.AskChange(text=_text(filled, "text")),
    "decline": lambda filled: offer.Decline(
        reason=_text(filled, "reason"), close=_text(filled, "then") == "close"
    ),
    "cannot": lambda filled: offer.CannotDo(
        reason=_text(filled, "reason"), alternative=_text(filled, "alternative")
    ),
    "deliver": lambda filled: action.Deliver(
        what=_text(filled, "what"), link=_text(filled, "link"), places=_places(filled.get("which"))
    ),
    "cannot_take_part": lambda filled: parts.CannotTakePart(reason=_text(filled, "reason")),
    "deliver_part": lambda filled: parts.DeliverPart(
        what=_text(filled, "what"), link=_text(filled, "link"), place=_axis(filled, "which")
    ),
    "miss": lambda filled: action.MissIt(day=_day(filled, "day"), reason=_text(filled, "reason")),
    "update": lambda filled: action.SendUpdate(text=_text(filled, "text")),
    "rate": _rate,
    "reopen": lambda filled: confirm.Reopen(reason=_text(filled, "reason")),
    "need_changed": lambda filled: action.ChangeNeed(need=_need(filled)),
    "earlier": lambda filled: action.BeEarlier(day=_day(filled, "day"), reason=_text(filled, "reason")),
    "unhappy": lambda filled: recovery.NotHappy(
        words=_text(filled, "words"), follow_up=_text(filled, "then") != "feedback"
    ),
    "listen": _listen,
    "restate": lambda filled: recovery.Restate(text=_text(filled, "text")),
    "not_quite": lambda filled: recovery.NotQuite(text=_text(filled, "text")),
    "apologise": _apologise,
    "note": lambda filled: noting.AddNote(text=_text(filled, "text")),
    "again": lambda filled: linking.Again(workflow=_text(filled, "workflow"), words=_text(filled, "words")),
    "same_as": lambda filled: linking.SameAs(number=_another(filled)),
    "wait_for": lambda filled: linking.WaitFor(number=_another(filled)),
    "hand_over": _hand_over,
    "assign": _hand_over,
    "cannot_take": lambda filled: handing.CannotTake(reason=_text(filled, "reason")),
    "reject": lambda filled: approval.Reject(reason=_text(filled, "reason")),
    "approved_elsewhere": lambda filled: approval.ApprovedElsewhere(number=_text(filled, "number")),
    "give_input": lambda filled: approval.GiveInput(text=_text(filled, "text")),
}

PRESSES: dict[str, Callable[[list[str]], Command]] = {
    "confirm": lambda _: explore.Confirm(),
    "skip": lambda _: explore.Skip(),
    "take": lambda _: explore.Take(),
    "take_back": lambda rest: explore.TakeBack(question=":".join(rest)),
    "done": lambda _: offer.Finish(),
    "do_it": lambda _: offer.DoIt(),
    "accept": lambda rest: offer.Accept(version=_int(rest, 0), option=_int(rest, 1)),
    "appeal": lambda _: offer.Appeal(),
    "approve": lambda rest: approval.Approve(to=":".join(rest)),
    "have_input": lambda _: approval.HaveInput(),
    "on_track": lambda _: action.CheckIn(),
    "agree": lambda rest: action.Agree(to=":".join(rest)),
    "keep_date": lambda _: action.KeepOldDate(),
    "yes": lambda _: confirm.Solve(solved="yes"),
    "partly": lambda _: confirm.Solve(solved="partly"),
    "no": lambda _: confirm.Solve(solved="no"),
    "close": lambda _: confirm.CloseAsItIs(),
    "withdraw": lambda _: confirm.Withdraw(),
    "follow_up": lambda _: recovery.FollowUp(),
    "feedback": lambda _: recovery.Feedback(),
    "thats_it": lambda _: recovery.ThatsIt(),
    "thanks": lambda _: confirm.Thank(),
    "nudge": lambda _: action.Nudge(),
    "snooze": lambda _: action.Snooze(),
    "take_part": lambda rest: parts.TakePart(to=":".join(rest)),
    "unjoin": lambda _: linking.Unjoin(),
    "wait_no_more": lambda _: linking.WaitNoMore(),
    "take_over": lambda _: handing.TakeOver(),
}


def pressed(act: str, rest: list[str]) -> Command:
    """The command of a button that needs no form; `rest` is what its address says beyond the number."""
    if act not in PRESSES:
        raise Refused("too_late.moved_on")
    return PRESSES[act](rest)


def _int(rest: list[str], place: int) -> int:
    """A number of an address; one that was tampered with or is missing fits nothing."""
    fits = place < len(rest) and rest[place].isdecimal() and len(rest[place]) < LONGEST_NUMBER
    return int(rest[place]) if fits else -1
