"""When each act makes sense, as a request stands: a predicate an act, in the order of a request's life."""

from __future__ import annotations

from workflows.definition import Workflow
from workflows.phases import about
from workflows.phases.explore import still_open, waits_for_answers
from workflows.state.moments import Hearer
from workflows.state.request import Request
from workflows.state.values import Phase, RecoveryStep, Side


def before_promise(request: Request, _: Workflow) -> bool:
    early = request.phase in (Phase.EXPLORE, Phase.OFFER)
    return early and not request.listening and not request.waits_for_approval


def can_answer(request: Request, workflow: Workflow) -> bool:
    free = request.offer is None and request.refusal is None
    first = free and request.round == 1  # a second round is about what was delivered
    open_ = bool(request.open_questions or (first and still_open(request, workflow)))
    return before_promise(request, workflow) and open_


def can_skip(request: Request, workflow: Workflow) -> bool:
    return can_answer(request, workflow) and not waits_for_answers(request, workflow, request.answers)


def restated(request: Request, workflow: Workflow) -> bool:
    """There is something to say "that's right" to: conditions or answers, beyond the bare words."""
    said = bool(request.need.conditions or request.answers)
    waits = request.ball is Side.REQUESTER and waits_for_answers(request, workflow, request.answers)
    free = request.offer is None and request.refusal is None
    first = free and request.round == 1  # under an apology or a repair, "that's right" would speak of that
    return before_promise(request, workflow) and first and said and not waits and not request.confirmed


def untaken(request: Request, workflow: Workflow) -> bool:
    free = request.owner is None and not about.may_be_named(request, workflow)
    return before_promise(request, workflow) and free


def offered(request: Request, _: Workflow) -> bool:
    return request.phase is Phase.OFFER and request.offer is not None and not request.waits_for_approval


def can_offer(request: Request, workflow: Workflow) -> bool:
    """Another offer, or the honest no, also while somebody is asked to approve the last one."""
    return before_promise(request, workflow) or request.waits_for_approval


def waits_for_approval(request: Request, _: Workflow) -> bool:
    return request.waits_for_approval


def waits_for_input(request: Request, _: Workflow) -> bool:
    return request.waits_for_input


def on_a_date(request: Request, _: Workflow) -> bool:
    """Whether it is promised for a day; a promise that waits for the requester's input has none yet."""
    return promised(request, _) and not waits_for_input(request, _)


def can_object(request: Request, workflow: Workflow) -> bool:
    taken_as_asked = (
        request.phase is Phase.ACTION and request.promise is not None and request.promise.as_asked
    )
    return offered(request, workflow) or taken_as_asked


def refused(request: Request, _: Workflow) -> bool:
    return request.phase is Phase.OFFER and request.refusal is not None


def can_end(request: Request, workflow: Workflow) -> bool:
    return refused(request, workflow) or (request.is_open and request.round > 1)


def promised(request: Request, _: Workflow) -> bool:
    return request.phase is Phase.ACTION


def can_move_date(request: Request, _: Workflow) -> bool:
    return on_a_date(request, _) and (request.proposal is None or request.offers_earlier)


def can_be_earlier(request: Request, _: Workflow) -> bool:
    return on_a_date(request, _) and request.proposal is None


def date_proposed(request: Request, _: Workflow) -> bool:
    return request.phase is Phase.ACTION and request.proposal is not None


def has_owner(request: Request, _: Workflow) -> bool:
    return request.owner is not None and request.phase in (Phase.OFFER, Phase.ACTION)


def delivered(request: Request, _: Workflow) -> bool:
    return request.phase is Phase.CONFIRM and not request.displeased


def displeased(request: Request, _: Workflow) -> bool:
    return request.displeased


def _satisfied(request: Request) -> bool:
    return request.outcome == "satisfied"


def can_thank(request: Request, _: Workflow) -> bool:
    return _satisfied(request) and not (request.thanked or request.displeased)


def can_be_unhappy(request: Request, _: Workflow) -> bool:
    """From raising until it closes, and after a satisfied end; not while somebody listens already."""
    return (request.is_open or _satisfied(request)) and not (request.listening or request.displeased)


def listens(request: Request, _: Workflow) -> bool:
    return request.step is RecoveryStep.LISTEN


def restated_back(request: Request, _: Workflow) -> bool:
    return request.step is RecoveryStep.ESTABLISH and request.ball is Side.REQUESTER


def can_restate(request: Request, _: Workflow) -> bool:
    """Whether somebody looks after it: many things are said on the phone."""
    return listens(request, _) or (request.step is RecoveryStep.ESTABLISH and request.ball is Side.OWNER)


def can_apologise(request: Request, _: Workflow) -> bool:
    return request.step is RecoveryStep.APOLOGISE


def can_nudge(request: Request, _: Workflow) -> bool:
    return request.is_open and request.ball in (Side.OWNER, Side.DEPARTMENT)


def can_snooze(request: Request, _: Workflow) -> bool:
    """There was a reminder, and it has not been put off already."""
    others = (Hearer.LEAD, Hearer.CONTACT, Hearer.HELPER)
    told = any(moment.hearer not in others for moment in request.reminded)
    return request.ball is Side.OWNER and told and request.snoozed is None


def can_rate(request: Request, _: Workflow) -> bool:
    if not request.polls:
        return False
    poll = request.polls[-1]
    rated = poll.result or poll.experience or poll.unmet or poll.words or poll.vow is not None
    repaired = request.step is RecoveryStep.REPAIR and request.round == poll.round + 1
    if not request.is_open and not poll.scores:
        return False
    just_polled = not request.is_open or request.displeased or repaired
    return just_polled and not rated and request.outcome in (None, "satisfied")


def can_withdraw(request: Request, workflow: Workflow) -> bool:
    """Until something was delivered, or honestly refused: from then on the same wish is to close it as it is."""
    ends = can_end(request, workflow) and not request.follows  # while joined, closing as it is stands nowhere
    return request.is_open and request.phase is not Phase.CONFIRM and not ends


def part_asked(request: Request, workflow: Workflow) -> bool:
    return before_promise(request, workflow) and bool(request.awaited)


def part_open(request: Request, _: Workflow) -> bool:
    return request.phase is Phase.ACTION and bool(request.open_parts)


def can_give_back(request: Request, workflow: Workflow) -> bool:
    return part_asked(request, workflow) or part_open(request, workflow)


def can_join(request: Request, workflow: Workflow) -> bool:
    """Whether it may join another: those that others joined stay the one thread that works."""
    return before_promise(request, workflow) and not workflow.confidential and not request.joined_by


def joined(request: Request, _: Workflow) -> bool:
    return request.follows


def can_wait(request: Request, _: Workflow) -> bool:
    owned = request.owner is not None and request.phase in (Phase.OFFER, Phase.ACTION)
    return owned and request.waits_for is None and not request.listening


def waits(request: Request, _: Workflow) -> bool:
    return request.is_open and request.waits_for is not None


def is_closed(request: Request, _: Workflow) -> bool:
    return not request.is_open


def is_open(request: Request, _: Workflow) -> bool:
    return request.is_open


def can_assign(request: Request, workflow: Workflow) -> bool:
    """While there is something to do: what is delivered stays with whoever did it until the requester has spoken."""
    free = not about.may_be_named(request, workflow)
    return request.is_open and request.phase is not Phase.CONFIRM and free


def can_hand_over(request: Request, workflow: Workflow) -> bool:
    return request.owner is not None and can_assign(request, workflow)


def is_asked(request: Request, _: Workflow) -> bool:
    return request.handing is not None


def always(_request: Request, _: Workflow) -> bool:
    return True
