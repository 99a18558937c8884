"""The commands: what they print, how they end, and that everything put together does a day's work."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

import app
from bot.playground.cast import PEOPLE
from bot.playground.person import Visitor
from bot.playground.town import Town
from bot.playground.under import opening_offset
from bot.playground.wecom.cast import MEMBERS
from bot.service import settings
from bot.service.serving import listening_socket
from bot.service.settings import Settings, Wrong
from bot.service.ticker import Ticker
from storage import catalogue


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's `.env` and nobody's store."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(Settings.model_config, "env_file", None)
    monkeypatch.setenv("EOAC_STORE", f"{settings.TINYDB}{tmp_path / 'eoac.db'}")


def ended(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """The exit code of a command."""
    monkeypatch.setattr(sys, "argv", ["app.py", *arguments])
    with pytest.raises(SystemExit) as end:
        app.main()
    return int(end.value.code or 0)


# Commands


@pytest.mark.parametrize("command", ["serve", "playground", "story", "check", "doctor"])
def test_every_command_explains_itself(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended(monkeypatch, command, "--help") == 0
    assert "Usage" in capsys.readouterr().out


def test_what_does_not_exist_is_not_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ended(monkeypatch, "fly") == 2


@pytest.mark.parametrize(
    ("command", "name", "value"),
    [
        ("serve", "EOAC_PORT", "abc"),
        ("serve", "EOAC_STORE", "mysql://x"),
        ("playground", "SLACK_BOT_TOKEN", "xoxp-wrong"),
        ("doctor", "EOAC_LANG", "fr"),
        ("check", "EOAC_PROT", "1"),
    ],
)
def test_a_wrong_setting_is_one_line_that_names_it(
    command: str, name: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(name, value)
    assert ended(monkeypatch, command) == 2
    said = capsys.readouterr().err
    assert said.startswith(name)
    assert said.count("\n") == 1


def test_serving_without_a_platform_says_what_to_set(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended(monkeypatch, "serve") == 2
    assert capsys.readouterr().err.startswith("SLACK_BOT_TOKEN, WECOM_CORP_ID: neither is set")


SOCKET = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
OVER_HTTP = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "8f742231b10e8888abcd99yyyzzz85a5"}
IN_WECOM = {
    "WECOM_CORP_ID": "ww1",
    "WECOM_AGENT_ID": "1000002",
    "WECOM_SECRET": "s",
    "WECOM_TOKEN": "t",
    "WECOM_ENCODING_AES_KEY": "a" * 43,
}


@pytest.mark.parametrize(
    "connected",
    [SOCKET, OVER_HTTP, IN_WECOM, SOCKET | IN_WECOM],
    ids=["socket", "http", "wecom", "both"],
)
def test_serving_at_a_port_in_use_is_one_line_that_names_it(
    connected: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in connected.items():
        monkeypatch.setenv(name, value)
    with listening_socket("127.0.0.1", 0) as taken:
        taken.listen()
        monkeypatch.setenv("EOAC_PORT", str(taken.getsockname()[1]))
        assert ended(monkeypatch, "serve") == 2
    said = capsys.readouterr().err
    assert said.startswith("EOAC_PORT: this address cannot be had")
    assert said.count("\n") == 1


def test_what_keeps_it_from_starting_is_told_and_everything_else_is_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Some parts run by then, and others never will."""
    for name, value in (SOCKET | {"EOAC_PORT": "0"}).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(Ticker, "start", broken)
    monkeypatch.setattr(sys, "argv", ["app.py", "serve"])
    before = set(threading.enumerate())
    with pytest.raises(ZeroDivisionError):
        app.main()
    assert [one.name for one in set(threading.enumerate()) - before if one.name.startswith("web")] == []
    app.build(settings.read_settings()).store.close()  # nobody holds it any more


def broken(_: object) -> None:
    raise ZeroDivisionError


def test_the_playground_stays_away_from_real_tokens(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-real")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-real")
    assert ended(monkeypatch, "playground") == 2
    said = capsys.readouterr().err
    assert said.startswith("SLACK_BOT_TOKEN: is set")
    assert "xoxb-real" not in said


def test_the_shipped_configuration_has_nothing_to_mend(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["app.py", "check"])
    with pytest.raises(SystemExit) as end:
        app.main()
    assert not end.value.code
    assert "Nothing to mend" in capsys.readouterr().out


def test_a_faulty_configuration_is_told_with_file_line_and_column(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "company.yml").write_text("name: {en: Lantern}\n", encoding="utf-8")
    assert ended(monkeypatch, "check", str(tmp_path)) == 1
    assert "company.yml:1:" in capsys.readouterr().out


def test_the_doctor_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended(monkeypatch, "doctor") == 1
    assert "set SLACK_BOT_TOKEN" in capsys.readouterr().out


def test_a_second_process_on_the_same_store_is_told_so() -> None:
    first = app.build(settings.read_settings())
    try:
        with pytest.raises(Wrong, match=r"EOAC_STORE: Another Yinuo"):
            app.build(settings.read_settings())
    finally:
        first.store.close()


def test_a_damaged_store_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "eoac.db").write_bytes(b"not a database at all" * 100)
    with pytest.raises(Wrong, match="EOAC_STORE"):
        app.build(settings.read_settings())
    assert (tmp_path / "eoac.db").read_bytes().startswith(b"not a database")


# Health


def test_it_is_ready_once_it_has_looked_at_what_is_due() -> None:
    yinuo = app.build(settings.read_settings())
    with TestClient(yinuo.web()) as web:
        assert web.get("/healthz").status_code == 200
        assert web.get("/readyz").json()["failing"].keys() == {"reminders"}
        yinuo.ticker.sweep()
        assert web.get("/readyz").json() == {"ready": True, "failing": {}}
    yinuo.store.close()


def test_a_store_that_cannot_be_written_makes_it_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    yinuo = app.build(settings.read_settings())
    yinuo.ticker.sweep()
    yinuo.store.close()
    with TestClient(yinuo.web()) as web:
        answer = web.get("/readyz")
    assert answer.status_code == 503
    assert "store" in answer.json()["failing"]


# A day's work, in the playground


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    monkeypatch.delenv("EOAC_STORE")
    with app.stage(settings.read_settings()).playing(None) as town:
        town.wait_for_bot()
        yield town


def shown(messages: list[dict[str, object]]) -> str:
    return str(messages)


def test_a_sentence_becomes_a_card_and_one_press_is_enough(town: Town) -> None:
    with Visitor(town.url, "U0ANA") as ana, Visitor(town.url, "U0BEN") as ben:
        ana.command("/request please reset my password")
        ben.wait_for(lambda: "reset my password" in shown(ben.messages("C0IT")))
        ben.press("Done", near="reset my password")
        ana.wait_for(lambda: "Yes, solved" in shown(ana.dm()))
        ana.press("Yes, solved")
        ben.wait_for(lambda: "satisfied" in shown(ben.messages("C0IT")))
    assert town.space.faults == []


def test_a_reset_begins_again_at_number_one(town: Town) -> None:
    with Visitor(town.url, "U0ANA") as ana:
        for _ in range(2):
            ana.command("/request please reset my password")
            ana.wait_for(lambda: "#1" in shown(ana.dm()))
            headers = {"X-Playground": "1"}
            assert httpx.post(f"{town.url}/playground/reset", json={}, headers=headers).status_code == 200
            town.wait_for_bot()
            assert "#1" not in shown(ana.dm())


@pytest.mark.parametrize(
    ("lang", "asker", "doer", "words"),
    [("en", "U0ANA", "U0BEN", "please reset my password"), ("zh", "U0CHEN", "U0LIN", "请帮我重置密码")],
)
def test_a_step_of_the_tour_ticks_by_what_it_asks_for_and_nothing_else(
    town: Town, lang: str, asker: str, doer: str, words: str
) -> None:
    def ticked() -> set[str]:
        listed = httpx.get(f"{town.url}/playground/tour", params={"lang": lang}).json()
        assert {asker, doer, "U0MARIA", "wecom:liuyang", "wecom:wanglei"} <= {step["as"] for step in listed}
        assert len({step["group"] for step in listed}) > 1
        return {step["key"] for step in listed if step["done"]}

    with Visitor(town.url, asker) as one, Visitor(town.url, doer) as other:
        one.command("/request new laptop for me")
        assert ticked() == set()
        one.command(f"/request {words}")
        assert ticked() == {"raise"}
        other.wait_for(lambda: other.messages("C0IT")[1:])
        other.press("Done", where="C0IT", near="#2")
        assert ticked() == {"raise", "done"}


@pytest.mark.parametrize("broken", ["file", "database"])
def test_a_playgrounds_folder_that_cannot_be_used_is_told_in_a_line(
    broken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "there"
    if broken == "database":
        folder.mkdir()
    (folder / "slack.db" if broken == "database" else folder).write_bytes(b"x" * 5000)
    assert ended(monkeypatch, "playground", "--no-browser", "--port", "0", "--folder", str(folder)) == 2
    said = capsys.readouterr()
    assert said.err.startswith("--folder: ")
    assert "http" not in said.out


def test_the_first_day_begins_when_the_company_is_at_work() -> None:
    calendar = catalogue.read_catalogue(settings.read_settings().eoac_config).calendar
    sunday = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
    assert sunday + timedelta(seconds=opening_offset(calendar, sunday)) == datetime(
        2026, 11, 23, 2, 0, tzinfo=UTC
    )
    at_work = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
    assert opening_offset(calendar, at_work) == 0
    nearly_closed = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    assert nearly_closed + timedelta(seconds=opening_offset(calendar, nearly_closed)) == datetime(
        2026, 11, 24, 2, 0, tzinfo=UTC
    )
    early = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
    assert early + timedelta(seconds=opening_offset(calendar, early)) == datetime(
        2026, 11, 23, 2, 0, tzinfo=UTC
    )


def test_everybody_the_sample_company_names_is_in_the_playground() -> None:
    company = catalogue.read_catalogue(settings.read_settings().eoac_config)
    named = {person for department in company.departments.values() for person in department.everyone}
    known = {f"slack:{person.id}" for person in PEOPLE} | {f"wecom:{member.id}" for member in MEMBERS}
    assert {id for person in named for id in company.ids(person)} <= known
