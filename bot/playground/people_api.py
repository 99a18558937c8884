"""What a person does: says, commands, presses, fills in, closes, reacts — and the bot hears of it."""

from collections.abc import Callable

from bot.playground import answers, cast, events, payloads, views
from bot.playground.api_chat import react
from bot.playground.normal import escaped, find_element, rich_text_of, typed_text
from bot.playground.outgoing import EventSender
from bot.playground.presses import action_of
from bot.playground.shapes import LooseJson, SlackError
from bot.playground.view_state import client_errors, state_of
from bot.playground.workspace import Workspace

COMMAND = "/request"
SHORTCUTS = (
    {"callback_id": "eoac:raise", "type": "global", "name": "Raise a request"},
    {"callback_id": "eoac:turn", "type": "message", "name": "Turn into a request"},
)


class PeopleApi:
    """One method for each kind of deed; `do` picks it."""

    def __init__(self, space: Workspace, outgoing: EventSender, address: Callable[[], str]) -> None:
        self._space = space
        self._outgoing = outgoing
        self._address = address
        self._deeds: dict[str, Callable[[str, LooseJson], LooseJson]] = {
            "message": self.say,
            "edit": self.edit,
            "delete": self.delete,
            "command": self.command,
            "press": self.press,
            "submit": self.submit,
            "close": self.close,
            "shortcut": self.shortcut,
            "message_shortcut": self.message_shortcut,
            "react": self.react,
            "home": self.home,
            "read": self.read,
            "suggest": self.suggest,
            "join": self.join,
            "leave": self.leave,
        }

    def do(self, body: LooseJson) -> LooseJson:
        """`{"ok": true}` or `{"ok": false, "error": …}`; refusals are Slack's words."""
        deed = self._deeds.get(str(body.get("kind")))
        if deed is None:
            return {"ok": False, "error": f"unknown kind: {body.get('kind')}"}
        try:
            user = self._space.person(str(body.get("as"))).id
            if user in self._space.deleted and deed != self.read:
                return SlackError("account_inactive").answer()
            return deed(user, body)
        except SlackError as refused:
            return refused.answer()
        except KeyError as missing:
            return {"ok": False, "error": f"missing: {missing.args[0]}"}

    def say(self, user: str, body: LooseJson) -> LooseJson:
        with self._space.lock:
            channel = self._channel_for(user, body["channel"], writing=True)
            text = typed_text(str(body["text"]).strip(), self._names())
            if not text:
                raise SlackError("no_text")
            message: LooseJson = {
                "user": user,
                "text": text,
                "team": cast.TEAM_ID,
                "blocks": [rich_text_of(text)],
            }
            message["client_msg_id"] = self._space.next_ts()
            if body.get("thread"):
                root = self._space.messages.get(channel["id"], {}).get(str(body["thread"]))
                if root is None:
                    raise SlackError("thread_not_found")
                message |= {"thread_ts": root["ts"], "parent_user_id": root["user"]}
            posted = self._space.post(channel["id"], message)
            self._tell(channel, *events.posted(channel, posted))
        return {"ok": True, "ts": posted["ts"]}

    def edit(self, user: str, body: LooseJson) -> LooseJson:
        with self._space.lock:
            channel, previous = self._own(user, body)
            text = typed_text(str(body["text"]).strip(), self._names())
            edited = {"user": user, "ts": self._space.next_ts()}
            message = {**previous, "text": text, "blocks": [rich_text_of(text)], "edited": edited}
            self._space.save_message(channel["id"], message)
            self._tell(channel, events.changed(self._space, channel, message, previous))
        return {"ok": True}

    def delete(self, user: str, body: LooseJson) -> LooseJson:
        with self._space.lock:
            channel, gone = self._own(user, body)
            self._space.remove_message(channel["id"], gone["ts"])
            self._tell(channel, events.deleted(self._space, channel, gone))
        return {"ok": True}

    def command(self, user: str, body: LooseJson) -> LooseJson:
        name, _, text = str(body["text"]).strip().partition(" ")
        with self._space.lock:
            channel = self._channel_for(user, body["channel"])
            if name != COMMAND:
                return {"ok": False, "error": "unknown_command", "message": f"{name} is not a valid command."}
            url = self._answer_url(user, channel)
            payload = payloads.command(self._space, user, channel, name, escaped(text.strip()), url)
        ack = self._outgoing.interact("slash_commands", payload)
        return answers.to_command(self._space, self._outgoing, ack, name, user, channel)

    def press(self, user: str, body: LooseJson) -> LooseJson:
        with self._space.lock:
            where = body["where"]
            in_view = "view_id" in where
            payload = (self._view_press if in_view else self._message_press)(user, where, body)
        return answers.to_press(self._outgoing.interact("interactive", payload))

    def submit(self, user: str, body: LooseJson) -> LooseJson:
        with self._space.lock:
            view = self._top_modal(user, body["view_id"])
            view["state"] = {"values": state_of(view["blocks"], body.get("state") or {})}
            errors = client_errors(view["blocks"], view["state"]["values"])
            views.mark_view(self._space, user, view, errors=errors or None, problem=None)
            if errors:
                return {"ok": False, "error": "errors", "errors": errors}
            payload = payloads.submission(self._space, user, views.public(view))
        ack = self._outgoing.interact("interactive", payload)
        with self._space.lock:
            if view not in self._space.stacks.get(user, []):
                # While the bot thought, it put a new face on this very form, or the person closed it.
                stack = self._space.stacks.get(user, [])
                view = next((one for one in stack if one["id"] == view["id"]), view)
            return answers.to_submission(self._space, ack, user, view)

    def close(self, user: str, body: LooseJson) -> LooseJson:
        """Cancel, or the cross at the top (`all`), or a top view that clears the rest."""
        with self._space.lock:
            view = self._top_modal(user, body["view_id"])
            whole = bool(body.get("all") or view["clear_on_close"])
            gone = views.close_top(self._space, user, all_of_them=whole)
            heard = [one for one in gone if one["notify_on_close"]]
            told = [payloads.closed(self._space, user, views.public(one), cleared=whole) for one in heard]
        for payload in told:
            self._outgoing.interact("interactive", payload)
        return {"ok": True}

    def shortcut(self, user: str, body: LooseJson) -> LooseJson:
        with self._space.lock:
            payload = payloads.shortcut(self._space, user, str(body["callback_id"]))
        return answers.to_press(self._outgoing.interact("interactive", payload))

    def message_shortcut(self, user: str, body: LooseJson) -> LooseJson:
        with self._space.lock:
            channel, message = self._seen(user, body)
            url = self._answer_url(user, channel, message)
            callback_id = str(body["callback_id"])
            payload = payloads.message_shortcut(self._space, user, callback_id, channel, message, url)
        return answers.to_press(self._outgoing.interact("interactive", payload))

    def react(self, user: str, body: LooseJson) -> LooseJson:
        with self._space.lock:
            channel, message = self._seen(user, body)
            name = str(body["name"]).strip(":")
            react(self._space, channel, message, user, name)
            self._tell(channel, events.reaction_added(self._space, user, name, channel, message))
        return {"ok": True}

    def home(self, user: str, _body: LooseJson) -> LooseJson:
        with self._space.lock:
            dm = self._space.open_dm(user)["id"]
            self._outgoing.event(events.home_opened(self._space, user, dm))
        return {"ok": True}

    def read(self, user: str, body: LooseJson) -> LooseJson:
        with self._space.lock:
            self._space.read(user, self._channel_for(user, body["channel"])["id"])
        return {"ok": True}

    def suggest(self, user: str, body: LooseJson) -> LooseJson:
        """Options for an external select, as the bot offers them for what was typed."""
        with self._space.lock:
            _, view = views.find_view(self._space, body["where"]["view_id"])
            shown = views.public(view)
            payload = payloads.suggestion(
                self._space, user, shown, body["block_id"], body["action_id"], str(body.get("value") or "")
            )
        ack = self._outgoing.interact("options", payload)
        return {**answers.to_press(ack), "options": (ack.body or {}).get("options", [])}

    def join(self, user: str, body: LooseJson) -> LooseJson:
        with self._space.lock:
            channel = self._space.channel(body["channel"])
            members = [*channel["members"], *([] if user in channel["members"] else [user])]
            self._space.save_room({**channel, "members": members})
            self._tell(channel, events.member_joined(self._space, user, channel))
        return {"ok": True}

    def leave(self, user: str, body: LooseJson) -> LooseJson:
        with self._space.lock:
            channel = self._space.channel(body["channel"])
            members = [one for one in channel["members"] if one != user]
            self._space.save_room({**channel, "members": members})
        return {"ok": True}

    def _message_press(self, user: str, where: LooseJson, body: LooseJson) -> LooseJson:
        channel = self._channel_for(user, where["channel"])
        whisper = self._space.whispers.get(str(where["ts"]))
        message = whisper or self._space.message(channel["id"], where["ts"])
        if message.get("to", user) != user:
            raise SlackError("message_not_found")
        element = self._element(message.get("blocks", []), body)
        action = action_of(element, body, self._space.next_ts())
        state = state_of(message["blocks"], body.get("state") or {})
        press = {"state": {"values": state}, "actions": [action]}
        url = self._answer_url(user, channel, message)
        return payloads.message_press(self._space, user, channel, message, press, url)

    def _view_press(self, user: str, where: LooseJson, body: LooseJson) -> LooseJson:
        owner, view = views.find_view(self._space, where["view_id"])
        if owner != user:
            raise SlackError("not_found")
        element = self._element(view["blocks"], body)
        view["state"] = {"values": state_of(view["blocks"], body.get("state") or view["state"]["values"])}
        action = action_of(element, body, self._space.next_ts())
        return payloads.view_press(self._space, user, views.public(view), action)

    def _element(self, blocks: list[LooseJson], body: LooseJson) -> LooseJson:
        element = find_element(blocks, str(body["block_id"]), str(body["action_id"]))
        if element is None:
            raise SlackError("no_such_element")
        return element

    def _top_modal(self, user: str, view_id: object) -> LooseJson:
        stack = self._space.stacks.get(user, [])
        if not stack or stack[-1]["id"] != view_id:
            raise SlackError("not_found")
        return stack[-1]

    def _channel_for(self, user: str, id_: object, *, writing: bool = False) -> LooseJson:
        """A conversation this person is in; the one with the bot is made when first used."""
        if str(id_) == cast.dm_of(user):
            return self._space.open_dm(user)
        channel = self._space.channel(id_)
        if user not in channel["members"]:
            raise SlackError("not_in_channel")
        if writing and channel.get("is_archived"):
            raise SlackError("is_archived")
        return channel

    def _seen(self, user: str, body: LooseJson) -> tuple[LooseJson, LooseJson]:
        channel = self._channel_for(user, body["channel"])
        return channel, self._space.message(channel["id"], body["ts"])

    def _own(self, user: str, body: LooseJson) -> tuple[LooseJson, LooseJson]:
        channel, message = self._seen(user, body)
        if message["user"] != user:
            raise SlackError("cant_update_message")
        return channel, message

    def _answer_url(self, user: str, channel: LooseJson, about: LooseJson | None = None) -> str:
        token = self._space.tickets.response(user, channel["id"], self._space.clock.now(), about)
        return f"{self._address()}/response/{token}"

    def _tell(self, channel: LooseJson, *told: LooseJson) -> None:
        for event in told if events.hears(channel) else ():
            self._outgoing.event(event)

    def _names(self) -> dict[str, str]:
        """List what may follow an @ in the composer."""
        names = {person.real_name: person.id for person in self._space.people.values()}
        names |= {person.name: person.id for person in self._space.people.values()}
        return names | {cast.BOT_NAME: cast.BOT_USER, "Yinuo": cast.BOT_USER, "yinuo": cast.BOT_USER}
