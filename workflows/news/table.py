"""The table of news: one row for each kind, with all that the code asks about it.

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
from workflows.news.row import Audience, News, NewsRow
from workflows.ports import Notice
from workflows.state.request import Request
from workflows.state.values import RecoveryStep, Side
from workflows.time.delivery_time import Haste

# Explore

CARD = NewsRow("card", d.NoDetails, ("card",), for_all=True)
RAISED = NewsRow("raised", d.NoDetails, ("requester",), by_status=True, retells=True, to_oneself=True)
RAISED_FOR_YOU = NewsRow("raised_for_you", d.NoDetails, ("colleague",), retells=True)
ANSWERED = NewsRow("answered", d.GivenAnswers, ("thread",), for_all=True, on_card=True)
ANSWER_TAKEN_BACK = NewsRow("answer_taken_back", d.TakenBack, ("thread",))
QUESTION = NewsRow("question", d.OwnWords, ("requester",), by_status=True)
NEED_CORRECTED = NewsRow("need_corrected", d.NoDetails, ("thread",), on_card=True)
SAID = NewsRow("said", d.Remark, ("requester", "thread", "owner", "person"), for_all=True)
ROUTED = NewsRow("routed", d.PassedOn, ("requester",), retells=True)
URGENT = NewsRow("urgent", d.NoDetails, ("on_call",), haste="escalates", past=once_taken, hidden="urgent")
BOUNCED = NewsRow("bounced", d.NoDetails, ("contact",), haste="escalates", past=once_taken)
TAKEN = NewsRow("taken", d.NoDetails, ("private",), to_oneself=True)

# Offer

OFFER = NewsRow("offer", d.Made, ("requester",), by_status=True)
ACCEPTED = NewsRow("accepted", d.Dated, ("thread",), on_card=True)
PROMISED = NewsRow("promised", d.NoDetails, ("requester",), by_status=True)
CHANGE_ASKED = NewsRow("change_asked", d.OwnWords, ("thread",))
OFFER_DECLINED = NewsRow("offer_declined", d.Why, ("thread",))
OFFER_EXPIRED = NewsRow("offer_expired", d.RanOut, ("thread",))
CANNOT = NewsRow("cannot", d.NoDetails, ("requester",), by_status=True)
APPEALED = NewsRow(
    "appealed",
    d.Refusal,
    ("another_lead", "owner"),
    haste="escalates",
    past=lambda request: not request.looked_at_again,
)
APPEAL_GOES_TO = NewsRow("appeal_goes_to", d.Owned, ("person",), hidden="shown")

# Action

UPDATE = NewsRow("update", d.OwnWords, ("requester",))
NEW_DATE = NewsRow("new_date", d.Moved, ("requester",), by_status=True)
DATE_AGREED = NewsRow("date_agreed", d.Dated, ("thread",), on_card=True)
DATE_REFUSED = NewsRow("date_refused", d.Dated, ("thread",))
DATE_REFUSED_LEAD = NewsRow("date_refused_lead", d.Owned, ("another_lead",))
DATE_LAPSED = NewsRow("date_lapsed", d.Dated, ("thread",))
DELIVERED = NewsRow("delivered", d.DoneBy, ("requester",), haste="to_the_end", by_status=True)
NEED_CHANGED = NewsRow("need_changed", d.NoDetails, ("thread",), on_card=True)
NUDGED = NewsRow("nudged", d.NoDetails, ("owner", "thread"))

# Confirm

RATED = NewsRow("rated", d.Shortfall, ("thread", "owner"))
REOPENED = NewsRow("reopened", d.Why, ("thread", "owner"))
THANKED = NewsRow("thanked", d.NoDetails, ("owner",))
CLOSED_UNANSWERED = NewsRow("closed_unanswered", d.NoDetails, ("requester",), by_status=True)
CLOSED_UNCONFIRMED = NewsRow("closed_unconfirmed", d.NoDetails, ("requester",), by_status=True)
CLOSED_UNSATISFIED = NewsRow("closed_unsatisfied", d.Why, ("requester", "thread"), by_status=True)
CLOSED_WITHDRAWN = NewsRow("closed_withdrawn", d.Why, ("thread",), for_all=True)
CLOSED_DECLINED = NewsRow("closed_declined", d.Why, ("thread",))
NEVER_SAID = NewsRow("never_said", d.NoDetails, ("lead",))
WENT_QUIET = NewsRow("went_quiet", d.NoDetails, ("lead",))
NOT_SOLVED = NewsRow("not_solved", d.Verdict, ("thread",), retired=True)  # before there was recovery

# Recovery

FOLLOW_UP = NewsRow("follow_up", d.NoDetails, ("owner",), past=once_moved_on(RecoveryStep.LISTEN))
REPAIR = NewsRow("repair", d.Verdict, ("owner",), past=once_closed)
LOOKED_AFTER = NewsRow(
    "looked_after",
    d.Owned,
    ("before",),
    past=lambda request: not (request.is_open and request.listening),
)
FEEDBACK = NewsRow("feedback", d.Reaction, ("lead",), hidden="shown")
LISTENED = NewsRow("listened", d.NoDetails, ("owner",), past=once_moved_on(RecoveryStep.ESTABLISH))
LISTEN_LAPSED = NewsRow("listen_lapsed", d.NoDetails, ("owner",), past=once_moved_on(RecoveryStep.ESTABLISH))
RESTATED = NewsRow("restated", d.OwnWords, ("requester",), by_status=True)
NOT_QUITE = NewsRow("not_quite", d.OwnWords, ("owner",), past=once_moved_on(RecoveryStep.ESTABLISH))
THATS_IT = NewsRow("thats_it", d.NoDetails, ("owner",), past=once_moved_on(RecoveryStep.APOLOGISE))
RESTATEMENT_LAPSED = NewsRow(
    "restatement_lapsed", d.NoDetails, ("owner",), past=once_moved_on(RecoveryStep.APOLOGISE)
)
APOLOGY = NewsRow("apology", d.ApologyWords, ("requester",))
RESUMED = NewsRow("resumed", d.Dated, ("owner",), past=once_closed)
HANDED_UP = NewsRow("handed_up", d.NoDetails, ("owner",), past=once_closed)

# Parts

PART_ASKED = NewsRow("part_asked", d.Plan, ("helpers",), of_a_part=True)
PART_BEGINS = NewsRow("part_begins", d.NoDetails, ("helpers",), of_a_part=True)
PART_OFF = NewsRow("part_off", d.NoDetails, ("helper",))
PART_DECLINED = NewsRow("part_declined", d.PartBack, ("owner",))
PART_DELIVERED = NewsRow("part_delivered", d.PartDone, ("requester", "owner"))
PARTS_DELIVERED = NewsRow("parts_delivered", d.PartDone, ("owner",))
OFFER_SENT = NewsRow(
    "offer_sent",
    d.NoDetails,
    ("owner",),
    past=lambda request: request.offer is None or request.ball is not Side.REQUESTER,
)

# Handing over, approving, linking

HAND_OVER_ASKED = NewsRow(
    "hand_over_asked", d.AskingWords, ("asked",), settled=once_called_off, hidden="shown"
)
HANDED_OVER = NewsRow("handed_over", d.NoDetails, ("person",), hidden="shown")
HAND_OVER_DECLINED = NewsRow("hand_over_declined", d.Declined, ("person",), hidden="shown")
HAND_OVER_LAPSED = NewsRow("hand_over_lapsed", d.Named, ("person",), hidden="shown")
OWNER_CHANGED = NewsRow("owner_changed", d.OwnerAndDay, ("requester",))
OWNER_LEFT = NewsRow("owner_left", d.Named, ("owner",))
OWNER_BARRED = NewsRow("owner_barred", d.NoDetails, ("leads",))
FOR_YOU = NewsRow("for_you", d.InYourPlace, ("owner",))
APPROVAL_ASKED = NewsRow("approval_asked", d.Price, ("approver",))
ACCEPTED_WAITS = NewsRow("accepted_waits", d.Named, ("thread",))
APPROVED = NewsRow("approved", d.ApprovedPromise, ("requester", "thread"))
REJECTED = NewsRow("rejected", d.NotApproved, ("requester", "thread"))
INPUT_GIVEN = NewsRow("input_given", d.InputDay, ("thread", "requester"))
JOINED = NewsRow("joined", d.SameAsMain, ("requester",))
PARTED = NewsRow("parted", d.NoDetails, ("thread",))
FLAGGED = NewsRow("flagged", d.Hanging, ("owner",))
FOLLOWED_MOVED = NewsRow("followed_moved", d.Dated, ("requester",))
FOLLOWED_OPEN_AGAIN = NewsRow("followed_open_again", d.NoDetails, ("requester",))


# What time itself says


def _reminder(
    kind: str,
    *to: Audience,
    settled: Callable[[Notice, Request], bool] = once_answered,
    haste: Haste = "moving",
    asks_how: bool = False,
    of_a_part: bool = False,
) -> NewsRow[d.Reminder]:
    """Return a reminder's row: over once it was answered; of a confidential request it says only that it waits."""
    return NewsRow(
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


WAITING = NewsRow("waiting", d.Reminder, ("thread",))
WATCHED = NewsRow("watched", d.NoDetails, ("person",))
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
REMINDER_ASKED = NewsRow(
    "reminder_asked", d.Named, ("asked",), settled=once_called_off, reminds=True, hidden="shown"
)

# About several requests

DIGEST = NewsRow("digest", d.Morning, ("gathered",))
STANDING_IN = NewsRow("standing_in", d.StandingIn, ("gathered",))
WELCOME_BACK = NewsRow("welcome_back", d.Meanwhile, ("gathered",))
STOOD_IN = NewsRow("stood_in", d.Named, ("gathered",))

TABLE: tuple[News, ...] = tuple(row for row in tuple(globals().values()) if isinstance(row, News))
BY_KIND = {row.kind: row for row in TABLE}


def news_of(notice: Notice) -> News:
    """Return the row of a stored notice. A kind from another version has no words, so that rendering it raises."""
    return BY_KIND.get(notice.kind) or News(notice.kind, d.NoDetails, ())
