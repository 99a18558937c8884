"""The small WeCom as the server holds it: its company, its API, the way to the bot, and what the page asks."""

from collections.abc import Callable

from bot.playground.shapes import LooseJson
from bot.playground.wecom import snapshot
from bot.playground.wecom.callbacks import Callbacks
from bot.playground.wecom.corp import Corp, Gone
from bot.playground.wecom.people_api import MembersApi
from bot.playground.wecom.qyapi import Qyapi
from bot.playground.wecom.weather import Weather

CALLBACK_PATH = "/wecom/callback"
_CHANGES: dict[str, Gone | None] = {"disable": "disabled", "remove": "removed", "restore": None}


class CorpSide:
    """`bot_web` is the bot's own web address, None until it is known."""

    def __init__(self, corp: Corp, bot_web: Callable[[], str | None], origin: Callable[[], str]) -> None:
        self.corp = corp
        self.bot_web = bot_web
        self.origin = origin
        self.callbacks = Callbacks(corp, self._callback_address)
        self.people = MembersApi(corp, self.callbacks)
        self.api = Qyapi(corp)

    def hello(self) -> LooseJson:
        with self.corp.lock:
            return snapshot.hello(self.corp)

    def view(self, query: LooseJson) -> LooseJson:
        with self.corp.lock:
            return snapshot.view(self.corp, str(query.get("as")))

    def do(self, body: LooseJson) -> LooseJson:
        return self.people.do(body)

    def dropped(self, _query: LooseJson) -> list[LooseJson]:
        """List what WeCom swallowed because it was too much for one member."""
        return list(self.corp.dropped)

    def weather(self, body: LooseJson) -> LooseJson:
        """Knobs by name; `expire_token`: true; ids under `disable`, `remove`, `restore`."""
        knobs = {key: value for key, value in body.items() if key not in (*_CHANGES, "expire_token")}
        corp = self.corp
        with corp.lock:
            corp.weather = Weather.model_validate({**corp.weather.model_dump(), **knobs})
            if body.get("expire_token") or corp.weather.revoked:
                corp.tickets.expire_token()
            for change, how in _CHANGES.items():
                for id_ in body.get(change, []):
                    corp.depart(str(id_), how)
            corp.touch()
            return {"ok": True, "weather": corp.weather.model_dump()}

    def reset(self) -> None:
        self.callbacks.forget()
        self.corp.reset()

    def close(self) -> None:
        self.callbacks.close()

    def _callback_address(self) -> str | None:
        web = self.bot_web()
        return web.rstrip("/") + CALLBACK_PATH if web else None
