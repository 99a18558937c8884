"""ONE table of everything a person can do. Buttons, rights, help, lists, Home and hints are made from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from workflows import (
    about,
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
from workflows.definition import Workflow
from workflows.events import Event
from workflows.explore import still_open, waits_for_answers
from workflows.facts import Facts, Refused, Role
from workflows.request import Request
from workflows.values import Phase, Side, Step

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
Card = Literal["requester", "department", "asked"]  # asked: for a yes of their own, by whom it waits
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
    card: Card | None
    form: bool = False
    rare: bool = False
    style: Literal["plain", "primary", "danger"] = "plain"
    sure: bool = False


def _before_promise(request: Request, _: Workflow) -> bool:
    early = request.phase in (Phase.EXPLORE, Phase.OFFER)
    return early and not request.listening and not request.waits_for_approval


def _can_answer(request: Request, workflow: Workflow) -> bool:
    free = request.offer is None and request.refusal is None
    first = free and request.round == 1  # a second round is about what was delivered
    open_ = bool(request.open_questions or (first and still_open(request, workflow)))
    return _before_promise(request, workflow) and open_


def _can_skip(request: Request, workflow: Workflow) -> bool:
    return _can_answer(request, workflow) and not waits_for_answers(request, workflow, request.answers)


def _restated(request: Request, workflow: Workflow) -> bool:
    """There is something to say "that's right" to: conditions or answers, beyond the bare words."""
    said = bool(request.need.conditions or request.answers)
    waits = request.ball is Side.REQUESTER and waits_for_answers(request, workflow, request.answers)
    free = request.offer is None and request.refusal is None
    first = free and request.round == 1  # under an apology or a repair, "that's right" would speak of that
    return _before_promise(request, workflow) and first and said and not waits and not request.confirmed


def _untaken(request: Request, workflow: Workflow) -> bool:
    free = request.owner is None and not about.may_be_named(request, workflow)
    return _before_promise(request, workflow) and free


def _offered(request: Request, _: Workflow) -> bool:
    return request.phase is Phase.OFFER and request.offer is not None and not request.waits_for_approval


def _can_offer(request: Request, workflow: Workflow) -> bool:
    """Another offer, or the honest no, also while somebody is asked to approve the last one."""
    return _before_promise(request, workflow) or request.waits_for_approval


def _waits_for_approval(request: Request, _: Workflow) -> bool:
    return request.waits_for_approval


def _waits_for_input(request: Request, _: Workflow) -> bool:
    return request.phase is Phase.ACTION and request.promise is not None and request.promise.waits


def _on_a_date(request: Request, _: Workflow) -> bool:
    """It is promised for a day; one that waits for the requester's input has none yet."""
    return _promised(request, _) and not _waits_for_input(request, _)


def _can_object(request: Request, workflow: Workflow) -> bool:
    taken_as_asked = (
        request.phase is Phase.ACTION and request.promise is not None and request.promise.as_asked
    )
    return _offered(request, workflow) or taken_as_asked


def _refused(request: Request, _: Workflow) -> bool:
    return request.phase is Phase.OFFER and request.refusal is not None


def _can_end(request: Request, workflow: Workflow) -> bool:
    return _refused(request, workflow) or (request.is_open and request.round > 1)


def _promised(request: Request, _: Workflow) -> bool:
    return request.phase is Phase.ACTION


def _can_move_date(request: Request, _: Workflow) -> bool:
    return _on_a_date(request, _) and (request.proposal is None or request.offers_earlier)


def _can_be_earlier(request: Request, _: Workflow) -> bool:
    return _on_a_date(request, _) and request.proposal is None


def _date_proposed(request: Request, _: Workflow) -> bool:
    return request.phase is Phase.ACTION and request.proposal is not None


def _has_owner(request: Request, _: Workflow) -> bool:
    return request.owner is not None and request.phase in (Phase.OFFER, Phase.ACTION)


def _delivered(request: Request, _: Workflow) -> bool:
    return request.phase is Phase.CONFIRM and not request.displeased


def _displeased(request: Request, _: Workflow) -> bool:
    return request.displeased


def _satisfied(request: Request) -> bool:
    return request.outcome == "satisfied"


def _can_thank(request: Request, _: Workflow) -> bool:
    return _satisfied(request) and not (request.thanked or request.displeased)


def _can_be_unhappy(request: Request, _: Workflow) -> bool:
    """From raising until it closes, and after a satisfied end; not while somebody listens already."""
    return (request.is_open or _satisfied(request)) and not (request.listening or request.displeased)


def _listens(request: Request, _: Workflow) -> bool:
    return request.step is Step.LISTEN


def _restated_back(request: Request, _: Workflow) -> bool:
    return request.step is Step.ESTABLISH and request.ball is Side.REQUESTER


def _can_restate(request: Request, _: Workflow) -> bool:
    """As soon as somebody looks after it: many things are said on the phone."""
    return _listens(request, _) or (request.step is Step.ESTABLISH and request.ball is Side.OWNER)


def _can_apologise(request: Request, _: Workflow) -> bool:
    return request.step is Step.APOLOGISE


def _can_nudge(request: Request, _: Workflow) -> bool:
    return request.is_open and request.ball in (Side.OWNER, Side.DEPARTMENT)


def _can_snooze(request: Request, _: Workflow) -> bool:
    """There was a reminder, and it has not been put off already."""
    others = ("lead", "contact", "part", "part_asked")
    told = any(moment.split(":")[0] not in others for moment in request.reminded)
    return request.ball is Side.OWNER and told and request.snoozed is None


def _can_rate(request: Request, _: Workflow) -> bool:
    if not request.polls:
        return False
    poll = request.polls[-1]
    rated = poll.result or poll.experience or poll.unmet or poll.words or poll.vow is not None
    repaired = request.step is Step.REPAIR and request.round == poll.round + 1
    if not request.is_open and not poll.scores:
        return False
    just_polled = not request.is_open or request.displeased or repaired
    return just_polled and not rated and request.outcome in (None, "satisfied")


def _can_withdraw(request: Request, _: Workflow) -> bool:
    return request.is_open and request.phase is not Phase.CONFIRM


def _part_asked(request: Request, workflow: Workflow) -> bool:
    return _before_promise(request, workflow) and bool(parts.waited_for(request))


def _part_open(request: Request, _: Workflow) -> bool:
    return request.phase is Phase.ACTION and bool(parts.open_parts(request))


def _can_join(request: Request, workflow: Workflow) -> bool:
    """Those that others joined stay the one thread that works."""
    return _before_promise(request, workflow) and not workflow.confidential and not request.joined_by


def _joined(request: Request, _: Workflow) -> bool:
    return request.follows


def _can_wait(request: Request, _: Workflow) -> bool:
    owned = request.owner is not None and request.phase in (Phase.OFFER, Phase.ACTION)
    return owned and request.waits_for is None and not request.listening


def _waits(request: Request, _: Workflow) -> bool:
    return request.is_open and request.waits_for is not None


def _closed(request: Request, _: Workflow) -> bool:
    return not request.is_open


def _open(request: Request, _: Workflow) -> bool:
    return request.is_open


def _can_assign(request: Request, workflow: Workflow) -> bool:
    """While there is something to do: what is delivered stays with whoever did it until the requester has spoken."""
    free = not about.may_be_named(request, workflow)
    return request.is_open and request.phase is not Phase.CONFIRM and free


def _can_hand_over(request: Request, workflow: Workflow) -> bool:
    return request.owner is not None and _can_assign(request, workflow)


def _is_asked(request: Request, _: Workflow) -> bool:
    return request.handing is not None


def _always(_request: Request, _: Workflow) -> bool:
    return True


_E, _O, _A, _C = explore.decide, offer.decide, action.decide, confirm.decide
_R, _P, _L, _H = recovery.decide, parts.decide, linking.decide, handing.decide
_Y = approval.decide

TABLE: tuple[Act, ...] = (
    Act("answer", explore.Answer, _E, REQUESTER, _can_answer, "requester", form=True, style="primary"),
    Act("rate", confirm.Rate, _C, REQUESTER, _can_rate, "requester", form=True),
    Act("confirm", explore.Confirm, _E, REQUESTER, _restated, "requester"),
    Act("correct", explore.Correct, _E, REQUESTER, _restated, "requester", form=True),
    Act("skip", explore.Skip, _E, REQUESTER, _can_skip, "requester", rare=True),
    Act("accept", offer.Accept, _O, REQUESTER, _offered, "requester", style="primary"),
    Act("change", offer.AskChange, _O, REQUESTER, _can_object, "requester", form=True),
    Act("decline", offer.Decline, _O, REQUESTER, _offered, "requester", form=True),
    Act(
        "give_input",
        approval.GiveInput,
        _Y,
        REQUESTER,
        _waits_for_input,
        "requester",
        form=True,
        style="primary",
    ),
    Act("appeal", offer.Appeal, _O, REQUESTER, _refused, "requester", style="primary"),
    Act("agree", action.Agree, _A, REQUESTER, _date_proposed, "requester", style="primary"),
    Act("keep_date", action.KeepOldDate, _A, REQUESTER, _date_proposed, "requester"),
    Act("yes", confirm.Solve, _C, REQUESTER, _delivered, "requester", style="primary"),
    Act("partly", confirm.Solve, _C, REQUESTER, _delivered, "requester"),
    Act("no", confirm.Solve, _C, REQUESTER, _delivered, "requester"),
    Act("follow_up", recovery.FollowUp, _R, REQUESTER, _displeased, "requester", style="primary"),
    Act("feedback", recovery.Feedback, _R, REQUESTER, _displeased, "requester"),
    Act("listen", recovery.Tell, _R, REQUESTER, _listens, "requester", form=True, style="primary"),
    Act("thats_it", recovery.ThatsIt, _R, REQUESTER, _restated_back, "requester", style="primary"),
    Act("not_quite", recovery.NotQuite, _R, REQUESTER, _restated_back, "requester", form=True),
    Act("thanks", confirm.Thank, _C, REQUESTER, _can_thank, "requester"),
    Act("close", confirm.CloseAsItIs, _C, REQUESTER, _can_end, "requester", sure=True),
    Act("take_part", parts.TakePart, _P, HELPERS, _part_asked, "asked", style="primary"),
    Act("cannot_take_part", parts.CannotTakePart, _P, HELPERS, _part_asked, "asked", form=True),
    Act(
        "deliver_part",
        parts.DeliverPart,
        _P,
        HELPERS | OWNERS,
        _part_open,
        "asked",
        form=True,
        style="primary",
    ),
    Act("restate", recovery.Restate, _R, HANDLERS, _can_restate, "department", form=True, style="primary"),
    Act(
        "apologise",
        recovery.Apologise,
        _R,
        HANDLERS,
        _can_apologise,
        "department",
        form=True,
        style="primary",
    ),
    Act("approve", approval.Approve, _Y, APPROVER, _waits_for_approval, "asked", style="primary"),
    Act("reject", approval.Reject, _Y, APPROVER, _waits_for_approval, "asked", form=True),
    Act("do_it", offer.DoIt, _O, DEPARTMENT, _before_promise, "department", form=True, style="primary"),
    Act("done", offer.Finish, _O, DEPARTMENT, _before_promise, "department"),
    Act(
        "approved_elsewhere",
        approval.ApprovedElsewhere,
        _Y,
        OWNERS,
        _waits_for_approval,
        "department",
        form=True,
    ),
    Act("offer", offer.Propose, _O, DEPARTMENT, _can_offer, "department", form=True),
    Act("ask", explore.Ask, _E, DEPARTMENT, _before_promise, "department", form=True),
    Act("take", explore.Take, _E, DEPARTMENT, _untaken, "department", rare=True),
    Act("cannot", offer.CannotDo, _O, DEPARTMENT, _can_offer, "department", form=True, rare=True),
    Act("route", explore.Route, _E, ROUTERS, _before_promise, "department", form=True, rare=True),
    Act("have_input", approval.HaveInput, _Y, OWNERS, _waits_for_input, "department"),
    Act("deliver", action.Deliver, _A, OWNERS, _promised, "department", form=True, style="primary"),
    Act("on_track", action.CheckIn, _A, OWNERS, _on_a_date, "department"),
    Act("miss", action.MissIt, _A, OWNERS, _can_move_date, "department", form=True),
    Act("earlier", action.BeEarlier, _A, OWNERS, _can_be_earlier, "department", form=True, rare=True),
    Act("snooze", action.Snooze, _A, OWNER, _can_snooze, "department", rare=True),
    Act("update", action.SendUpdate, _A, OWNERS, _has_owner, "department", form=True, rare=True),
    Act("nudge", action.Nudge, _A, REQUESTER, _can_nudge, "requester", rare=True),
    Act("need_changed", action.ChangeNeed, _A, REQUESTER, _promised, "requester", form=True, rare=True),
    Act("unhappy", recovery.NotHappy, _R, REQUESTER, _can_be_unhappy, "requester", form=True, rare=True),
    Act("withdraw", confirm.Withdraw, _C, REQUESTER, _can_withdraw, "requester", rare=True, sure=True),
    Act("reopen", confirm.Reopen, _C, REQUESTER, _closed, "requester", form=True, rare=True),
    Act("again", linking.Again, _L, REQUESTER, _closed, "requester", form=True, rare=True),
    Act("same_as", linking.SameAs, _L, DEPARTMENT, _can_join, "department", form=True, rare=True),
    Act("unjoin", linking.Unjoin, _L, DEPARTMENT | OWNERS, _joined, "department", rare=True),
    Act("wait_for", linking.WaitFor, _L, OWNERS, _can_wait, "department", form=True, rare=True),
    Act("wait_no_more", linking.WaitNoMore, _L, OWNERS, _waits, "department", rare=True),
    Act("take_over", handing.TakeOver, _H, ASKED, _is_asked, "asked", style="primary"),
    Act("cannot_take", handing.CannotTake, _H, ASKED, _is_asked, "asked", form=True),
    Act("hand_over", handing.HandOver, _H, OWNER, _can_hand_over, "department", form=True, rare=True),
    Act("assign", handing.HandOver, _H, ASSIGNERS, _can_assign, "department", form=True, rare=True),
    Act("note", noting.AddNote, noting.decide, COLLEAGUES, _always, "department", form=True, rare=True),
    Act("reply", explore.Reply, _E, WRITERS, _open, None),
    Act("take_back", explore.TakeBack, _E, REQUESTER, _before_promise, None),
)
BY_KEY = {act.key: act for act in TABLE}
BY_COMMAND = {act.command: act for act in reversed(TABLE)}
PRIVATE = frozenset({"restate", "apologise", "snooze"})  # one person's own: these never stand in a channel
WHILE_JOINED = frozenset({"unjoin", "nudge", "need_changed", "unhappy", "withdraw", "reply", "note"})
UNREAD = frozenset(
    {"take", "assign", "take_over", "cannot_take"}
)  # what is confidential needn't be read for these
FIRST_COME = frozenset(
    {"do_it", "done", "offer", "ask", "cannot", "route", "same_as", "unjoin"}
)  # any member's, until someone takes it


def standing(request: Request, workflow: Workflow, card: Card) -> tuple[Act, ...]:
    """The acts whose buttons stand on a card now, weightiest first."""
    return tuple(act for act in TABLE if act.card == card and makes_sense(act, request, workflow))


def makes_sense(act: Act, request: Request, workflow: Workflow) -> bool:
    """Whether it can be done as things stand; where another request is worked on instead, little can."""
    return act.when(request, workflow) and (not request.follows or act.key in WHILE_JOINED)


def allowed(act: Act, request: Request, workflow: Workflow, roles: frozenset[Role]) -> None:
    """Raises Refused when somebody with these roles may not do this to the request as it stands.

    Any member may act until somebody has taken it; afterwards only owner and lead (SERVICE.md, Offer). On what is
    confidential only those who may read it: every act, and every form, tells of it.
    """
    if not act.who & roles:
        raise Refused(_whose(act, request, roles), number=str(request.number))
    if request.owner and (taken_from(act, request, roles) or _is_closed(act, request, workflow, roles)):
        raise Refused("taken_by_another", owner=request.owner)
    if not request.owner and _is_closed(act, request, workflow, roles):
        raise Refused("take_it_first")
    if act.key == "note" and not noting.theirs(workflow, roles):
        raise Refused(_whose(act, request, roles))
    if not makes_sense(act, request, workflow):
        raise Refused("too_late." + _why_not(request), number=str(request.number))


def taken_from(act: Act, request: Request, roles: frozenset[Role]) -> bool:
    """It was any member's to do, and somebody else has taken the request since."""
    return act.key in FIRST_COME and request.owner is not None and not (OWNERS | {Role.ESCALATION}) & roles


def _whose(act: Act, request: Request, roles: frozenset[Role]) -> str:
    """A colleague of the owner's is not told that it is for the department: they are of it."""
    if act.who == ASKED:
        return _not_asked(request, roles)
    if act.card == "asked":
        return "not_yours.asked"
    if act.who == ASSIGNERS:
        return "not_yours.lead"
    if act.key == "hand_over" and ASSIGNERS & roles:
        return "not_yours.assign"
    if act.who in (OWNER, HANDLERS) or (act.who == OWNERS and request.owner):
        return "not_yours.handler"
    return "not_yours." + ("requester" if act.who == REQUESTER else "department")


def _not_asked(request: Request, roles: frozenset[Role]) -> str:
    """It lapsed, somebody else was asked, or it has been answered."""
    if not request.is_open:
        return "too_late.closed"
    return "yours_already" if Role.OWNER in roles else "not_asked"


def _is_closed(act: Act, request: Request, workflow: Workflow, roles: frozenset[Role]) -> bool:
    """What is confidential is its requester's and its owner's; a lead's, too, while asked to look at it again.

    The second bounce is settled without reading; and whoever is asked for a yes may give it.
    """
    if not workflow.confidential or act.key in UNREAD:
        return False
    if act.key == "note":
        return Role.OWNER not in roles
    if act.card == "department" and not request.owner:
        return True
    asked = {Role.LEAD, Role.ESCALATION} if request.appealed else set()
    settles = {Role.ESCALATION} if act.key == "route" else set()
    yes = {Role.HELPER, Role.APPROVER}
    own = yes if act.card == "asked" else set()  # of what they are asked, not of the rest
    return not ({Role.REQUESTER, Role.RAISER, Role.OWNER} | asked | settles | own) & roles


def _why_not(request: Request) -> str:
    """The text that says, to somebody who pressed an old button, how things stand now."""
    if not request.is_open:
        return "closed"
    if request.listening:
        return "listening"
    if request.follows:
        return "joined"
    if request.waits_for_approval:
        return "approval"
    return {Phase.ACTION: "promised", Phase.CONFIRM: "delivered"}.get(request.phase, "moved_on")
