"""The table of news: every kind in it once, nothing said to whom the row doesn't name, and older notices still read."""

from __future__ import annotations

from datetime import date

import pytest

from tests.workflows import given as g
from workflows.news import details as d
from workflows.news import table as t
from workflows.news.row import AUDIENCES, News, NotTheirs
from workflows.ports import Notice

# Stored with notices and receipts: none of these may ever be named otherwise, or go.
STORED = frozenset(
    "accepted accepted_waits answer_taken_back answered apology appeal_goes_to appealed approval_asked "
    "approved bounced cannot card "
    "change_asked closed_declined closed_unanswered closed_unconfirmed closed_unsatisfied closed_withdrawn "
    "date_agreed date_lapsed date_refused date_refused_lead delivered digest feedback flagged follow_up "
    "followed_moved followed_open_again for_you hand_over_asked hand_over_declined hand_over_lapsed handed_over "
    "handed_up input_given joined listen_lapsed listened looked_after need_changed need_corrected never_said "
    "new_date not_quite not_solved nudged offer offer_declined offer_expired offer_sent owner_barred owner_changed "
    "owner_left part_asked part_begins part_declined part_delivered part_off parted parts_delivered promised "
    "question raised raised_for_you rated rejected reminder_again reminder_approval reminder_asked "
    "reminder_check_in reminder_contact reminder_day_before reminder_draft_passed reminder_lead reminder_nudge "
    "reminder_on_the_day reminder_overdue reminder_part reminder_part_asked reminder_part_late "
    "reminder_part_silent reopened repair restated restatement_lapsed resumed routed said standing_in stood_in "
    "taken thanked thats_it update urgent waiting watched welcome_back went_quiet".split()
)


def test_every_kind_that_was_ever_stored_has_its_row() -> None:
    assert STORED - t.BY_KIND.keys() == set()


def test_a_new_kind_is_written_down_for_ever() -> None:
    assert t.BY_KIND.keys() - STORED == set(), "add it to STORED above: it is about to be stored"


def test_every_kind_stands_in_the_table_once() -> None:
    kinds = [row.kind for row in t.TABLE]
    assert sorted(kinds) == sorted(set(kinds))


def test_every_row_is_named_as_it_is_stored() -> None:
    named = {name: value.kind for name, value in vars(t).items() if isinstance(value, News)}
    assert named == {kind.upper(): kind for kind in named.values()}


@pytest.mark.parametrize("row", t.TABLE, ids=lambda row: row.kind)
def test_every_row_has_an_audience(row: News) -> None:
    assert row.to
    assert set(row.to) <= set(AUDIENCES)


def test_news_for_nobody_named_in_its_row_can_not_be_said() -> None:
    with pytest.raises(NotTheirs):
        t.OFFER.say(d.Made(version=1, by=g.BEN), to="thread")


def test_where_a_row_has_several_audiences_one_is_chosen() -> None:
    with pytest.raises(NotTheirs):
        t.NUDGED.say()


def test_who_is_told_by_name_is_named() -> None:
    with pytest.raises(NotTheirs):
        t.WATCHED.say()
    assert t.WATCHED.say(person=g.BEN).person == g.BEN


def test_facts_are_stored_as_text_and_without_what_is_not_so() -> None:
    assert t.APPROVED.say(d.ApprovedPromise(day=date(2026, 3, 6), approval=None), to="thread").facts == {
        "day": "2026-03-06"
    }
    assert t.NEW_DATE.say(d.Moved(sooner=False)).facts == {}
    assert t.NEW_DATE.say(d.Moved(sooner=True)).facts == {"sooner": "yes"}
    assert t.FLAGGED.say(d.Hanging(other=7, why="overdue")).facts == {
        "other": "7",
        "why": "overdue",
        "day": "",
    }


def test_stored_facts_are_read_as_what_they_are() -> None:
    assert t.FLAGGED.read({"by": "system", "other": "7", "why": "overdue", "day": ""}) == d.Hanging(
        other=7, why="overdue"
    )
    assert t.NEW_DATE.read({"sooner": "yes", "together": "1 2"}).sooner
    assert t.ANSWERED.read({"by": g.ANA, "goal": "Mail"}).given == {"goal": "Mail"}


@pytest.mark.parametrize(
    "row", [row for row in t.TABLE if "gathered" not in row.to], ids=lambda row: row.kind
)
def test_a_notice_of_an_earlier_version_reads_without_the_facts_of_a_later_one(row: News) -> None:
    if row is not t.FOR_YOU:  # never said without
        row.details.read({"by": g.BEN})


def test_a_kind_of_another_version_is_known_to_nobody() -> None:
    notice = Notice(id="1.1.0", place="person", to=g.ANA, kind="of_tomorrow", at=g.shanghai(2))
    assert t.news_of(notice).to == ()
