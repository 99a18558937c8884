"""ONE table of everything a person can do. Buttons, rights, help, lists, Home and hints are made from it."""

from __future__ import annotations

from functools import partial

from workflows.definition import Workflow
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
from workflows.rights.act import (
    APPROVER,
    ASKED,
    ASSIGNERS,
    COLLEAGUES,
    DEPARTMENT,
    HANDLERS,
    HELPERS,
    JOINERS,
    OWNER,
    OWNERS,
    PART_DOERS,
    REQUESTER,
    ROUTERS,
    WRITERS,
    Act,
    CardSide,
    makes_sense,
)
from workflows.state.request import Request

_E, _O, _A, _C = explore.decide, offer.decide, action.decide, confirm.decide
_R, _P, _L, _H = recovery.decide, parts.decide, linking.decide, handing.decide
_Y, _N = approval.decide, noting.decide

_form = partial(Act, form=True)
_primary = partial(Act, style="primary")
_primary_form = partial(Act, form=True, style="primary")


def _on(
    card: CardSide, *rows: Act, rare: bool = False, private: bool = False, while_joined: bool = False
) -> tuple[Act, ...]:
    """Put these rows on a card, weightiest first."""
    return tuple(
        row._replace(
            card=card,
            rare=row.rare or rare,
            private=row.private or private,
            while_joined=row.while_joined or while_joined,
        )
        for row in rows
    )


TABLE: tuple[Act, ...] = (
    # What stands on the requester's card
    *_on(
        "requester",
        _primary_form("answer", explore.Answer, _E, REQUESTER, when.can_answer, None),
        _form("rate", confirm.Rate, _C, REQUESTER, when.can_rate, None),
        Act("confirm", explore.Confirm, _E, REQUESTER, when.restated, None),
        _form("correct", explore.Correct, _E, REQUESTER, when.restated, None),
        Act("skip", explore.Skip, _E, REQUESTER, when.can_skip, None, rare=True),
        _primary("accept", offer.Accept, _O, REQUESTER, when.offered, offer.still_stands),
        _form("change", offer.AskChange, _O, REQUESTER, when.can_object, None),
        _form("decline", offer.Decline, _O, REQUESTER, when.offered, None),
        _primary_form("give_input", approval.GiveInput, _Y, REQUESTER, when.waits_for_input, None),
        _primary("appeal", offer.Appeal, _O, REQUESTER, when.refused, None),
        _primary("agree", action.Agree, _A, REQUESTER, when.date_proposed, action.new_date_is_ahead),
        Act("keep_date", action.KeepOldDate, _A, REQUESTER, when.date_proposed, None),
        _primary("yes", confirm.Solve, _C, REQUESTER, when.delivered, None),
        Act("partly", confirm.Solve, _C, REQUESTER, when.delivered, None),
        Act("no", confirm.Solve, _C, REQUESTER, when.delivered, None),
        _primary("follow_up", recovery.FollowUp, _R, REQUESTER, when.displeased, recovery.in_time),
        Act("feedback", recovery.Feedback, _R, REQUESTER, when.displeased, None),
        _primary_form("listen", recovery.Tell, _R, REQUESTER, when.listens, None),
        _primary("thats_it", recovery.ThatsIt, _R, REQUESTER, when.restated_back, None),
        _form("not_quite", recovery.NotQuite, _R, REQUESTER, when.restated_back, None),
        Act("thanks", confirm.Thank, _C, REQUESTER, when.can_thank, None),
        Act("close", confirm.CloseAsItIs, _C, REQUESTER, when.can_end, None, sure=True),
    ),
    # Behind *More* there, also while another request is worked on in its place
    *_on(
        "requester",
        Act("nudge", action.Nudge, _A, REQUESTER, when.can_nudge, action.once_a_day),
        _form("need_changed", action.ChangeNeed, _A, REQUESTER, when.promised, None),
        _form("unhappy", recovery.NotHappy, _R, REQUESTER, when.can_be_unhappy, recovery.in_time),
        Act("withdraw", confirm.Withdraw, _C, REQUESTER, when.can_withdraw, None, sure=True),
        rare=True,
        while_joined=True,
    ),
    # Behind *More* there
    *_on(
        "requester",
        _form("reopen", confirm.Reopen, _C, REQUESTER, when.is_closed, recovery.in_time),
        _form("again", linking.Again, _L, REQUESTER, when.is_closed, None),
        rare=True,
    ),
    # For whoever is asked for a yes of their own
    *_on(
        "asked",
        _primary("take_part", parts.TakePart, _P, HELPERS, when.part_asked, parts.asked_for_part),
        _form(
            "cannot_take_part",
            parts.CannotTakePart,
            _P,
            HELPERS,
            when.can_give_back,
            parts.can_give_back_part,
        ),
        _primary_form(
            "deliver_part", parts.DeliverPart, _P, PART_DOERS, when.part_open, parts.can_finish_part
        ),
        _primary(
            "approve", approval.Approve, _Y, APPROVER, when.waits_for_approval, approval.in_time_to_approve
        ),
        _form("reject", approval.Reject, _Y, APPROVER, when.waits_for_approval, None),
        _primary("take_over", handing.TakeOver, _H, ASKED, when.is_asked, None, unread=True),
        _form("cannot_take", handing.CannotTake, _H, ASKED, when.is_asked, None, unread=True),
    ),
    # For whoever looks after a bad answer, and never in a channel
    *_on(
        "department",
        _primary_form("restate", recovery.Restate, _R, HANDLERS, when.can_restate, recovery.only_fresh_eyes),
        _primary_form(
            "apologise", recovery.Apologise, _R, HANDLERS, when.can_apologise, recovery.only_fresh_eyes
        ),
        private=True,
    ),
    # What stands on the department's card
    *_on(
        "department",
        _primary_form("do_it", offer.DoIt, _O, DEPARTMENT, when.before_promise, None, first_come=True),
        Act("done", offer.Finish, _O, DEPARTMENT, when.before_promise, None, first_come=True),
        _form(
            "approved_elsewhere",
            approval.ApprovedElsewhere,
            _Y,
            OWNERS,
            when.waits_for_approval,
            approval.in_time_to_approve,
        ),
        _form("offer", offer.Propose, _O, DEPARTMENT, when.can_offer, None, first_come=True),
        _form("ask", explore.Ask, _E, DEPARTMENT, when.before_promise, None, first_come=True),
        Act("have_input", approval.HaveInput, _Y, OWNERS, when.waits_for_input, None),
        _primary_form("deliver", action.Deliver, _A, OWNERS, when.promised, None),
        Act("on_track", action.CheckIn, _A, OWNERS, when.on_a_date, None),
        _form("miss", action.MissIt, _A, OWNERS, when.can_move_date, action.before_due),
    ),
    # Behind *More* there
    *_on(
        "department",
        Act("take", explore.Take, _E, DEPARTMENT, when.untaken, None, unread=True),
        _form("cannot", offer.CannotDo, _O, DEPARTMENT, when.can_offer, None, first_come=True),
        _form("route", explore.Route, _E, ROUTERS, when.before_promise, None, first_come=True),
        _form("earlier", action.BeEarlier, _A, OWNERS, when.can_be_earlier, None),
        _form("hand_over", handing.HandOver, _H, OWNER, when.can_hand_over, None),
        _form("assign", handing.HandOver, _H, ASSIGNERS, when.can_assign, None, unread=True),
        Act("snooze", action.Snooze, _A, OWNER, when.can_snooze, None, private=True),
        _form("update", action.SendUpdate, _A, OWNERS, when.has_owner, None),
        _form("same_as", linking.SameAs, _L, DEPARTMENT, when.can_join, None, first_come=True),
        Act("unjoin", linking.Unjoin, _L, JOINERS, when.joined, None, while_joined=True, first_come=True),
        _form("wait_for", linking.WaitFor, _L, OWNERS, when.can_wait, None),
        Act("wait_no_more", linking.WaitNoMore, _L, OWNERS, when.waits, None),
        _form("note", noting.AddNote, _N, COLLEAGUES, when.always, None, while_joined=True),
        rare=True,
    ),
    # Without a button
    Act("reply", explore.Reply, _E, WRITERS, when.is_open, None, while_joined=True),
    Act("take_back", explore.TakeBack, _E, REQUESTER, when.before_promise, None),
)
BY_KEY = {act.key: act for act in TABLE}


def standing(request: Request, workflow: Workflow, card: CardSide) -> tuple[Act, ...]:
    """The acts whose buttons stand on a card now, weightiest first."""
    return tuple(act for act in TABLE if act.card == card and makes_sense(act, request, workflow))
