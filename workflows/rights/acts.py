"""ONE table of everything a person can do. Buttons, rights, help, lists, Home and hints are made from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from workflows.definition import Workflow
from workflows.facts import Facts, Role
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
from workflows.rights import when
from workflows.state.events import Event
from workflows.state.request import Request

Command = (
    explore.Command
    | offer.Command
    | approval.Command
    | action.Command
    | confirm.Command
    | recovery.Command
    | parts.Command
    | linking.Command
    | handing.Command
    | noting.Command
)
Events = tuple[Event, ...]
CardSide = Literal["requester", "department", "asked"]  # asked: for a yes of their own, by whom it waits
When = Callable[[Request, Workflow], bool]

REQUESTER = frozenset({Role.REQUESTER})
RAISER = frozenset({Role.RAISER})
DEPARTMENT = frozenset({Role.MEMBER, Role.OWNER})  # the escalation contact owns what was handed up
OWNERS = frozenset({Role.OWNER, Role.LEAD})
OWNER = frozenset({Role.OWNER})
COLLEAGUES = frozenset({Role.MEMBER, Role.LEAD, Role.OWNER})
HELPERS = frozenset({Role.HELPER})  # who do a part of it, or are asked to
HANDLERS = frozenset({Role.OWNER, Role.LEAD, Role.ESCALATION})  # who hears of a silent handler can step in
ASSIGNERS = frozenset({Role.LEAD, Role.ESCALATION})  # without reading it, where it is confidential
ASKED = frozenset({Role.ASKED})
APPROVER = frozenset({Role.APPROVER})
WRITERS = (
    REQUESTER | RAISER | DEPARTMENT | ASKED | APPROVER | HELPERS
)  # each to whom it concerns (between.py)
ROUTERS = frozenset({Role.MEMBER, Role.ESCALATION})  # the second bounce is the escalation contact's to settle


class Act(NamedTuple):
    """One thing a person can do: on which card its button stands, who may, and when it makes sense.

    `form`: what else has to be said first; a press opens it. `rare`: stands in the menu of further acts.
    """

    key: str
    command: type[Any]
    decide: Callable[[Request, Any, Facts], Events]
    who: frozenset[Role]
    when: When
    card: CardSide | None
    form: bool = False
    rare: bool = False
    style: Literal["plain", "primary", "danger"] = "plain"
    sure: bool = False
    private: bool = False  # one person's own: its button never stands in a channel
    while_joined: bool = False  # also while another request is worked on in its place
    unread: bool = False  # what is confidential needn't be read for it
    first_come: bool = False  # any member's, until somebody takes the request


_E, _O, _A, _C = explore.decide, offer.decide, action.decide, confirm.decide
_R, _P, _L, _H = recovery.decide, parts.decide, linking.decide, handing.decide
_Y = approval.decide

TABLE: tuple[Act, ...] = (
    Act("answer", explore.Answer, _E, REQUESTER, when.can_answer, "requester", form=True, style="primary"),
    Act("rate", confirm.Rate, _C, REQUESTER, when.can_rate, "requester", form=True),
    Act("confirm", explore.Confirm, _E, REQUESTER, when.restated, "requester"),
    Act("correct", explore.Correct, _E, REQUESTER, when.restated, "requester", form=True),
    Act("skip", explore.Skip, _E, REQUESTER, when.can_skip, "requester", rare=True),
    Act("accept", offer.Accept, _O, REQUESTER, when.offered, "requester", style="primary"),
    Act("change", offer.AskChange, _O, REQUESTER, when.can_object, "requester", form=True),
    Act("decline", offer.Decline, _O, REQUESTER, when.offered, "requester", form=True),
    Act(
        "give_input",
        approval.GiveInput,
        _Y,
        REQUESTER,
        when.waits_for_input,
        "requester",
        form=True,
        style="primary",
    ),
    Act("appeal", offer.Appeal, _O, REQUESTER, when.refused, "requester", style="primary"),
    Act("agree", action.Agree, _A, REQUESTER, when.date_proposed, "requester", style="primary"),
    Act("keep_date", action.KeepOldDate, _A, REQUESTER, when.date_proposed, "requester"),
    Act("yes", confirm.Solve, _C, REQUESTER, when.delivered, "requester", style="primary"),
    Act("partly", confirm.Solve, _C, REQUESTER, when.delivered, "requester"),
    Act("no", confirm.Solve, _C, REQUESTER, when.delivered, "requester"),
    Act("follow_up", recovery.FollowUp, _R, REQUESTER, when.displeased, "requester", style="primary"),
    Act("feedback", recovery.Feedback, _R, REQUESTER, when.displeased, "requester"),
    Act("listen", recovery.Tell, _R, REQUESTER, when.listens, "requester", form=True, style="primary"),
    Act("thats_it", recovery.ThatsIt, _R, REQUESTER, when.restated_back, "requester", style="primary"),
    Act("not_quite", recovery.NotQuite, _R, REQUESTER, when.restated_back, "requester", form=True),
    Act("thanks", confirm.Thank, _C, REQUESTER, when.can_thank, "requester"),
    Act("close", confirm.CloseAsItIs, _C, REQUESTER, when.can_end, "requester", sure=True),
    Act("take_part", parts.TakePart, _P, HELPERS, when.part_asked, "asked", style="primary"),
    Act("cannot_take_part", parts.CannotTakePart, _P, HELPERS, when.can_give_back, "asked", form=True),
    Act(
        "deliver_part",
        parts.DeliverPart,
        _P,
        HELPERS | OWNERS,
        when.part_open,
        "asked",
        form=True,
        style="primary",
    ),
    Act(
        "restate",
        recovery.Restate,
        _R,
        HANDLERS,
        when.can_restate,
        "department",
        form=True,
        style="primary",
        private=True,
    ),
    Act(
        "apologise",
        recovery.Apologise,
        _R,
        HANDLERS,
        when.can_apologise,
        "department",
        form=True,
        style="primary",
        private=True,
    ),
    Act("approve", approval.Approve, _Y, APPROVER, when.waits_for_approval, "asked", style="primary"),
    Act("reject", approval.Reject, _Y, APPROVER, when.waits_for_approval, "asked", form=True),
    Act(
        "do_it",
        offer.DoIt,
        _O,
        DEPARTMENT,
        when.before_promise,
        "department",
        form=True,
        style="primary",
        first_come=True,
    ),
    Act("done", offer.Finish, _O, DEPARTMENT, when.before_promise, "department", first_come=True),
    Act(
        "approved_elsewhere",
        approval.ApprovedElsewhere,
        _Y,
        OWNERS,
        when.waits_for_approval,
        "department",
        form=True,
    ),
    Act("offer", offer.Propose, _O, DEPARTMENT, when.can_offer, "department", form=True, first_come=True),
    Act("ask", explore.Ask, _E, DEPARTMENT, when.before_promise, "department", form=True, first_come=True),
    Act("take", explore.Take, _E, DEPARTMENT, when.untaken, "department", rare=True, unread=True),
    Act(
        "cannot",
        offer.CannotDo,
        _O,
        DEPARTMENT,
        when.can_offer,
        "department",
        form=True,
        rare=True,
        first_come=True,
    ),
    Act(
        "route",
        explore.Route,
        _E,
        ROUTERS,
        when.before_promise,
        "department",
        form=True,
        rare=True,
        first_come=True,
    ),
    Act("have_input", approval.HaveInput, _Y, OWNERS, when.waits_for_input, "department"),
    Act("deliver", action.Deliver, _A, OWNERS, when.promised, "department", form=True, style="primary"),
    Act("on_track", action.CheckIn, _A, OWNERS, when.on_a_date, "department"),
    Act("miss", action.MissIt, _A, OWNERS, when.can_move_date, "department", form=True),
    Act("earlier", action.BeEarlier, _A, OWNERS, when.can_be_earlier, "department", form=True, rare=True),
    Act("hand_over", handing.HandOver, _H, OWNER, when.can_hand_over, "department", form=True, rare=True),
    Act(
        "assign",
        handing.HandOver,
        _H,
        ASSIGNERS,
        when.can_assign,
        "department",
        form=True,
        rare=True,
        unread=True,
    ),
    Act("snooze", action.Snooze, _A, OWNER, when.can_snooze, "department", rare=True, private=True),
    Act("update", action.SendUpdate, _A, OWNERS, when.has_owner, "department", form=True, rare=True),
    Act("nudge", action.Nudge, _A, REQUESTER, when.can_nudge, "requester", rare=True, while_joined=True),
    Act(
        "need_changed",
        action.ChangeNeed,
        _A,
        REQUESTER,
        when.promised,
        "requester",
        form=True,
        rare=True,
        while_joined=True,
    ),
    Act(
        "unhappy",
        recovery.NotHappy,
        _R,
        REQUESTER,
        when.can_be_unhappy,
        "requester",
        form=True,
        rare=True,
        while_joined=True,
    ),
    Act(
        "withdraw",
        confirm.Withdraw,
        _C,
        REQUESTER,
        when.can_withdraw,
        "requester",
        rare=True,
        sure=True,
        while_joined=True,
    ),
    Act("reopen", confirm.Reopen, _C, REQUESTER, when.is_closed, "requester", form=True, rare=True),
    Act("again", linking.Again, _L, REQUESTER, when.is_closed, "requester", form=True, rare=True),
    Act(
        "same_as",
        linking.SameAs,
        _L,
        DEPARTMENT,
        when.can_join,
        "department",
        form=True,
        rare=True,
        first_come=True,
    ),
    Act(
        "unjoin",
        linking.Unjoin,
        _L,
        DEPARTMENT | OWNERS,
        when.joined,
        "department",
        rare=True,
        while_joined=True,
        first_come=True,
    ),
    Act("wait_for", linking.WaitFor, _L, OWNERS, when.can_wait, "department", form=True, rare=True),
    Act("wait_no_more", linking.WaitNoMore, _L, OWNERS, when.waits, "department", rare=True),
    Act("take_over", handing.TakeOver, _H, ASKED, when.is_asked, "asked", style="primary", unread=True),
    Act("cannot_take", handing.CannotTake, _H, ASKED, when.is_asked, "asked", form=True, unread=True),
    Act(
        "note",
        noting.AddNote,
        noting.decide,
        COLLEAGUES,
        when.always,
        "department",
        form=True,
        rare=True,
        while_joined=True,
    ),
    Act("reply", explore.Reply, _E, WRITERS, when.is_open, None, while_joined=True),
    Act("take_back", explore.TakeBack, _E, REQUESTER, when.before_promise, None),
)
BY_KEY = {act.key: act for act in TABLE}


def standing(request: Request, workflow: Workflow, card: CardSide) -> tuple[Act, ...]:
    """The acts whose buttons stand on a card now, weightiest first."""
    return tuple(act for act in TABLE if act.card == card and makes_sense(act, request, workflow))


def makes_sense(act: Act, request: Request, workflow: Workflow) -> bool:
    """Whether it can be done as things stand; where another request is worked on instead, little can."""
    return act.when(request, workflow) and (not request.follows or act.while_joined)
