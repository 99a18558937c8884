"""A playground and the bot under it, set up and taken down again, in one process or in two."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import SecretStr

from bot.service import settings
from bot.service.serving import Served, listening_socket
from bot.service.settings import Settings, Wrong, reserved

if TYPE_CHECKING:  # imported where they are used: then the playground's page is there at once
    from bot.playground.ports import Bot
    from bot.playground.shapes import LooseJson
    from bot.playground.town import Town
    from bot.playground.under import Product, Under
    from workflows.definition import Company
    from workflows.languages import Language
    from workflows.ports import Clock, Store

BOTH = ("slack", "wecom")
BOT_FILE = "yinuo.db"
T = TypeVar("T")


@dataclass(frozen=True)
class Stage:
    """What every playground is made of: settings without real tokens, how a bot is built, and the company's file."""

    here: Settings
    build: Callable[[Settings, Clock, Company], Product]
    company_of: Callable[[Settings], Company]

    @contextmanager
    def playing(  # noqa: PLR0913 - how a playground differs, each named
        self,
        folder: Path | None,
        *,
        port: int = 0,
        bot_at: tuple[str, str] = ("", ""),
        shown: Callable[[str], None] = lambda _url: None,
        language: Language | None = None,
        at_home_on: tuple[str, ...] = BOTH,
        begins: datetime | None = None,
    ) -> Iterator[Town]:
        """Until the end. Its page is there, and `shown`, before the bot is.

        Without a folder everything is forgotten. `bot_at` is a bot in another process and its secret.
        `language` is spoken in every channel, whatever company.yml says; `at_home_on`: where people want to hear.
        Its clock begins at `begins`, or else now, or when the company is next at work.
        """
        with tempfile.TemporaryDirectory(prefix="yinuo-") as passing:
            company = self._company(at_home_on, language)
            under = self._under(folder or Path(passing), lambda: (place.url, web.url), company)
            place = _town(_remote(*bot_at) or under, folder, port)
            shown(place.url)
            web = _beside(lambda at: Served(under.door, listening_socket("127.0.0.1", at)), port)
            place.bot_web = bot_at[0] or web.url
            try:
                _quiet_logs("WARNING" if folder else "ERROR")
                place.open_at_work(company().calendar, begins)
                under.set_time(place.space.clock.offset)
                if not bot_at[0]:
                    under.start()
                yield place
            finally:
                under.stop()
                web.stop()
                place.stop()

    @contextmanager
    def apart(self, folder: Path, at: str, port: int, secret: str) -> Iterator[str]:
        """The bot of a playground that runs in another process; yields where that one reaches it."""
        from bot.playground.remote import control_app
        from bot.playground.town import offset_at

        _quiet_logs("WARNING")
        under = self._under(folder, lambda: (at, control.url), self._company(BOTH, None))
        under.set_time(offset_at(at))
        served = control_app(under, secret, under.door)
        control = reserved(lambda: Served(served, listening_socket("127.0.0.1", port)), "--control-port")
        try:
            under.start()
            yield control.url
        finally:
            control.stop()
            under.stop()

    def _company(self, at_home_on: tuple[str, ...], language: Language | None) -> Callable[[], Company]:
        @cache
        def company() -> Company:
            read = self.company_of(self.here).on(at_home_on)
            return read.speaking(language) if language else read

        return company

    def _under(
        self, folder: Path, urls: Callable[[], tuple[str, str]], company: Callable[[], Company]
    ) -> Under:
        """The bot as a playground carries it, its store in the folder; `urls`: the playground's, and its own."""
        from bot.playground.under import ProductClock, Under

        def tried(store: Store, language: Language) -> list[LooseJson]:
            from bot.playground import tour

            return tour.steps(store, language)

        def forget() -> None:
            for path in folder.glob(f"{BOT_FILE}*"):
                path.unlink()

        def make() -> Product:
            return self.build(_inside(self.here, folder, *urls()), clock, company())

        clock = ProductClock()
        return Under(clock, make, tried, forget)


def without_real_tokens() -> Settings:
    """The settings in force. Raises Wrong when a real platform is among them."""
    here = settings.read_settings()
    names = [name.upper() for name in Settings.model_fields if name.startswith(("slack_", "wecom_"))]
    real = [name for name in names if not name.endswith("_URL") and getattr(here, name.lower())]
    if real:
        raise Wrong(
            f"{real[0]}: is set, and the playground stays away from real tokens; unset it, or use `serve`"
        )
    return here


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


def _town(bot: Bot, folder: Path | None, port: int) -> Town:
    from bot.playground.town import Town

    _usable(folder)
    return reserved(lambda: Town(bot, folder, port), "--port")


def _beside(start: Callable[[int], T], port: int) -> T:
    """At the next port, so that links still lead there after a restart; or at any, if that one is taken."""
    try:
        return start(port + 1 if 0 < port < 65535 else 0)
    except OSError:
        return start(0)


def _remote(url: str, secret: str) -> Bot | None:
    if not url:
        return None
    from bot.playground.remote import RemoteBot

    return RemoteBot(url, secret)


def _quiet_logs(level: str) -> None:
    from bot.service import logs

    logs.configure(level)


def _usable(folder: Path | None) -> None:
    """A playground's folder can be had, and the files of its platforms be read."""
    import sqlite3

    from bot.playground.store import DocumentStore
    from bot.playground.town import SLACK_FILE, WECOM_FILE

    if folder is None:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in (folder / SLACK_FILE, folder / WECOM_FILE):
            if path.exists():
                DocumentStore(path).close()
    except (OSError, sqlite3.DatabaseError) as problem:
        why = (isinstance(problem, OSError) and problem.strerror) or problem
        raise Wrong(f"--folder: {folder} cannot be used ({why}); delete it, or name another one") from None
