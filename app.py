"""Where everything is put together, and the commands that start it."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import SecretStr

from bot.service import settings
from bot.service.settings import ROOT, Settings, Wrong
from workflows.languages import Language

if TYPE_CHECKING:  # imported where they are used: then the playground's page is there at once
    from bot.playground.stage import Stage
    from bot.service.findings import Finding
    from bot.yinuo import Yinuo
    from storage.heard import HeardStore
    from workflows.definition import Company
    from workflows.ports import Clock

LAST_MOMENT = 9.0  # seconds after SIGTERM: whatever still runs is left; it is stored, and taken up again
PLAYGROUND = ROOT / "data" / "playground"


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
    store = _opened(here)
    links = Links(here.eoac_public_url, settings.secret_of(here))
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
    """Read company.yml, with people called by ids of the platforms that are connected."""
    from storage import catalogue

    try:
        company = catalogue.read_catalogue(here.eoac_config)
        return company.on(here.platforms) if here.platforms else company
    except catalogue.Invalid as invalid:
        more = (
            f" (and {len(invalid.problems) - 1} more: python3 go.py check)"
            if len(invalid.problems) > 1
            else ""
        )
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


Spoken = Annotated[Language, typer.Option(help="in which language")]


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
        here = settings.read_settings()
        if here.platforms:
            serve()
        else:
            playground()


@app.command()
def serve() -> None:
    """Connects the configured platforms, and answers over HTTP."""
    here = settings.read_settings()
    if not here.platforms:
        raise Wrong(
            "SLACK_BOT_TOKEN, WECOM_CORP_ID: neither is set; set one, or try `python3 go.py playground` first"
        )
    import structlog

    from bot.service import logs
    from bot.service.collecting import collect_rarely
    from bot.service.serving import Served, listening_socket

    told = _end_when_told()
    here = here.model_copy(update={"eoac_secret": SecretStr(settings.secret_of(here))})
    logs.configure(secrets=here.secrets)
    yinuo = build(here)
    with ExitStack() as running:
        running.callback(yinuo.stop)
        at = (here.eoac_host, here.eoac_port)
        web = settings.reserved(lambda: Served(yinuo.web(), listening_socket(*at)), "EOAC_PORT")
        running.callback(web.stop)
        yinuo.start()
        collect_rarely()
        structlog.stdlib.get_logger("app").info("ready", at=web.url, paused=here.eoac_paused)
        _wait(told)


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
    from bot.playground.stage import without_real_tokens

    here = without_real_tokens()
    told = _end_when_told()
    if apart:
        with stage(here).apart(folder, apart, control_port, secret) as url:
            typer.echo(url)
            _wait(told)
        return

    def shown(url: str) -> None:
        typer.echo(f"Yinuo 一诺: {url}\nCtrl-C ends it. 按 Ctrl-C 结束。")
        if not no_browser:
            _open_browser(url)

    language = here.eoac_lang if "eoac_lang" in here.model_fields_set else None
    with stage(here).playing(folder, port=port, bot_at=(bot, secret), shown=shown, language=language):
        _wait(told)


@app.command()
def story(platform: Platform = Platform.SLACK, lang: Spoken = "en") -> None:
    """Plays requests from raising to a satisfied close, without a browser, and prints what happens."""
    import httpx

    from bot.playground.stage import without_real_tokens
    from bot.playground.story import chapters
    from bot.playground.story.people import HOMES
    from bot.playground.story.telling import tellings

    here = without_real_tokens()
    with stage(here).playing(None, language=lang, at_home_on=HOMES[platform.value]) as place:
        try:
            place.wait_for_bot()
            for telling in tellings(place.url, platform.value, lang, typer.echo):
                chapters.play(telling, *chapters.TOLD)
        except (AssertionError, TimeoutError, httpx.HTTPError) as broken:
            sys.exit(_told(f"The story broke off: {broken or type(broken).__name__}", 1))
        if place.faults:
            sys.exit(_told(f"The playground found fault: {'; '.join(place.faults)}", 1))


@app.command()
def check(paths: Annotated[list[Path] | None, typer.Argument(metavar="PATH")] = None) -> None:
    """Checks departments and workflows: file, line, column, what is wrong, and the mend."""
    from storage import catalogue

    problems = catalogue.check_catalogue(paths or [settings.read_settings().eoac_config])
    for problem in problems:
        typer.echo(problem)
    if problems:
        sys.exit(1)
    typer.echo("Nothing to mend. 没有需要修改的地方。")


@app.command("doctor")
def examine() -> None:
    """Checks configuration, store, Slack and WeCom, and says what to do for each fault."""
    from bot.service import logs

    here = settings.read_settings()
    logs.configure("CRITICAL", here.secrets)
    findings = list(_findings(here))
    for finding in findings:
        typer.echo(
            f"{'✗' if finding.mend else '✓'} {finding.what}" + (f": {finding.mend}" if finding.mend else "")
        )
    sys.exit(1 if any(finding.mend for finding in findings) else 0)


# Parts of commands


def stage(here: Settings) -> Stage:
    """Return the folder in which playgrounds are set up."""
    from bot.playground.stage import Stage

    return Stage(here, build, company_of)


def _findings(here: Settings) -> Iterator[Finding]:
    from bot.service.findings import Finding
    from bot.slack import doctor as slack
    from bot.web import reaching
    from bot.wecom import doctor as wecom
    from storage import catalogue

    problems = catalogue.check_catalogue([here.eoac_config])
    for p in problems:
        yield Finding(what=f"{p.file}:{p.line}:{p.column}: {p.what}", mend=p.mend)
    if not problems:
        yield Finding(what=f"Configuration: {here.eoac_config}")
    company = None if problems else company_of(here)
    yield from _store_findings(here, company)
    if not here.platforms:
        yield Finding(what="Slack, WeCom: neither is configured", mend="set SLACK_BOT_TOKEN or WECOM_CORP_ID")
    if company and here.platforms:
        yield from reaching.addresses(company, here.platforms)
    if company and here.has_slack:
        yield from slack.findings(here, [d.channel for d in company.departments.values() if d.channel])
    if company and here.has_wecom:
        yield from wecom.findings(here, company.everyone)


def _store_findings(here: Settings, company: Company | None) -> Iterator[Finding]:
    """Whether it can be opened and written, and what in it could not be delivered."""
    from bot.service.findings import Finding
    from bot.web import reaching
    from storage.embedded import EmbeddedStore
    from storage.opening import Damaged, InUse
    from workflows.ports import NotSaved

    if not here.store_path.exists():
        yield Finding(what=f"Store: {here.store_path} will be made at the first start")
        return
    try:
        with EmbeddedStore(here.store_path) as store:
            store.check()
            yield Finding(what=f"Store: {here.store_path}")
            yield from reaching.undelivered(store, company) if company else ()
    except InUse:
        yield Finding(what="Store: in use, the bot is running")
        yield from reaching.told_by_bot(here)
    except Damaged as damaged:
        yield Finding(what="Store: damaged", mend=str(damaged))
    except (OSError, NotSaved) as problem:
        yield Finding(what=f"Store: cannot be written ({problem})", mend="look at the disk and its rights")


def _open_browser(url: str) -> None:
    """Open a browser where there is a screen; elsewhere Python would take over the terminal with a text browser."""
    import webbrowser

    if sys.platform in {"darwin", "win32"} or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        webbrowser.open(url)


def _end_when_told() -> threading.Event:
    """Set by SIGTERM or Ctrl-C. What doesn't end by itself after that is cut off: it is stored.

    Heard from before the first answer on: whoever is asked to end while starting ends as cleanly.
    """
    told = threading.Event()
    last = threading.Timer(LAST_MOMENT, os._exit, (0,))
    last.daemon = True

    def hear(*_: object) -> None:
        if not told.is_set():
            told.set()
            last.start()

    for name in ("SIGTERM", "SIGINT"):
        signal.signal(getattr(signal, name), hear)
    return told


def _wait(told: threading.Event) -> None:
    while not told.wait(0.5):
        pass


def _told(what: object, code: int) -> int:
    """One line on standard error."""
    typer.echo(" ".join(str(what).split()), err=True)
    return code


if __name__ == "__main__":
    main()
