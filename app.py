"""Where everything is put together, and the commands that start it."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

import httpx
import structlog
import typer
from pydantic import SecretStr
from starlette.applications import Starlette

from bot import logs, settings, texts
from bot.cards.elements import Card, Words
from bot.cards.speak import Speaker
from bot.channel import Later, Revoked
from bot.directory import People
from bot.playground import tour, town
from bot.playground.ports import Bot
from bot.playground.remote import RemoteBot, control_app
from bot.playground.story import Story
from bot.playground.town import Town
from bot.playground.under import MovedClock, Under
from bot.reply import Front
from bot.sender import Sender
from bot.settings import ROOT, Settings, Wrong
from bot.slack import connect, doctor, side
from bot.ticker import Ticker
from bot.web import health
from bot.web.serving import Served
from storage import catalogue
from storage.embedded import EmbeddedStore
from storage.opening import Damaged, InUse
from workflows import rhythm
from workflows.definition import Company, Language
from workflows.desk import Desk
from workflows.ports import Clock, NotSaved, Step
from workflows.request import Request
from workflows.values import Person

OLDEST_SWEEP = 90.0  # seconds
LONGEST_WAIT = timedelta(minutes=10)  # that something may wait unsent
ASK_AGAIN = 30.0  # seconds between two looks at a token, however often /readyz is asked
LAST_MOMENT = 9.0  # seconds after SIGTERM: whatever still runs is left; it is stored, and taken up again
PLAYGROUND = ROOT / "data" / "playground"
BOT_FILE = "yinuo.db"
T = TypeVar("T")


# Composition


class RealClock:
    """The machine's time."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class HeardStore(EmbeddedStore):
    """The embedded store, and somebody who hears of each step that was stored."""

    def __init__(self, path: Path) -> None:
        self.heard: Callable[[Step], None] = lambda _step: None
        super().__init__(path)

    def commit(self, step: Step) -> None:
        super().commit(step)
        self.heard(step)


class Yinuo:
    """The whole bot, composed; `start` and `stop` it."""

    def __init__(self, here: Settings, company: Company, clock: Clock) -> None:
        self.store = HeardStore(here.store_path)
        channels = {"slack": side.channel(here)} if here.has_slack else {}
        self.desk = Desk(self.store, People(channels, here.eoac_lang), clock, lambda: company)
        self.speaker = Speaker(self.desk)
        self.sender = Sender(self.store, channels, clock, self.speaker, lambda: company)
        self.sender.paused = here.eoac_paused
        self.ticker = Ticker(self.desk, self.store, clock, self.sender.wake)
        self.front = Front(self.desk, self.store, self.speaker, self.sender.wake)
        sorry = _sorry(self.speaker, here.eoac_lang)
        self.slack = side.Slack(here, channels["slack"], self.front, sorry) if here.has_slack else None
        self.web = Starlette(
            routes=[*health.routes(self._checks()), *(self.slack.routes if self.slack else ())]
        )
        self.store.heard = self._heard

    def start(self) -> None:
        """What fell due while nobody looked is done first."""
        self.desk.plan_digests()
        self.sender.start()
        self.ticker.start()
        if self.slack:
            self.slack.start()

    def stop(self) -> None:
        """No new work; the message under way is finished; the store is closed."""
        if self.slack:
            self.slack.stop()
        self.ticker.stop()
        self.sender.stop()
        self.store.close()

    def state_of(self, request: Request) -> str:
        return replace(self.speaker.view(request, request.requester), language="en").state

    def moments_of(self, number: int) -> tuple[tuple[str, datetime], ...]:
        """What time will do to a request, earliest first."""
        request = self.store.request(number)
        if request is None:
            return ()
        workflow = self.desk.workflow_of(request)
        moments = rhythm.coming(request, workflow, self.desk.company(), self.desk.clock.now())
        return tuple((moment.key, moment.at) for moment in moments)

    def _heard(self, step: Step) -> None:
        if step.request or step.notices:
            self.sender.wake()
        if step.due:
            self.ticker.nudge(min(due.at for due in step.due))

    def _checks(self) -> dict[str, health.Check]:
        checks: dict[str, health.Check] = {
            "store": self._store_wrong,
            "reminders": self._sweep_wrong,
            "sending": self._sending_wrong,
        }
        return checks | ({"slack": health.remembered(self.slack.wrong, ASK_AGAIN)} if self.slack else {})

    def _store_wrong(self) -> str | None:
        self.store.check()
        return None

    def _sweep_wrong(self) -> str | None:
        age = self.ticker.age
        return None if age is not None and age < OLDEST_SWEEP else f"no sweep for {OLDEST_SWEEP:.0f} s"

    def _sending_wrong(self) -> str | None:
        for platform, why in self.sender.troubles.items():
            return f"{platform} refuses our token ({why}); nothing is lost, sending goes on when it works"
        if self.sender.overdue(LONGEST_WAIT):
            return f"{self.store.unsent()} messages wait, some for more than 10 minutes"
        return None


def build(here: Settings, clock: Clock | None = None) -> Yinuo:
    """The product, composed from its settings. Raises Wrong with one line that says what to mend."""
    company = _company(here)
    try:
        return Yinuo(here, company, clock or RealClock())
    except (InUse, Damaged) as refused:
        raise Wrong(f"EOAC_STORE: {refused}") from None
    except OSError as problem:
        raise Wrong(
            f"EOAC_STORE: {here.store_path} cannot be opened ({problem.strerror or problem})"
        ) from None


def _company(here: Settings) -> Company:
    try:
        return catalogue.read(here.eoac_config)
    except catalogue.Invalid as invalid:
        more = f" (and {len(invalid.problems) - 1} more: app.py check)" if len(invalid.problems) > 1 else ""
        raise Wrong(f"EOAC_CONFIG: {invalid.problems[0]}{more}") from None


def _sorry(speaker: Speaker, otherwise: Language) -> connect.Sorry:
    """A friendly sentence for what went wrong on our side, even when nobody can say who is asking."""
    keys = {"failed": "refused.went_wrong"}

    def sorry(person: Person, why: str) -> Card:
        try:
            language = speaker.profile(person).language
        except (Later, Revoked):
            language = otherwise
        said = texts.say(language, keys.get(why, f"refused.{why}"))
        return Card(title=said, summary=said, elements=(Words(text=said),), tone="warn")

    return sorry


# Commands

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None, help=__doc__)
log: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger()

Port = Annotated[int, typer.Option(min=0, max=65535, help="where the page is; 0: any free port")]


class Platform(StrEnum):
    """Where a story is played."""

    SLACK = "slack"


class Lang(StrEnum):
    """In which language."""

    EN = "en"
    ZH = "zh"


def main() -> None:
    """Bad input is one line on standard error and exit code 2, never a traceback."""
    try:
        app()
    except Wrong as wrong:
        sys.exit(_told(wrong, 2))


@app.callback(invoke_without_command=True)
def nothing(context: typer.Context) -> None:
    """Yinuo 一诺 keeps requests between departments until they are well closed.

    Without a command: serves Slack if it is configured, else opens the playground.
    """
    if context.invoked_subcommand is None:
        here = settings.read()
        if here.has_slack or here.has_wecom:
            serve()
        else:
            playground()


@app.command()
def serve() -> None:
    """Connects the configured platforms, and answers over HTTP."""
    here = settings.read()
    if not here.has_slack:
        known = "WECOM_CORP_ID: WeCom is not connected yet by this version" if here.has_wecom else ""
        raise Wrong(known or "SLACK_BOT_TOKEN: not set; set it to xoxb-…, or try `app.py playground` first")
    logs.configure(secrets=here.secrets)
    yinuo = build(here)
    try:
        web = _listening(
            lambda: Served(yinuo.web, here.eoac_host, here.eoac_port), "EOAC_PORT", here.eoac_port
        )
        yinuo.start()
        log.info("ready", at=web.url, paused=here.eoac_paused)
        _wait_for_the_end()
        web.stop()
    finally:
        yinuo.stop()


@app.command("playground")
def playground(  # noqa: PLR0913 - the last five are for tests that kill the bot and leave its Slack alive
    port: Port = 3000,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="don't open a browser")] = False,  # noqa: FBT002
    apart: Annotated[str, typer.Option(hidden=True, help="only the bot; its playground is there")] = "",
    bot: Annotated[str, typer.Option(hidden=True, help="only the playground; its bot is there")] = "",
    control_port: Annotated[int, typer.Option(hidden=True)] = 0,
    secret: Annotated[str, typer.Option(hidden=True)] = "apart",
    folder: Annotated[Path, typer.Option(hidden=True)] = PLAYGROUND,
) -> None:
    """A small Slack with a sample company, in your browser: no account and no network needed."""
    here = _without_real_tokens()
    logs.configure("WARNING")
    if apart:
        with bot_apart(here, folder, apart, control_port, secret) as url:
            typer.echo(url)
            _wait_for_the_end()
        return
    with playing(here, folder, port, RemoteBot(bot, secret) if bot else None) as place:
        typer.echo(f"Yinuo 一诺: {place.url}\nCtrl-C ends it. 按 Ctrl-C 结束。")
        if not no_browser:
            town.open_browser(place.url)
        _wait_for_the_end()


@app.command()
def story(platform: Platform = Platform.SLACK, lang: Lang = Lang.EN) -> None:  # noqa: ARG001 - one so far
    """Plays requests from raising to a satisfied close, without a browser, and prints what happens."""
    here = _without_real_tokens()
    logs.configure("ERROR")
    with playing(here, None) as place:
        try:
            Story(place.url, lang.value, typer.echo).play()
        except (AssertionError, httpx.HTTPError) as broken:
            sys.exit(_told(f"The story broke off: {broken or type(broken).__name__}", 1))
        if place.space.faults:
            sys.exit(_told(f"The playground found fault: {'; '.join(place.space.faults)}", 1))


@app.command()
def check(paths: Annotated[list[Path] | None, typer.Argument(metavar="PATH")] = None) -> None:
    """Checks departments and workflows: file, line, column, what is wrong, and the mend."""
    problems = catalogue.check(paths or [settings.read().eoac_config])
    for problem in problems:
        typer.echo(problem)
    if problems:
        sys.exit(1)
    typer.echo("Nothing to mend. 没有需要修改的地方。")


@app.command("doctor")
def examine() -> None:
    """Checks configuration, store and Slack, and says what to do for each fault."""
    here = settings.read()
    logs.configure("CRITICAL", here.secrets)
    findings = list(_findings(here))
    for finding in findings:
        typer.echo(
            f"{'✗' if finding.mend else '✓'} {finding.what}" + (f": {finding.mend}" if finding.mend else "")
        )
    sys.exit(1 if any(finding.mend for finding in findings) else 0)


# Parts of commands


@contextmanager
def playing(here: Settings, folder: Path | None, port: int = 0, bot: Bot | None = None) -> Iterator[Town]:
    """A playground with the bot under it, until the end; in memory, as far as it goes, without a folder."""
    with tempfile.TemporaryDirectory(prefix="yinuo-") as passing:
        kept = folder or Path(passing)
        clock = MovedClock()
        under = Under(
            clock, lambda: build(_inside(here, kept, place.url), clock), tour.steps, lambda: _forget(kept)
        )
        calendar = _company(here).calendar
        place = _listening(lambda: Town(bot or under, calendar, folder, port), "--port", port)
        under.set_time(place.space.clock.offset)
        try:
            if bot is None:
                under.start()
            yield place
        finally:
            under.stop()
            place.stop()


@contextmanager
def bot_apart(here: Settings, folder: Path, at: str, port: int, secret: str) -> Iterator[str]:
    """The bot of a playground that runs in another process; where that one reaches it."""
    clock = MovedClock()
    under = Under(clock, lambda: build(_inside(here, folder, at), clock), tour.steps, lambda: _forget(folder))
    under.set_time(town.offset_at(at))
    control = _listening(
        lambda: Served(control_app(under, secret), "127.0.0.1", port), "--control-port", port
    )
    try:
        under.start()
        yield control.url
    finally:
        control.stop()
        under.stop()


def _inside(here: Settings, folder: Path, url: str) -> Settings:
    """The settings of a bot that lives in the playground."""
    return here.model_copy(
        update={
            "eoac_store": f"{settings.TINYDB}{folder / BOT_FILE}",
            "slack_bot_token": SecretStr(town.BOT_TOKEN),
            "slack_app_token": SecretStr(town.APP_TOKEN),
            "slack_api_url": f"{url}/api/",
        }
    )


def _without_real_tokens() -> Settings:
    here = settings.read()
    names = [name.upper() for name in Settings.model_fields if name.startswith(("slack_", "wecom_"))]
    real = [name for name in names if not name.endswith("_URL") and getattr(here, name.lower())]
    if real:
        raise Wrong(
            f"{real[0]}: is set, and the playground stays away from real tokens; unset it, or use `serve`"
        )
    return here


def _forget(folder: Path) -> None:
    for path in folder.glob(f"{BOT_FILE}*"):
        path.unlink()


def _findings(here: Settings) -> Iterator[doctor.Finding]:
    problems = catalogue.check([here.eoac_config])
    yield from (doctor.Finding(what=f"{p.file}:{p.line}:{p.column}: {p.what}", mend=p.mend) for p in problems)
    if not problems:
        yield doctor.Finding(what=f"Configuration: {here.eoac_config}")
    yield _store_finding(here)
    if not here.has_slack:
        yield doctor.Finding(what="Slack: not configured", mend="set SLACK_BOT_TOKEN and SLACK_APP_TOKEN")
    elif not problems:
        yield from doctor.findings(here, [d.channel for d in _company(here).departments.values()])


def _store_finding(here: Settings) -> doctor.Finding:
    if not here.store_path.exists():
        return doctor.Finding(what=f"Store: {here.store_path} will be made at the first start")
    try:
        with EmbeddedStore(here.store_path) as store:
            store.check()
    except InUse:
        return doctor.Finding(what="Store: in use, the bot is running")
    except Damaged as damaged:
        return doctor.Finding(what="Store: damaged", mend=str(damaged))
    except (OSError, NotSaved) as problem:
        return doctor.Finding(
            what=f"Store: cannot be written ({problem})", mend="look at the disk and its rights"
        )
    return doctor.Finding(what=f"Store: {here.store_path}")


def _listening(start: Callable[[], T], setting: str, port: int) -> T:
    try:
        return start()
    except OSError as taken:
        mend = f"is anything else running there? Try {setting} {port + 1}"
        raise Wrong(f"{setting}: {port} cannot be had ({taken.strerror or taken}); {mend}") from None


def _wait_for_the_end() -> None:
    """Until SIGTERM or Ctrl-C. What doesn't end by itself after that is cut off: it is stored."""
    told = threading.Event()
    for name in ("SIGTERM", "SIGINT"):
        signal.signal(getattr(signal, name), lambda *_: told.set())
    while not told.wait(0.5):
        pass
    last = threading.Timer(LAST_MOMENT, os._exit, (0,))
    last.daemon = True
    last.start()


def _told(what: object, code: int) -> int:
    """One line on standard error."""
    typer.echo(" ".join(str(what).split()), err=True)
    return code


if __name__ == "__main__":
    main()
