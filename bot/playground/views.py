"""Modals and homes as Slack keeps them: whole view objects, stacked three deep a person."""

import copy
import secrets

from bot.playground import cast
from bot.playground.limits import check_view
from bot.playground.normal import normal_blocks, normal_text
from bot.playground.shapes import LooseJson, SlackError
from bot.playground.view_state import state_of
from bot.playground.workspace import Workspace

DEEP = 3


def open_modal(space: Workspace, user: str, given: object) -> LooseJson:
    """A new modal for this person; one that was open gives way."""
    view = _made(space, check_view(given, "modal"))
    space.stacks[user] = [view]
    space.save_stack(user)
    return view


def push_modal(space: Workspace, user: str, given: object) -> LooseJson:
    """One more on the stack, up to three."""
    checked = check_view(given, "modal")
    stack = space.stacks.get(user, [])
    if not stack:
        raise SlackError("not_found")
    if len(stack) >= DEEP:
        raise SlackError("push_limit_reached")
    view = _made(space, checked)
    view |= {"previous_view_id": stack[-1]["id"], "root_view_id": stack[0]["id"]}
    stack.append(view)
    space.save_stack(user)
    return view


def update_view(space: Workspace, view_id: str, given: object, hash_: object = None) -> LooseJson:
    """New content in an open modal; what was filled in stays where block_id and action_id stay."""
    user, old = find_view(space, view_id)
    if hash_ and hash_ != old["hash"]:
        raise SlackError("hash_conflict")
    view = _made(space, check_view(given, old["type"]), id_=old["id"], typed=old["state"]["values"])
    view |= {"root_view_id": old["root_view_id"], "previous_view_id": old["previous_view_id"]}
    if old["type"] == "home":
        space.save_home(user, view)
    else:
        stack = space.stacks[user]
        stack[stack.index(old)] = view
        space.save_stack(user)
    return view


def publish_home(space: Workspace, user: str, given: object, hash_: object = None) -> LooseJson:
    """The person's Home; `hash` guards against a race with another publish."""
    space.person(user)
    old = space.homes.get(user)
    if hash_ and old and hash_ != old["hash"]:
        raise SlackError("hash_conflict")
    view = _made(space, check_view(given, "home"), id_=old["id"] if old else None)
    space.save_home(user, view)
    return view


def find_view(space: Workspace, view_id: object, external_id: object = None) -> tuple[str, LooseJson]:
    """Return whose view this is, and the view."""
    for user, stack in space.stacks.items():
        for view in stack:
            if view["id"] == view_id or (external_id and view["external_id"] == external_id):
                return user, view
    for user, home in space.homes.items():
        if home["id"] == view_id:
            return user, home
    raise SlackError("not_found")


def close_top(space: Workspace, user: str, *, all_of_them: bool = False) -> list[LooseJson]:
    """Takes the top modal away, or the whole stack; the closed ones, top first."""
    stack = space.stacks.get(user, [])
    gone = [stack.pop() for _ in range(len(stack) if all_of_them else min(1, len(stack)))]
    space.save_stack(user)
    return gone


def public(view: LooseJson) -> LooseJson:
    """A view as Slack hands it out: without what only the page needs."""
    return copy.deepcopy({key: value for key, value in view.items() if key not in ("errors", "problem")})


def mark_view(space: Workspace, user: str, view: LooseJson, **marks: object) -> None:
    """Show something on a modal besides its content: `errors` at fields, a general `problem`."""
    view.update(marks)
    space.save_stack(user)


def _made(
    space: Workspace, given: LooseJson, id_: str | None = None, typed: LooseJson | None = None
) -> LooseJson:
    blocks = normal_blocks(given["blocks"])
    id_ = id_ or "V0" + secrets.token_hex(5).upper()
    view: LooseJson = {
        "id": id_,
        "team_id": cast.TEAM_ID,
        "type": given["type"],
        "blocks": blocks,
        "private_metadata": given.get("private_metadata") or "",
        "callback_id": given.get("callback_id") or "",
        "state": {"values": state_of(blocks, typed or {})},
        "hash": f"{int(space.clock.now().timestamp())}.{secrets.token_hex(4)}",
        "title": normal_text(given.get("title")),
        "clear_on_close": bool(given.get("clear_on_close")),
        "notify_on_close": bool(given.get("notify_on_close")),
        "close": normal_text(given.get("close")),
        "submit": normal_text(given.get("submit")),
        "previous_view_id": None,
        "root_view_id": id_,
        "app_id": cast.APP_ID,
        "external_id": given.get("external_id") or "",
        "app_installed_team_id": cast.TEAM_ID,
        "bot_id": cast.BOT_ID,
        "errors": None,
        "problem": None,
    }
    if view["type"] == "home":
        view["title"] = {"type": "plain_text", "text": "View Title", "emoji": True}
    return view
