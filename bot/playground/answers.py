"""What the bot's answers do: to a command, to a form, through a response_url."""

from bot.playground import cast, events, views
from bot.playground.api_chat import bot_message, message_content
from bot.playground.line import Ack
from bot.playground.outgoing import EventSender
from bot.playground.shapes import LooseJson, SlackError
from bot.playground.workspace import Workspace

TROUBLE = "We had some trouble connecting. Try again?"


def to_command(
    space: Workspace, outgoing: EventSender, ack: Ack, name: str, user: str, channel: LooseJson
) -> LooseJson:
    """A body is a message to that person (or to all); silence is Slack's own complaint."""
    if not ack.ok:
        error = "operation_timeout" if ack.state == "timeout" else "dispatch_failed"
        text = f'{name} failed with the error "{error}"'
        with space.lock:
            space.whisper(channel["id"], user, {"user": cast.SLACKBOT, "text": text})
        return {"ok": False, "error": error, "message": text}
    if ack.body:
        with space.lock:
            _say(space, outgoing, channel, user, ack.body)
    return {"ok": True}


def to_press(ack: Ack) -> LooseJson:
    """A press is only taken, or not."""
    if ack.ok:
        return {"ok": True}
    error = "operation_timeout" if ack.state == "timeout" else "dispatch_failed"
    return {"ok": False, "error": error, "message": TROUBLE}


def to_submission(space: Workspace, ack: Ack, user: str, view: LooseJson) -> LooseJson:
    """Closes the form, or does what `response_action` says. https://docs.slack.dev/surfaces/modals"""
    if not ack.ok:
        views.mark_view(space, user, view, problem=TROUBLE)
        error = "operation_timeout" if ack.state == "timeout" else "dispatch_failed"
        return {"ok": False, "error": error, "message": TROUBLE}
    try:
        return _respond(space, ack.body or {}, user, view)
    except SlackError as refused:
        detail = " ".join(refused.messages)
        space.fault(f"the answer to {view['callback_id']} was refused: {refused.error} {detail}".strip())
        views.mark_view(space, user, view, problem=TROUBLE)
        return {"ok": False, "error": refused.error, "message": TROUBLE}


def _respond(space: Workspace, body: LooseJson, user: str, view: LooseJson) -> LooseJson:
    match body.get("response_action"):
        case None:
            views.close_top(space, user)
        case "clear":
            views.close_top(space, user, all_of_them=True)
        case "update":
            views.update_view(space, view["id"], body.get("view"))
        case "push":
            views.push_modal(space, user, body.get("view"))
        case "errors":
            return _errors(space, body.get("errors"), user, view)
        case other:
            raise SlackError("invalid_arguments", f"unknown response_action: {other}")
    return {"ok": True}


def _errors(space: Workspace, errors: object, user: str, view: LooseJson) -> LooseJson:
    """Errors stand at input blocks, and only there."""
    inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or set(errors) - inputs:
        raise SlackError("invalid_arguments", f"errors must name input blocks, not {errors}")
    views.mark_view(space, user, view, errors=errors, problem=None)
    return {"ok": False, "error": "errors", "errors": errors}


def through_url(space: Workspace, outgoing: EventSender, token: str, body: LooseJson) -> None:
    """A post to a response_url. https://docs.slack.dev/interactivity/handling-user-interaction"""
    with space.lock:
        ticket = space.tickets.use_response(token, space.clock.now())
        channel = space.channel(ticket.channel)
        if body.get("delete_original") and ticket.about:
            _delete(space, outgoing, channel, ticket.about)
        elif body.get("replace_original") and ticket.about:
            _replace(space, outgoing, channel, ticket.about, body)
        else:
            _say(space, outgoing, channel, ticket.user, body)


def _say(space: Workspace, outgoing: EventSender, channel: LooseJson, user: str, body: LooseJson) -> None:
    content = message_content(body)
    if body.get("thread_ts"):
        content["thread_ts"] = str(body["thread_ts"])
    if body.get("response_type", "ephemeral") == "ephemeral":
        space.whisper(channel["id"], user, {**bot_message(), **content})
        return
    message = space.post(channel["id"], {**bot_message(), **content})
    for event in events.posted(channel, message) if events.hears(channel) else []:
        outgoing.event(event)


def _delete(space: Workspace, outgoing: EventSender, channel: LooseJson, about: LooseJson) -> None:
    if about.get("ephemeral"):
        space.remove_whisper(about["ts"])
        return
    gone = space.remove_message(channel["id"], about["ts"])
    outgoing.event(events.deleted(space, channel, gone))


def _replace(
    space: Workspace, outgoing: EventSender, channel: LooseJson, about: LooseJson, body: LooseJson
) -> None:
    content = message_content(body)
    if about.get("ephemeral"):
        whisper = space.whispers.get(about["ts"])
        if whisper is None:
            raise SlackError("message_not_found")
        space.save_whisper({**_without_content(whisper), **content})
        return
    previous = space.message(channel["id"], about["ts"])
    edited = {"user": cast.BOT_USER, "ts": space.next_ts()}
    message = {**_without_content(previous), **content, "edited": edited}
    space.save_message(channel["id"], message)
    outgoing.event(events.changed(space, channel, message, previous))


def _without_content(message: LooseJson) -> LooseJson:
    return {key: value for key, value in message.items() if key not in ("text", "blocks")}
