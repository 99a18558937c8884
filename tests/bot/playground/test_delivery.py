"""Events arrive, late if they must; the clock steps; the playground remembers, and goes quickly."""

import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_sdk import WebClient
from starlette.responses import PlainTextResponse

from bot.playground.clock import MovedClock
from bot.playground.line import Ack, EnvelopeKind
from bot.playground.outgoing import EventSender
from bot.playground.person import Visitor
from bot.playground.ports import BotAway, QuietBot
from bot.playground.remote import RemoteBot, control_app
from bot.playground.run import serve_app
from bot.playground.server import make_app
from bot.playground.shapes import LooseJson
from bot.playground.working_days import next_working_morning
from bot.playground.workspace import Workspace
from tests.bot.playground.conftest import connect, hang_up
from tests.bot.playground.small_bot import APP_TOKEN, BOT_TOKEN, small_bot
from tests.waiting import until


class Reminders(QuietBot):
    """A bot with things due, which notes when each was settled."""

    def __init__(self, *hours: float) -> None:
        self.start = datetime.now(UTC)
        self.due = [self.start + timedelta(hours=hour) for hour in hours]
        self.offset = 0.0
        self.settled: list[int] = []

    def next_due(self) -> datetime | None:
        return self.due[0] if self.due else None

    def settle(self) -> None:
        now = datetime.now(UTC) + timedelta(seconds=self.offset)
        for due in [due for due in self.due if due <= now]:
            self.settled.append(round((now - self.start) / timedelta(hours=1)))
            self.due.remove(due)

    def set_time(self, offset_seconds: float) -> None:
        self.offset = offset_seconds


class FussyLine:
    """A line that takes a delivery only at the nth attempt."""

    def __init__(self, taken_at: int) -> None:
        self.taken_at = taken_at
        self.attempts: list[tuple[int, str]] = []

    def ready(self) -> bool:
        return True

    def deliver(self, kind: EnvelopeKind, payload: LooseJson, retry: int, reason: str) -> Ack:
        self.attempts.append((retry, reason))
        return Ack("ok" if len(self.attempts) >= self.taken_at else "refused")

    def close(self) -> None:
        pass


def test_a_moved_clock_steps_through_everything_due_in_order() -> None:
    bot, clock = Reminders(1, 3, 30), MovedClock()
    clock.advance(clock.now() + timedelta(days=1), bot)
    assert bot.settled == [1, 3]
    assert abs(clock.offset - 86_400) < 5
    assert bot.offset == clock.offset


def test_a_thing_that_stays_due_does_not_stop_the_clock() -> None:
    class Stubborn(Reminders):
        def settle(self) -> None:
            pass

    clock = MovedClock()
    clock.advance(clock.now() + timedelta(minutes=5), Stubborn(-1))
    assert clock.offset >= 299


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        ("2026-11-20T08:00+08:00", "2026-11-20T09:00+08:00"),
        ("2026-11-20T09:00+08:00", "2026-11-23T09:00+08:00"),
        ("2026-09-30T18:00+08:00", "2026-10-08T09:00+08:00"),
    ],
)
def test_the_next_working_morning_passes_over_weekends_and_holidays(now: str, morning: str) -> None:
    assert next_working_morning(datetime.fromisoformat(now)) == datetime.fromisoformat(morning)


def test_an_event_that_is_not_taken_comes_again_at_once_after_a_minute_and_after_five() -> None:
    space, line = Workspace(), FussyLine(taken_at=9)
    outgoing = EventSender(space, line)
    outgoing.event({"type": "message", "user": "U0ANA"})
    until(lambda: len(line.attempts) == 2)
    space.clock.set_offset(61)
    until(lambda: len(line.attempts) == 3)
    space.clock.set_offset(61 + 301)
    until(lambda: len(line.attempts) == 4)
    space.clock.set_offset(10_000)
    time.sleep(0.2)
    outgoing.close()
    assert line.attempts == [(0, ""), (1, "http_error"), (2, "http_error"), (3, "http_error")]


def test_what_is_said_while_no_bot_is_connected_is_told_when_it_comes(tmp_path: Path) -> None:
    app = make_app(Workspace(), QuietBot(), app_token=APP_TOKEN, bot_token=BOT_TOKEN)
    running = serve_app(app)
    bolt, heard = small_bot(running.url)
    with Visitor(running.url, "U0ANA") as ana:
        ana.say("C0GENERAL", "is anybody there?")
        with pytest.raises(AssertionError, match="dispatch_failed"):
            ana.command("help")
        assert ana.whispers()[-1]["text"] == '/request failed with the error "dispatch_failed"'
        handler = connect(bolt, running.url)
        ana.wait_for(lambda: heard)
    assert heard[0]["event"]["text"] == "is anybody there?"
    hang_up(handler)
    running.stop()
    handler.close()  # type: ignore[no-untyped-call]


def test_a_press_waits_for_a_bot_that_is_starting() -> None:
    running = serve_app(make_app(Workspace(), QuietBot(), app_token=APP_TOKEN, bot_token=BOT_TOKEN))
    bolt, heard = small_bot(running.url)
    came: list[SocketModeHandler] = []
    starting = threading.Timer(0.3, lambda: came.append(connect(bolt, running.url)))
    starting.start()
    with Visitor(running.url, "U0ANA") as ana:
        ana.command("help")
    starting.join()
    assert len(heard) == 1
    hang_up(came[0])
    running.stop()
    came[0].close()  # type: ignore[no-untyped-call]


def test_two_sockets_share_the_events() -> None:
    running = serve_app(make_app(Workspace(), QuietBot(), app_token=APP_TOKEN, bot_token=BOT_TOKEN))
    bots = [small_bot(running.url) for _ in range(2)]
    handlers = [connect(app, running.url) for app, _ in bots]
    with Visitor(running.url, "U0ANA") as ana:
        for number in range(16):
            ana.say("C0GENERAL", str(number))
        ana.wait_for(lambda: sum(len(heard) for _, heard in bots) == 16)
    assert all(heard for _, heard in bots)
    for handler in handlers:
        hang_up(handler)
    running.stop()
    for handler in handlers:
        handler.close()  # type: ignore[no-untyped-call]


def test_the_playground_remembers_across_a_restart(tmp_path: Path) -> None:
    first = Workspace(tmp_path / "slack.sqlite")
    ts = first.post("C0IT", {"user": "U0BEN", "text": "kept"})["ts"]
    first.whisper("C0IT", "U0BEN", {"user": "U0YINUO", "text": "psst"})
    first.open_dm("U0BEN")
    first.clock.set_offset(3600)
    first.close()
    again = Workspace(tmp_path / "slack.sqlite")
    assert again.message("C0IT", ts)["text"] == "kept"
    assert [one["text"] for one in again.whispers.values()] == ["psst"]
    assert again.channel("D0BEN")["dm"] == "U0BEN"
    assert again.clock.offset == 3600
    assert again.next_ts() > ts
    again.close()


def test_a_reset_forgets_everything(tmp_path: Path) -> None:
    space = Workspace()
    running = serve_app(make_app(space, QuietBot(), app_token=APP_TOKEN, bot_token=BOT_TOKEN))
    with Visitor(running.url, "U0ANA") as ana:
        ana.say("C0GENERAL", "hello")
        ana.pass_time("day")
        ana._post("reset", {})
        assert ana.messages("C0GENERAL") == []
        assert ana.view()["clock"]["offset_seconds"] == 0
    running.stop()


def test_the_stream_says_that_something_changed_and_ends_with_the_server() -> None:
    running = serve_app(make_app(Workspace(), QuietBot(), app_token=APP_TOKEN, bot_token=BOT_TOKEN))
    lines: list[str] = []

    def listen() -> None:
        with (
            httpx.Client(trust_env=False) as http,
            http.stream("GET", f"{running.url}/playground/stream") as got,
        ):
            lines.extend(line for line in got.iter_lines() if line)

    listening = threading.Thread(target=listen)
    listening.start()
    with Visitor(running.url, "U0ANA") as ana:
        time.sleep(0.2)
        ana.say("C0GENERAL", "hello")
        time.sleep(0.2)
    started = time.monotonic()
    running.stop()
    assert time.monotonic() - started < 2
    listening.join(2)
    assert len(lines) >= 2
    assert all(line.startswith('data: {"rev": ') for line in lines)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Playground": "1", "Origin": "https://evil.example"},
        {"X-Playground": "1", "Host": "evil.example"},
    ],
)
def test_other_pages_cannot_drive_the_playground(headers: dict[str, str]) -> None:
    running = serve_app(make_app(Workspace(), QuietBot(), app_token=APP_TOKEN, bot_token=BOT_TOKEN))
    body = {"as": "U0ANA", "kind": "message", "channel": "C0GENERAL", "text": "x"}
    with httpx.Client(trust_env=False) as http:
        answer = http.post(f"{running.url}/playground/do", json=body, headers=headers)
    running.stop()
    assert answer.status_code == 403


def test_a_bot_in_another_process_is_driven_over_http() -> None:
    bot = Reminders(1)
    ears = serve_app(control_app(bot, "secret", PlainTextResponse("its own pages")))
    remote = RemoteBot(ears.url, "secret")
    assert remote.next_due() == bot.next_due()
    clock = MovedClock()
    clock.advance(clock.now() + timedelta(hours=2), remote)
    assert bot.settled == [1]
    assert remote.inspect(None)["requests"] == []
    stranger = RemoteBot(ears.url, "wrong")
    with pytest.raises(BotAway, match="401"):
        stranger.tour("en")
    stranger.close()
    ears.stop()
    with pytest.raises(BotAway, match="not running"):
        remote.settle()
    remote.close()


def test_the_page_is_served_while_the_bot_is_away() -> None:
    bot = RemoteBot("http://127.0.0.1:9", "secret")
    running = serve_app(make_app(Workspace(), bot, app_token=APP_TOKEN, bot_token=BOT_TOKEN))
    with Visitor(running.url, "U0ANA") as ana:
        assert ana.view()["clock"]["next_due"] is None
    with httpx.Client(trust_env=False) as http:
        assert http.get(f"{running.url}/playground/inspect").json()["error"] == "bot_away"
    running.stop()
    bot.close()


def test_conditions_can_be_changed_from_outside() -> None:
    space = Workspace()
    running = serve_app(make_app(space, QuietBot(), app_token=APP_TOKEN, bot_token=BOT_TOKEN))
    client = WebClient(BOT_TOKEN, base_url=f"{running.url}/api/")
    with Visitor(running.url, "U0ANA") as ana:
        ana.weather(archive=["C0IT"], deactivate=["U0BEN"], rate_limited=0)
        with pytest.raises(AssertionError, match="400"):
            ana.weather(storm=1)
    assert client.conversations_info(channel="C0IT")["channel"]["is_archived"] is True
    assert client.users_info(user="U0BEN")["user"]["deleted"] is True
    running.stop()


@pytest.mark.parametrize(("here", "there"), [("U0BEN", "ben"), ("U0LIN", "linna"), ("U0CHEN", "chenjing")])
def test_whoever_leaves_the_company_has_left_on_both_platforms_until_they_are_back(
    here: str, there: str
) -> None:
    app = make_app(Workspace(), QuietBot(), app_token=APP_TOKEN, bot_token=BOT_TOKEN)
    running, corp = serve_app(app), app.state.playground.wecom.corp
    with Visitor(running.url, "U0ANA") as ana:
        ana.weather(deactivate=[here])
        gone = dict(corp.gone)
        ana.weather(activate=[here])
    running.stop()
    assert (gone, corp.gone) == ({there: "disabled"}, {})
