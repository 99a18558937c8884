"""Whoever runs it is told which department can't be reached: at /readyz, and by the doctor."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from bot.service.settings import Settings
from bot.web import reaching
from bot.yinuo import Yinuo
from storage.embedded import EmbeddedStore
from tests.fakes import FakeChannel
from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, IT, LIN
from workflows.definition import Company
from workflows.phases.explore import Raise


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    with EmbeddedStore(tmp_path / "store.db") as opened:
        yield opened


class Run:
    """The product on one fake platform, in which IT's channel and people are not there."""

    def __init__(self, store: EmbeddedStore) -> None:
        self.channel = FakeChannel()
        self.channel.gone |= {"slack:C0IT", LIN, BEN}
        self.yinuo = Yinuo(store, {"slack": self.channel}, g.MovedClock(g.shanghai(2, 10)), g.company, "en")
        self.yinuo.desk.raise_request(ANA, Raise(workflow="help", words="A cable"))
        self.send()

    def send(self) -> None:
        for _ in range(5):
            self.yinuo.sender.turn()

    def failing(self) -> dict[str, str]:
        """What /readyz says is wrong; with it, it must not say that all is well."""
        answer = TestClient(self.yinuo.web()).get("/readyz")
        assert answer.status_code == (503 if answer.json()["failing"] else 200)
        return dict(answer.json()["failing"])


def test_readiness_fails_with_the_departments_name_until_it_can_be_reached(store: EmbeddedStore) -> None:
    run = Run(store)
    said = run.failing()["departments"]
    assert "IT" in said
    assert "slack:C0IT" in said
    run.channel.gone.clear()
    store.try_again(run.yinuo.desk.clock.now())
    run.send()
    assert "departments" not in run.failing()


def test_the_doctor_finds_in_the_store_what_is_undelivered(store: EmbeddedStore) -> None:
    assert list(reaching.undelivered(store, g.company())) == []
    Run(store)
    (found,) = reaching.undelivered(store, g.company())
    assert found.what.startswith("Undelivered: nobody of IT can be told")
    assert "company.yml" in found.mend


def test_the_doctor_asks_the_bot_that_has_the_store(store: EmbeddedStore) -> None:
    run = Run(store)
    asked = httpx.MockTransport(lambda _: httpx.Response(503, json={"failing": run.failing()}))
    (found,) = reaching.told_by_bot(Settings(), asked)
    assert "nobody of IT can be told" in found.what


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, json={"ready": True, "failing": {}}),
        httpx.Response(404, text="somebody else"),
        httpx.Response(200, json=[]),
    ],
)
def test_a_bot_with_nothing_undelivered_or_another_server_is_no_finding(answer: httpx.Response) -> None:
    assert list(reaching.told_by_bot(Settings(), httpx.MockTransport(lambda _: answer))) == []


def test_no_bot_at_that_port_is_no_finding() -> None:
    def refused(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    assert list(reaching.told_by_bot(Settings(), httpx.MockTransport(refused))) == []


def of_platform(platform: str) -> Company:
    channel = "" if platform == "wecom" else "slack:C0IT"
    it = IT.model_copy(
        update={"channel": channel, "leads": (f"{platform}:lin",), "members": (f"{platform}:ben",)}
    )
    return g.company().model_copy(update={"departments": {"it": it, "buy": g.BUY}})


def test_the_doctor_names_a_department_of_which_nobody_is_on_a_connected_platform() -> None:
    (found,) = reaching.addresses(of_platform("wecom"), ("slack",))
    assert found.what.startswith("Department IT:")
    assert found.mend
    assert list(reaching.addresses(of_platform("slack"), ("slack",))) == []
    assert list(reaching.addresses(of_platform("wecom"), ("slack", "wecom"))) == []
