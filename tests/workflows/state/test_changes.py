"""The types of what an event may change are those of the state that it changes."""

from typing import get_type_hints

import pytest

from workflows.state.changes import Changes
from workflows.state.evolve import CareChanges
from workflows.state.request import Request
from workflows.state.values import Recovery

SETTLED = {"number", "words", "language", "raised", "for_whom", "linked"}  # when it is raised
SETTLED_IN_CARE = {"handler", "before", "words", "promise", "proposal", "delivery"}  # when it begins


@pytest.mark.parametrize(
    ("changes", "state", "settled"),
    [(Changes, Request, SETTLED), (CareChanges, Recovery, SETTLED_IN_CARE)],
)
def test_every_field_can_change_as_its_type_or_is_settled_from_the_beginning(
    changes: type, state: type, settled: set[str]
) -> None:
    fields = {name: kind for name, kind in get_type_hints(state).items() if name in state.__annotations__}
    assert get_type_hints(changes) == {name: kind for name, kind in fields.items() if name not in settled}
    assert settled <= set(fields)
