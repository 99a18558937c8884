"""Somebody at the playground's page, for stories and tests: says, presses, fills in, reads."""

import time
from collections.abc import Callable, Iterator
from typing import Literal, TypeVar

import httpx

from bot.playground.cast import dm_of
from bot.playground.looking import NotThere, elements_in, input_named, press_for, typed_entry
from bot.playground.shapes import LooseJson

Where = str | Literal["home", "modal"] | None
T = TypeVar("T")
SHORT = httpx.Limits(
    keepalive_expiry=2
)  # seconds: the server hangs up after 5, and never in the midst of a question


class Visitor:
    """Acts as one person of the sample company through the same API as the page. `presses` counts clicks."""

    def __init__(self, base_url: str, user: str) -> None:
        headers = {"X-Playground": "1"}
        self._http = httpx.Client(
            base_url=base_url, headers=headers, timeout=30, limits=SHORT, trust_env=False
        )
        self.user = user
        self.dm_id = dm_of(user)
        self.presses = 0
        self._filled: LooseJson = {}
        self._filled_view: str | None = None

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()

    # -- looking -------------------------------------------------------------------------------------

    def view(self, channel: str | None = None, thread: str | None = None) -> LooseJson:
        asked = {"as": self.user, "channel": channel, "thread": thread}
        params = {key: value for key, value in asked.items() if value}
        answer = self._http.get("/playground/view", params=params).raise_for_status()
        body: LooseJson = answer.json()
        return body

    def messages(self, channel: str) -> list[LooseJson]:
        """Top-level messages of a channel, whispers to this person included, oldest first."""
        return list(self.view(channel)["messages"])

    def thread(self, channel: str, ts: str) -> list[LooseJson]:
        """A thread from its root on."""
        thread = self.view(channel, ts)["thread"]
        return [thread["root"], *thread["replies"]] if thread else []

    def dm(self) -> list[LooseJson]:
        """Messages of the conversation with the bot."""
        return self.messages(self.dm_id)

    def whispers(self) -> list[LooseJson]:
        """Return everything that only this person was shown, oldest first."""
        return sorted((one for _, one in self._everything() if one.get("ephemeral")), key=_ts)

    def home(self) -> LooseJson | None:
        home: LooseJson | None = self.view()["home"]
        return home

    def modal(self) -> LooseJson | None:
        """The form on top."""
        modals = self.view()["modals"]
        return modals[-1] if modals else None

    def wait_for(self, predicate: Callable[[], T], seconds: float = 15) -> T:
        """The first true answer; `CannotDo` when none comes in time."""
        until = time.monotonic() + seconds
        while True:
            if answer := predicate():
                return answer
            if time.monotonic() > until:
                raise NotThere(f"{self.user} waited {seconds} s in vain")
            time.sleep(0.02)

    # -- acting --------------------------------------------------------------------------------------

    def say(self, channel: str, text: str, thread: str | None = None) -> str:
        """Writes a message; its ts."""
        body = {"channel": channel, "text": text, **({"thread": thread} if thread else {})}
        return str(self.do("message", **body)["ts"])

    def command(self, text: str, channel: str = "C0GENERAL") -> None:
        """A slash command, with or without its slash and name: "list" is `/request list`."""
        whole = text if text.startswith("/") else f"/request {text}".strip()
        self.presses += 1
        self.do("command", channel=channel, text=whole)

    def press(self, label_or_action: str, near: str | None = None, where: Where = None) -> None:
        """Presses the newest visible button with this label (or action_id, or option of an overflow menu).

        `near`: only on a message, or block, that shows this text. `where`: a channel, "home" or "modal";
        otherwise the open form first, then messages from the newest, then Home.
        """
        for place, blocks in self._places(where):
            found = press_for(blocks, label_or_action, near)
            if found:
                self.do("press", where=place, state=self._state_for(place), **found)
                self.presses += 1  # a card that was renewed while they looked was not pressed
                return
        raise NotThere(f"{self.user} sees no {label_or_action!r}" + (f" near {near!r}" if near else ""))

    def choose(self, label_or_action: str, selected: object, where: Where = None) -> None:
        """Chooses in a menu that answers at once (an `actions` or `section` element)."""
        for place, blocks in self._places(where):
            for block, element in elements_in(blocks):
                if label_or_action in (element.get("action_id"), block.get("block_id")):
                    self.presses += 1
                    ids = {"block_id": block["block_id"], "action_id": element["action_id"]}
                    self.do("press", where=place, selected=selected, **ids)
                    return
        raise NotThere(f"{self.user} sees no menu {label_or_action!r}")

    def fill(self, values: LooseJson) -> None:
        """Fills in fields of the open form by label or block_id; options by label or value."""
        modal = self._open_form()
        for name, value in values.items():
            block = input_named(modal, name)
            entry = {block["element"]["action_id"]: typed_entry(block["element"], value)}
            self._filled.setdefault(block["block_id"], {}).update(entry)

    def submit(self) -> LooseJson:
        """Presses the form's button; `{"ok": False, "errors": …}` when it stays open with complaints."""
        modal = self._open_form()
        self.presses += 1
        state = {**modal["state"]["values"], **self._filled}
        answer = self._post("do", {"as": self.user, "kind": "submit", "view_id": modal["id"], "state": state})
        if answer["ok"]:
            self._filled = {}
        return answer

    def cancel(self) -> None:
        self.presses += 1
        self.do("close", view_id=self._open_form()["id"])

    def shortcut(self, callback_id: str = "eoac:raise") -> None:
        self.presses += 1
        self.do("shortcut", callback_id=callback_id)

    def message_shortcut(self, channel: str, ts: str, callback_id: str = "eoac:turn") -> None:
        self.presses += 1
        self.do("message_shortcut", channel=channel, ts=ts, callback_id=callback_id)

    def react(self, channel: str, ts: str, name: str) -> None:
        self.do("react", channel=channel, ts=ts, name=name)

    def open_home(self) -> None:
        self.do("home")

    def read(self, channel: str) -> None:
        self.do("read", channel=channel)

    def pass_time(self, by: str | int) -> str:
        """Moves everybody's clock: "hour", "day", "working_day" or seconds; the new now."""
        return str(self._post("clock", {"by": by})["now"])

    def weather(self, **knobs: object) -> None:
        self._post("weather", dict(knobs))

    def do(self, kind: str, **body: object) -> LooseJson:
        answer = self._post("do", {"as": self.user, "kind": kind, **body})
        if not answer.get("ok"):
            raise NotThere(f"{self.user} {kind}: {answer}")
        return answer

    # -- finding -------------------------------------------------------------------------------------

    def _post(self, name: str, body: LooseJson) -> LooseJson:
        answer = self._http.post(f"/playground/{name}", json=body)
        if answer.status_code >= 400:
            raise NotThere(f"{name}: {answer.status_code} {answer.text}")
        result: LooseJson = answer.json()
        return result

    def _open_form(self) -> LooseJson:
        modal = self.modal()
        if modal is None:
            raise NotThere(f"{self.user} has no form open")
        if modal["id"] != self._filled_view:
            self._filled, self._filled_view = {}, modal["id"]
        return modal

    def _state_for(self, place: LooseJson) -> LooseJson:
        modal = self.modal()
        if modal is None or place.get("view_id") != modal["id"]:
            return {}
        filled = self._filled if self._filled_view == modal["id"] else {}
        return {**modal["state"]["values"], **filled}

    def _places(self, where: Where) -> Iterator[tuple[LooseJson, list[LooseJson]]]:
        """Yield the places where there may be something to press, in the order a person would look."""
        modal = self.modal() if where in (None, "modal") else None
        if modal:
            self._open_form()
            yield {"view_id": modal["id"]}, modal["blocks"]
        if where not in ("home", "modal"):
            seen = [(room, one) for room, one in self._everything() if where in (None, room)]
            for room, message in sorted(seen, key=lambda pair: _ts(pair[1]), reverse=True):
                yield {"channel": room, "ts": message["ts"]}, message.get("blocks", [])
        home = self.home() if where in (None, "home") else None
        if home:
            yield {"view_id": home["id"]}, home["blocks"]

    def _everything(self) -> Iterator[tuple[str, LooseJson]]:
        """Each message this person can see, with its channel, threads included."""
        for row in self.view()["sidebar"]:
            if row["kind"] == "home":
                continue
            for message in self.messages(row["id"]):
                yield row["id"], message
                if message.get("reply_count") or message.get("subtype") == "tombstone":
                    for reply in self.thread(row["id"], message["ts"])[1:]:
                        yield row["id"], reply


def _ts(message: LooseJson) -> str:
    return str(message["ts"])
