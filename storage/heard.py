"""The embedded store with a listener, who hears of each step that was stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from storage.embedded import EmbeddedStore
from workflows.ports import Step


class HeardStore(EmbeddedStore):
    """An embedded store that calls `heard` after each commit, in the thread that asked for it."""

    def __init__(self, path: Path) -> None:
        self.heard: Callable[[Step], None] = lambda _step: None
        super().__init__(path)

    def commit(self, step: Step) -> Step:
        stored = super().commit(step)
        self.heard(stored)
        return stored

    def begin_each(self, steps: Sequence[Step]) -> Callable[[], list[Exception | None]]:
        begun = super().begin_each(steps)

        def ended() -> list[Exception | None]:
            problems = begun()
            for step, problem in zip(steps, problems, strict=True):
                if problem is None:
                    self.heard(step)
            return problems

        return ended
