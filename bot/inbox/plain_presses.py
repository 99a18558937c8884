"""The command of a button that needs no form."""

from __future__ import annotations

from collections.abc import Callable

from bot.forms.inputs import LONGEST_NUMBER
from workflows.facts import Refused
from workflows.phases import action, approval, confirm, explore, handing, linking, offer, parts, recovery
from workflows.rights.act import Command

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


def plain_command(act: str, rest: list[str]) -> Command:
    """The command of a button that needs no form; `rest` is what its address says beyond the number."""
    if act not in PRESSES:
        raise Refused("too_late.moved_on")
    return PRESSES[act](rest)


def _int(rest: list[str], place: int) -> int:
    """A number of an address; one that was tampered with or is missing fits nothing."""
    fits = place < len(rest) and rest[place].isdecimal() and len(rest[place]) < LONGEST_NUMBER
    return int(rest[place]) if fits else -1
