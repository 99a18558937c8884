"""Where everything is put together, and the commands that start it."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from pydantic import SecretStr

from bot import settings
from bot.settings import ROOT, Settings, Wrong

if TYPE_CHECKING:  # imported where they are used: then the playground's page is there at once
    from bot.playground.ports import Bot
    from bot.playground.shapes import Json
    from bot.playground.town import Town
    from bot.playground.under import Under
    from bot.slack.doctor import Finding
    from bot.yinuo import Yinuo
    from storage.heard import HeardStore
    from workflows.definition import Company, Language
    from workflows.ports import Clock, Store

LAST_MOMENT = 9.0  # seconds after SIGTERM: whatever still runs is left; it is stored, and taken up again
PLAYGROUND = ROOT / "data" / "playground"
BOT_FILE = "yinuo.db"
T = TypeVar("T")


# Composition


class RealClock:
    """The machine's time."""

    def now(self) -> datetime:
        return datetime.now(UTC)


def build(here: Settings, clock: Clock | None = None, company: Company | None = None) -> Yinuo:
    """The product, composed from its settings. Raises Wrong with one line that says what to mend."""
    from bot.slack import side as slack
    from bot.web.links import Links
    from bot.wecom import side as wecom
    from bot.yinuo import Yinuo

    company = company or company_of(here)
    links = Links(here.eoac_public_url, settings.secret_of(here))
    store = _opened(here)
    on_slack = slack.channel(here) if here.has_slack else None
    on_wecom = wecom.channel(here, store, links, lambda: company) if here.has_wecom else None
    channels = {c.platform: c for c in (on_slack, on_wecom) if c}
    yinuo = Yinuo(
        store,
        channels,
        clock or RealClock(),
        lambda: company,
        here.eoac_lang,
        links if here.has_pages else None,
    )
    if on_slack:
        yinuo.connect("slack", slack.Slack(here, on_slack, yinuo.front, yinuo.sorry))
    if on_wecom:
        yinuo.connect("wecom", wecom.Wecom(here, on_wecom, yinuo.talk, yinuo.sorry, yinuo.language_of))
    yinuo.sender.paused = here.eoac_paused
    store.heard = yinuo.heard
    return yinuo


def company_of(here: Settings) -> Company:
    """What company.yml says, with people called by ids of the platforms that are connected."""
    from storage import catalogue

    try:
        company = catalogue.read(here.eoac_config)
        return company.on(here.platforms) if here.platforms else company
    except catalogue.Invalid as invalid:
        more = f" (and {len(invalid.problems) - 1} more: app.py check)" if len(invalid.problems) > 1 else ""
        raise Wrong(f"EOAC_CONFIG: {invalid.problems[0]}{more}") from None


def _opened(here: Settings) -> HeardStore:
    from storage.heard import HeardStore
    from storage.opening import Damaged, InUse

    try:
        return HeardStore(here.store_path)
    except (InUse, Damaged) as refused:
        raise Wrong(f"EOAC_STORE: {refused}") from None
    except OSError as problem:
        raise Wrong(
            f"EOAC_STORE: {here.store_path} cannot be opened ({problem.strerror or problem})"
        ) from None


# Commands

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None, help=__doc__)

Port = Annotated[int, typer.Option(min=0, max=65535, help="where the page is; 0: any free port")]


class Platform(StrEnum):
    """Where a story is played."""

    SLACK = "slack"
    WECOM = "wecom"
    BOTH = "both"


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
        if here.platforms:
            serve()
        else:
            playground()


@app.command()
def serve() -> None:
    """Connects the configured platforms, and answers over HTTP."""
    here = settings.read()
    if not here.platforms:
        raise Wrong(
            "SLACK_BOT_TOKEN, WECOM_CORP_ID: neither is set; set one, or try `app.py playground` first"
        )
    import structlog

    from bot import logs
    from bot.web.serving import Served

    logs.configure(secrets=here.secrets)
    yinuo = build(here)
    try:
        web = _listening(lambda: Served(yinuo.web(), here.eoac_host, here.eoac_port), "EOAC_PORT")
        yinuo.start()
        structlog.stdlib.get_logger("app").info("ready", at=web.url, paused=here.eoac_paused)
        _wait_for_the_end()
        web.stop()
    finally:
        yinuo.stop()


@app.command("playground")
def playground(  # noqa: PLR0913, PLR0917 - the hidden ones: for tests that kill the bot, not its Slack
    port: Port = 3000,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="don't open a browser")] = False,  # noqa: FBT002
    apart: Annotated[str, typer.Option(hidden=True, help="only the bot; its playground is there")] = "",
    bot: Annotated[str, typer.Option(hidden=True, help="only the playground; its bot is there")] = "",
    control_port: Annotated[int, typer.Option(hidden=True)] = 0,
    secret: Annotated[str, typer.Option(hidden=True)] = "apart",  # noqa: S107 - on loopback, in tests
    folder: Annotated[Path, typer.Option(hidden=True)] = PLAYGROUND,
) -> None:
    """A small Slack with a sample company, in your browser: no account and no network needed."""
    here = _without_real_tokens()
    if apart:
        with bot_apart(here, folder, apart, control_port, secret) as url:
            typer.echo(url)
            _wait_for_the_end()
        return

    def shown(url: str) -> None:
        typer.echo(f"Yinuo 一诺: {url}\nCtrl-C ends it. 按 Ctrl-C 结束。")
        if not no_browser:
            _open_browser(url)

    language = here.eoac_lang if "eoac_lang" in here.model_fields_set else None
    with playing(here, folder, port=port, bot_at=(bot, secret), shown=shown, language=language):
        _wait_for_the_end()


@app.command()
def story(platform: Platform = Platform.SLACK, lang: Lang = Lang.EN) -> None:
    """Plays requests from raising to a satisfied close, without a browser, and prints what happens."""
    import httpx

    from bot.playground.story import HOMES, tellings

    here = _without_real_tokens()
    with playing(here, None, language=lang.value, at_home_on=HOMES[platform.value]) as place:
        try:
            place.wait_for_bot()
            for telling in tellings(place.url, platform.value, lang.value, typer.echo):
                telling.play()
        except (AssertionError, TimeoutError, httpx.HTTPError) as broken:
            sys.exit(_told(f"The story broke off: {broken or type(broken).__name__}", 1))
        if place.faults:
            sys.exit(_told(f"The playground found fault: {'; '.join(place.faults)}", 1))


@app.command()
def check(paths: Annotated[list[Path] | None, typer.Argument(metavar="PATH")] = None) -> None:
    """Checks departments and workflows: file, line, column, what is wrong, and the mend."""
    from storage import catalogue

    problems = catalogue.check(paths or [settings.read().eoac_config])
    for problem in problems:
        typer.echo(problem)
    if problems:
        sys.exit(1)
    typer.echo("Nothing to mend. 没有需要修改的地方。")


@app.command("doctor")
def examine() -> None:
    """Checks configuration, store and Slack, and says what to do for each fault."""
    from bot import logs

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
def playing(  # noqa: PLR0913 - each is one thing that a playground is told
    here: Settings,
    folder: Path | None,
    *,
    port: int = 0,
    bot_at: tuple[str, str] = ("", ""),
    shown: Callable[[str], None] = lambda _url: None,
    language: Language | None = None,
    at_home_on: tuple[str, ...] = ("slack", "wecom"),
) -> Iterator[Town]:
    """A playground and the bot under it, until the end. Its page is there, and `shown`, before the bot is.

    Without a folder everything is forgotten. `bot_at` is a bot in another process and its secret.
    `language` is spoken in every channel, whatever company.yml says; `at_home_on`: where people want to hear.
    """
    from bot.playground.town import Town
    from bot.web.serving import Served

    @cache
    def company() -> Company:
        read = company_of(here).on(at_home_on)
        return read.speaking(language) if language else read

    with tempfile.TemporaryDirectory(prefix="yinuo-") as passing:
        under = _under(here, folder or Path(passing), lambda: (place.url, web.url), company)
        _usable(folder)
        place = _listening(lambda: Town(_remote(*bot_at) or under, folder, port), "--port")
        shown(place.url)
        web = _beside(lambda at: Served(under.door, "127.0.0.1", at), port)
        place.bot_web = bot_at[0] or web.url
        try:
            _quiet_logs("WARNING" if folder else "ERROR")
            place.open_at_work(company().calendar)
            under.set_time(place.space.clock.offset)
            if not bot_at[0]:
                under.start()
            yield place
        finally:
            under.stop()
            web.stop()
            place.stop()


@contextmanager
def bot_apart(here: Settings, folder: Path, at: str, port: int, secret: str) -> Iterator[str]:
    """The bot of a playground that runs in another process; yields where that one reaches it."""
    from bot.playground.remote import control_app
    from bot.playground.town import offset_at
    from bot.web.serving import Served

    _quiet_logs("WARNING")
    under = _under(here, folder, lambda: (at, control.url), lambda: company_of(here).on(("slack", "wecom")))
    under.set_time(offset_at(at))
    control = _listening(
        lambda: Served(control_app(under, secret, under.door), "127.0.0.1", port), "--control-port"
    )
    try:
        under.start()
        yield control.url
    finally:
        control.stop()
        under.stop()


def _under(
    here: Settings, folder: Path, urls: Callable[[], tuple[str, str]], company: Callable[[], Company]
) -> Under:
    """The bot as a playground carries it, with its store in the folder; `urls`: the playground's, and its own."""
    from bot.playground.under import MovedClock, Under

    def tried(store: Store, language: Language) -> list[Json]:
        from bot.playground import tour

        return tour.steps(store, language)

    def forget() -> None:
        for path in folder.glob(f"{BOT_FILE}*"):
            path.unlink()

    def make() -> Yinuo:
        return build(_inside(here, folder, *urls()), clock, company())

    clock = MovedClock()
    return Under(clock, make, tried, forget)


def _inside(here: Settings, folder: Path, url: str, own: str) -> Settings:
    """The settings of a bot that lives in the playground at `url`, with pages of its own."""
    from bot.playground import town
    from bot.playground.wecom import cast

    return here.model_copy(
        update={
            "eoac_store": f"{settings.TINYDB}{folder / BOT_FILE}",
            "eoac_public_url": own,
            "slack_bot_token": SecretStr(town.BOT_TOKEN),
            "slack_app_token": SecretStr(town.APP_TOKEN),
            "slack_api_url": f"{url}/api/",
            "wecom_corp_id": cast.CORP_ID,
            "wecom_agent_id": cast.AGENT_ID,
            "wecom_secret": SecretStr(cast.SECRET),
            "wecom_token": SecretStr(cast.TOKEN),
            "wecom_encoding_aes_key": SecretStr(cast.ENCODING_AES_KEY),
            "wecom_api_url": f"{url}/qyapi",
        }
    )


def _beside(start: Callable[[int], T], port: int) -> T:
    """At the next port, so that links still lead there after a restart; or at any, if that one is taken."""
    try:
        return start(port + 1 if 0 < port < 65535 else 0)
    except OSError:
        return start(0)


def _without_real_tokens() -> Settings:
    here = settings.read()
    names = [name.upper() for name in Settings.model_fields if name.startswith(("slack_", "wecom_"))]
    real = [name for name in names if not name.endswith("_URL") and getattr(here, name.lower())]
    if real:
        raise Wrong(
            f"{real[0]}: is set, and the playground stays away from real tokens; unset it, or use `serve`"
        )
    return here


def _findings(here: Settings) -> Iterator[Finding]:
    from bot.slack import doctor
    from storage import catalogue

    problems = catalogue.check([here.eoac_config])
    for p in problems:
        yield doctor.Finding(what=f"{p.file}:{p.line}:{p.column}: {p.what}", mend=p.mend)
    if not problems:
        yield doctor.Finding(what=f"Configuration: {here.eoac_config}")
    yield _store_finding(here)
    if not here.has_slack:
        yield doctor.Finding(what="Slack: not configured", mend="set SLACK_BOT_TOKEN and SLACK_APP_TOKEN")
    elif not problems:
        yield from doctor.findings(here, [d.channel for d in company_of(here).departments.values()])


def _store_finding(here: Settings) -> Finding:
    from bot.slack.doctor import Finding
    from storage.embedded import EmbeddedStore
    from storage.opening import Damaged, InUse
    from workflows.ports import NotSaved

    if not here.store_path.exists():
        return Finding(what=f"Store: {here.store_path} will be made at the first start")
    try:
        with EmbeddedStore(here.store_path) as store:
            store.check()
    except InUse:
        return Finding(what="Store: in use, the bot is running")
    except Damaged as damaged:
        return Finding(what="Store: damaged", mend=str(damaged))
    except (OSError, NotSaved) as problem:
        return Finding(what=f"Store: cannot be written ({problem})", mend="look at the disk and its rights")
    return Finding(what=f"Store: {here.store_path}")


def _remote(url: str, secret: str) -> Bot | None:
    if not url:
        return None
    from bot.playground.remote import RemoteBot

    return RemoteBot(url, secret)


def _quiet_logs(level: str) -> None:
    from bot import logs

    logs.configure(level)


def _open_browser(url: str) -> None:
    """Where there is a screen; elsewhere Python would take over the terminal with a text browser."""
    import webbrowser

    if sys.platform in {"darwin", "win32"} or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        webbrowser.open(url)


def _listening(start: Callable[[], T], setting: str) -> T:
    try:
        return start()
    except OSError as taken:
        mend = "is another one running there? Choose another port"
        raise Wrong(f"{setting}: this address cannot be had ({taken.strerror or taken}); {mend}") from None


def _usable(folder: Path | None) -> None:
    """A playground's folder can be had, and its Slack's file be read."""
    import sqlite3

    from bot.playground.store import Store
    from bot.playground.town import SLACK_FILE

    if folder is None:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if (folder / SLACK_FILE).exists():
            Store(folder / SLACK_FILE).close()
    except (OSError, sqlite3.DatabaseError) as problem:
        why = (isinstance(problem, OSError) and problem.strerror) or problem
        raise Wrong(f"--folder: {folder} cannot be used ({why}); delete it, or name another one") from None


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
