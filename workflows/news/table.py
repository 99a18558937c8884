"""The table of news: a row a kind, with all that anybody asks about it.

A row's facts are typed, and `row.say` is the only way to say it; `news_of` finds the row of a stored notice.
"""

from __future__ import annotations

from collections.abc import Callable

from workflows.news import details as d
from workflows.news.answered import (
    once_answered,
    once_called_off,
    once_closed,
    once_date_answered,
    once_moved_on,
    once_taken,
)
from workflows.news.row import Audience, News, Row
from workflows.ports import Notice
from workflows.state.request import Request
from workflows.state.values import Side, Step
from workflows.time.delivery_time import Haste

# Explore

CARD = Row("card", d.Nothing, ("card",), for_all=True)
RAISED = Row("raised", d.Nothing, ("requester",), by_status=True, retells=True, to_oneself=True)
RAISED_FOR_YOU = Row("raised_for_you", d.Nothing, ("colleague",), retells=True)
ANSWERED = Row("answered", d.Answers, ("thread",), for_all=True, on_card=True)
ANSWER_TAKEN_BACK = Row("answer_taken_back", d.TakenBack, ("thread",))
QUESTION = Row("question", d.Text, ("requester",), by_status=True)
NEED_CORRECTED = Row("need_corrected", d.Nothing, ("thread",), on_card=True)
SAID = Row("said", d.Line, ("requester", "thread", "owner", "person"), for_all=True)
ROUTED = Row("routed", d.PassedOn, ("requester",), retells=True)
URGENT = Row("urgent", d.Nothing, ("on_call",), haste="escalates", past=once_taken, hidden="urgent")
BOUNCED = Row("bounced", d.Nothing, ("contact",), haste="escalates", past=once_taken)
TAKEN = Row("taken", d.Nothing, ("private",), to_oneself=True)

# Offer

OFFER = Row("offer", d.Made, ("requester",), by_status=True)
ACCEPTED = Row("accepted", d.Dated, ("thread",), on_card=True)
PROMISED = Row("promised", d.Nothing, ("requester",), by_status=True)
CHANGE_ASKED = Row("change_asked", d.Text, ("thread",))
OFFER_DECLINED = Row("offer_declined", d.Why, ("thread",))
OFFER_EXPIRED = Row("offer_expired", d.RanOut, ("thread",))
CANNOT = Row("cannot", d.Nothing, ("requester",), by_status=True)
APPEALED = Row(
    "appealed",
    d.Refusal,
    ("another_lead",),
    haste="escalates",
    past=lambda request: not request.awaits_lead,
    entrusts=True,
)

# Action

UPDATE = Row("update", d.Text, ("requester",))
NEW_DATE = Row("new_date", d.Moved, ("requester",), by_status=True)
DATE_AGREED = Row("date_agreed", d.Dated, ("thread",), on_card=True)
DATE_REFUSED = Row("date_refused", d.Dated, ("thread",))
DATE_REFUSED_LEAD = Row("date_refused_lead", d.Owned, ("another_lead",))
DATE_LAPSED = Row("date_lapsed", d.Dated, ("thread",))
DELIVERED = Row("delivered", d.DoneBy, ("requester",), haste="to_the_end", by_status=True)
NEED_CHANGED = Row("need_changed", d.Nothing, ("thread",), on_card=True)
NUDGED = Row("nudged", d.Nothing, ("owner", "thread"))

# Confirm

RATED = Row("rated", d.Missing, ("thread", "owner"))
REOPENED = Row("reopened", d.Why, ("thread", "owner"))
THANKED = Row("thanked", d.Nothing, ("owner",))
CLOSED_UNANSWERED = Row("closed_unanswered", d.Nothing, ("requester",), by_status=True)
CLOSED_UNCONFIRMED = Row("closed_unconfirmed", d.Nothing, ("requester",), by_status=True)
CLOSED_UNSATISFIED = Row("closed_unsatisfied", d.Why, ("requester", "thread"), by_status=True)
CLOSED_WITHDRAWN = Row("closed_withdrawn", d.Why, ("thread",), for_all=True)
CLOSED_DECLINED = Row("closed_declined", d.Why, ("thread",))
NEVER_SAID = Row("never_said", d.Nothing, ("lead",))
WENT_QUIET = Row("went_quiet", d.Nothing, ("lead",))
NOT_SOLVED = Row("not_solved", d.Verdict, ("thread",), retired=True)  # before there was recovery

# Recovery

FOLLOW_UP = Row("follow_up", d.Nothing, ("owner",), past=once_moved_on(Step.LISTEN))
REPAIR = Row("repair", d.Verdict, ("owner",), past=once_closed)
LOOKED_AFTER = Row(
    "looked_after",
    d.Owned,
    ("before",),
    past=lambda request: not (request.is_open and request.listening),
)
FEEDBACK = Row("feedback", d.Reaction, ("lead",), hidden="shown")
LISTENED = Row("listened", d.Nothing, ("owner",), past=once_moved_on(Step.ESTABLISH))
LISTEN_LAPSED = Row("listen_lapsed", d.Nothing, ("owner",), past=once_moved_on(Step.ESTABLISH))
RESTATED = Row("restated", d.Text, ("requester",), by_status=True)
NOT_QUITE = Row("not_quite", d.Text, ("owner",), past=once_moved_on(Step.ESTABLISH))
THATS_IT = Row("thats_it", d.Nothing, ("owner",), past=once_moved_on(Step.APOLOGISE))
RESTATEMENT_LAPSED = Row("restatement_lapsed", d.Nothing, ("owner",), past=once_moved_on(Step.APOLOGISE))
APOLOGY = Row("apology", d.Sorry, ("requester",))
RESUMED = Row("resumed", d.Dated, ("owner",), past=once_closed)
HANDED_UP = Row("handed_up", d.Nothing, ("owner",), past=once_closed)

# Parts

PART_ASKED = Row("part_asked", d.Plan, ("helpers",), of_a_part=True)
PART_BEGINS = Row("part_begins", d.Nothing, ("helpers",), of_a_part=True)
PART_OFF = Row("part_off", d.Nothing, ("helper",))
PART_DECLINED = Row("part_declined", d.PartBack, ("owner",))
PART_DELIVERED = Row("part_delivered", d.PartDone, ("requester", "owner"))
PARTS_DELIVERED = Row("parts_delivered", d.PartDone, ("owner",))
OFFER_SENT = Row(
    "offer_sent",
    d.Nothing,
    ("owner",),
    past=lambda request: request.offer is None or request.ball is not Side.REQUESTER,
)

# Handing over, approving, linking

HAND_OVER_ASKED = Row("hand_over_asked", d.Wish, ("asked",), settled=once_called_off, hidden="shown")
HANDED_OVER = Row("handed_over", d.Nothing, ("person",), hidden="shown")
HAND_OVER_DECLINED = Row("hand_over_declined", d.Declined, ("person",), hidden="shown")
HAND_OVER_LAPSED = Row("hand_over_lapsed", d.Who, ("person",), hidden="shown")
OWNER_CHANGED = Row("owner_changed", d.OwnerAndDay, ("requester",))
OWNER_LEFT = Row("owner_left", d.Who, ("owner",))
OWNER_BARRED = Row("owner_barred", d.Nothing, ("leads",))
FOR_YOU = Row("for_you", d.InYourPlace, ("owner",))
APPROVAL_ASKED = Row("approval_asked", d.Price, ("approver",))
ACCEPTED_WAITS = Row("accepted_waits", d.Who, ("thread",))
APPROVED = Row("approved", d.Approval, ("requester", "thread"))
REJECTED = Row("rejected", d.NotApproved, ("requester", "thread"))
INPUT_GIVEN = Row("input_given", d.Given, ("thread", "requester"))
JOINED = Row("joined", d.SameAsMain, ("requester",))
PARTED = Row("parted", d.Nothing, ("thread",))
FLAGGED = Row("flagged", d.Hanging, ("owner",))
FOLLOWED_MOVED = Row("followed_moved", d.Dated, ("requester",))
FOLLOWED_OPEN_AGAIN = Row("followed_open_again", d.Nothing, ("requester",))


# What time itself says


def _reminder(
    kind: str,
    *to: Audience,
    settled: Callable[[Notice, Request], bool] = once_answered,
    haste: Haste = "moving",
    asks_how: bool = False,
    of_a_part: bool = False,
) -> Row[d.Reminder]:
    """Each is over once what it reminds of has been done, and says of a confidential request only that it waits."""
    return Row(
        kind,
        d.Reminder,
        to,
        haste=haste,
        settled=settled,
        reminds=True,
        hidden="waits",
        asks_how=asks_how,
        of_a_part=of_a_part,
    )


WAITING = Row("waiting", d.Reminder, ("thread",))
WATCHED = Row("watched", d.Nothing, ("person",))
REMINDER_NUDGE = _reminder("reminder_nudge", "requester", "owner", settled=once_date_answered)
REMINDER_CHECK_IN = _reminder("reminder_check_in", "owner", asks_how=True)
REMINDER_DAY_BEFORE = _reminder("reminder_day_before", "owner", asks_how=True)
REMINDER_ON_THE_DAY = _reminder("reminder_on_the_day", "owner")
REMINDER_OVERDUE = _reminder("reminder_overdue", "owner")
REMINDER_AGAIN = _reminder("reminder_again", "owner")
REMINDER_LEAD = _reminder("reminder_lead", "leads", "another_lead", haste="escalates")
REMINDER_CONTACT = _reminder("reminder_contact", "contact", haste="escalates")
REMINDER_APPROVAL = _reminder("reminder_approval", "approver")
REMINDER_PART = _reminder("reminder_part", "helper", of_a_part=True)
REMINDER_PART_ASKED = _reminder("reminder_part_asked", "helper", of_a_part=True)
REMINDER_PART_LATE = _reminder("reminder_part_late", "owner")
REMINDER_PART_SILENT = _reminder("reminder_part_silent", "owner")
REMINDER_DRAFT_PASSED = _reminder("reminder_draft_passed", "owner")
REMINDER_ASKED = Row(
    "reminder_asked", d.Who, ("asked",), settled=once_called_off, reminds=True, hidden="shown"
)

# About several requests

DIGEST = Row("digest", d.Morning, ("gathered",))
STANDING_IN = Row("standing_in", d.StandingIn, ("gathered",))
WELCOME_BACK = Row("welcome_back", d.Meanwhile, ("gathered",))
STOOD_IN = Row("stood_in", d.Who, ("gathered",))

TABLE: tuple[News, ...] = tuple(row for row in tuple(globals().values()) if isinstance(row, News))
BY_KIND = {row.kind: row for row in TABLE}


def news_of(notice: Notice) -> News:
    """The row of a stored notice. One that another version stored has no words, so that rendering it raises."""
    return BY_KIND.get(notice.kind) or News(notice.kind, d.Nothing, ())
