"""How fast a press is, and whether it stays so: `python -m tests.bench [--json FILE]`, about three minutes.

floor     Bolt with an empty listener and one durable row through the store's writer thread
press     signed payload → Bolt → decided → durable → answered; a first press of Take it, That's right or On track
card      one card in a small company, and in one of 3,000 people with 150 of them away
reopen    a process of its own opens the largest store; and a sweep that finds a tenth of it due

Everything runs in one thread, one press after the other. Floor and press take turns, so that a busy moment of
the machine meets both; what counts is the median of the rounds. A rate is a round's presses by its seconds.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from bot.service.collecting import collect_rarely
from tests.bench import crowd, population
from tests.bench.population import OWNER, PEOPLE, requester_of
from tests.bench.pressing import Floor, Product, Signed
from tests.bench.reopening import Reopened

ROOT = Path(__file__).parents[2]
FLOOR_SHARE, GROWTH, CARD = 0.5, 1.5, 5  # the bars; a card in milliseconds


@dataclass(frozen=True)
class Plan:
    """How much is done."""

    sizes: tuple[int, ...] = (100, 10_000, 100_000)
    rounds: int = 31
    presses: int = 50  # in a round, at each size
    cards: int = 51  # renderings, at each size of a company

    @property
    def due(self) -> int:
        return max(1, max(self.sizes) // 10)


TINY = Plan(sizes=(20, 60), rounds=2, presses=10, cards=3)


@dataclass(frozen=True)
class Figures:
    """Rates a second, by stored requests."""

    floor: float
    press: dict[int, float]
    share: float  # of the floor that a press reaches: median over the rounds, smallest store
    growth: float  # slowest size against fastest
    card: dict[str, float]  # milliseconds, by people and how many of them are away
    reopened: Reopened

    def lines(self) -> Iterator[str]:
        at = self.reopened
        yield f"floor                      {self.floor:8.0f} a second"
        for stored, rate in self.press.items():
            yield f"press at {stored:>7} stored    {rate:8.0f} a second   {rate / self.floor:5.0%} of the floor"
        yield f"press / floor              {self.share:8.0%}            bar: at least {FLOOR_SHARE:.0%}"
        yield f"slowest / fastest size     {self.growth:8.2f}            bar: at most {GROWTH}"
        for company, card in self.card.items():
            yield f"a card, {company:<19}{card:8.2f} ms           bar: at most {CARD}"
        yield f"reopen {at.requests} requests     {at.opening:8.2f} s, {at.opened_memory:.0f} MB, file {at.file:.0f} MB"
        yield f"sweep finds {at.due} due      {at.sweep:8.2f} s, {at.swept_memory:.0f} MB"
        yield f"what is due / floor        {at.due / at.sweep / self.floor:8.0%}            swept, against pressed"


def measure(plan: Plan, folder: Path) -> Figures:
    """Builds the stores in the folder, or takes those that are there, and presses in copies of them."""
    stores = {stored: _store(folder, stored) for stored in plan.sizes}
    with ExitStack() as open_, tempfile.TemporaryDirectory(dir=folder) as copies:
        floor = open_.enter_context(closing(Floor(Path(copies) / "floor.db")))
        stocks = [
            open_.enter_context(closing(Stock(path, Path(copies), plan.presses))) for path in stores.values()
        ]
        rounds = [_round(floor, stocks) for _ in range(plan.rounds)]
    press = {stored: median(one[1 + at] for one in rounds) for at, stored in enumerate(plan.sizes)}
    return Figures(
        floor=median(one[0] for one in rounds),
        press=press,
        share=median(one[1] / one[0] for one in rounds),
        growth=max(press.values()) / min(press.values()),
        card={
            f"{size.people} people, {size.away} away": _card(size, plan)
            for size in (crowd.SMALL, crowd.LARGE)
        },
        reopened=_reopened(stores[max(plan.sizes)], plan.due),
    )


class Stock:
    """A product on a copy of a store, and requests in it that nobody pressed yet; a new copy when there are none."""

    def __init__(self, path: Path, folder: Path, presses: int) -> None:
        self._path = path
        self._copy = folder / path.name
        self._presses = presses
        self._runs = int(path.stem) // presses
        self._product: Product | None = None
        self._run = 0
        self.last: list[Signed] = []  # the payloads of the last round, for the floor

    def rate(self) -> float:
        """Presses a second. The payloads are made before, and that each was taken is looked at afterwards."""
        self._run = (self._run + 1) % self._runs
        if self._product is None or self._run == 0:
            self._product = self._fresh()
        return self._rate(self._product)

    def close(self) -> None:
        if self._product:
            self._product.close()

    def _fresh(self) -> Product:
        """The first run is for warming up."""
        self.close()
        shutil.copy(self._path, self._copy)
        product = Product(self._copy)
        product.knows({OWNER, *(requester_of(number) for number in range(PEOPLE))})
        self._run = 0
        self._rate(product)
        self._run = 1
        return product

    def _rate(self, product: Product) -> float:
        presses = population.presses(int(self._path.stem), self._presses, self._run)
        self.last = payloads = product.prepared(presses, self._run)
        before = product.versions(presses)
        seconds = product.seconds(payloads)
        assert all(now > was for was, now in zip(before, product.versions(presses), strict=True)), "refused"
        return len(payloads) / seconds


def _store(folder: Path, stored: int) -> Path:
    path = folder / f"{stored}.db"
    if not path.exists():
        population.populate(path, stored)
    return path


def _round(floor: Floor, stocks: list[Stock]) -> list[float]:
    """Rates of the floor and of each size, one right after the other."""
    rates = [stock.rate() for stock in stocks]
    return [len(stocks[0].last) / floor.seconds(stocks[0].last), *rates]


def _card(size: crowd.Size, plan: Plan) -> float:
    return crowd.Cards(size).seconds(plan.cards) * 1000


def _reopened(path: Path, due: int) -> Reopened:
    """On a copy too: the sweep changes it."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        copy = shutil.copy(path, folder)
        asked = [sys.executable, "-m", "tests.bench.reopening", copy, str(due)]
        told = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True)
    return Reopened(**json.loads(told.stdout))


def main(arguments: list[str]) -> None:
    asked = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__.split("\n\n")[0])
    asked.add_argument("--json", type=Path, metavar="FILE", help="write the figures there, too")
    asked.add_argument(
        "--stores", type=Path, metavar="FOLDER", help="keep the stores there, for the next time"
    )
    asked.add_argument("--tiny", action="store_true", help="only to see that it runs")
    given = asked.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="bench-") as passing:
        folder = given.stores or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        figures = measure(TINY if given.tiny else Plan(), folder)
    sys.stdout.write("\n".join(figures.lines()) + "\n")
    if given.json:
        given.json.write_text(
            json.dumps(asdict(figures) | {"reopened": figures.reopened._asdict()}, indent=1)
        )


if __name__ == "__main__":
    collect_rarely()  # as `serve` does
    main(sys.argv[1:])
