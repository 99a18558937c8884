"""What an earlier version stored is read, shown and brought to its end: fields are only added.

`fixtures/stored/before-recovery.json` was written by the version before recovery, with its own models.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from bot.web.history import history_lines
from tests.bot.readers import Spoken, texts_of
from tests.workflows.given import ANA, BEN, LIN
from workflows.definition import Workflow
from workflows.ports import Notice, Step
from workflows.rights import acts
from workflows.state.events import Recorded
from workflows.state.evolve import replay
from workflows.state.request import Request
from workflows.state.values import Phase

STORED = json.loads((Path(__file__).parents[1] / "fixtures/stored/before-recovery.json").read_text())
STORIES = sorted(STORED["stories"])


@pytest.fixture(params=STORIES)
def story(request: pytest.FixtureRequest) -> str:
    return str(request.param)


class Kept(Spoken):
    """What was stored is taken as it is: a low score asked nothing of those who gave it then."""

    def at(self, number: int) -> Request:
        request = self.store.request(number)
        assert request is not None
        return request


def opened(story: str) -> tuple[Kept, tuple[Notice, ...]]:
    """A house whose store holds what was stored then."""
    kept = STORED["stories"][story]
    request = Request.model_validate(kept["request"])
    house = Kept(at=datetime.fromisoformat(kept["now"]))
    house.number = request.number
    house.store.commit(
        Step(request=request, events=tuple(map(Recorded.model_validate, kept["events"])), workflow=None)
    )
    for workflow in map(Workflow.model_validate, STORED["workflows"]):
        house.store.commit(Step(workflow=workflow))
    return house, tuple(map(Notice.model_validate, kept["notices"]))


def test_its_events_still_make_the_same_request(story: str) -> None:
    kept = STORED["stories"][story]
    made = replay(map(Recorded.model_validate, kept["events"]))
    assert made is not None
    polls = tuple(poll.model_copy(update={"at": None}) for poll in made.polls)
    assert made.model_copy(
        update={"displeased": False, "acted": {}, "polls": polls, "last_offer": None}
    ) == Request.model_validate(kept["request"])


def test_everybody_reads_it_on_cards_and_pages(story: str) -> None:
    house, notices = opened(story)
    assert house.requesters_card().elements
    assert texts_of(house.channel_card())
    for reader in (ANA, BEN, LIN):
        if house.desk.roles(reader, house.request):
            assert texts_of(house.speaker.whole(house.request, reader))
            assert history_lines(house.speaker.view(house.request, reader))
    assert all(house.card(notice).summary for notice in notices)


def test_what_was_said_to_be_missing_stays_with_its_owner() -> None:
    house, _ = opened("second round")
    assert "Mail is missing" in "\n".join(texts_of(house.speaker.whole(house.request, BEN)))
    assert "Mail is missing" not in "\n".join(texts_of(house.channel_card()))


def test_its_requester_still_brings_it_to_an_end(story: str) -> None:
    house, _ = opened(story)
    house.desk.sweep()
    if house.request.is_open:
        pressed = {act.key for act in acts.standing(house.request, house.workflow, "requester")}
        house.does(ANA, next(act for act in ("withdraw", "close", "yes") if act in pressed))
    assert house.request.phase is Phase.CLOSED


def test_what_was_not_solved_then_is_followed_up_now() -> None:
    house, _ = opened("delivered")
    for by, act in ((ANA, "no"), (ANA, "follow_up"), (ANA, "listen"), (LIN, "restate"), (ANA, "thats_it")):
        house.does(by, act)
    house.does(LIN, "apologise")
    assert (house.request.round, house.request.owner) == (2, LIN)
