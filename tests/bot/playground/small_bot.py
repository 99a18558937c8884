"""A tiny Bolt app, nothing of the product's: enough to exercise the playground from the other side."""

from collections.abc import Callable

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.playground.shapes import LooseJson

BOT_TOKEN, APP_TOKEN, SECRET = "xoxb-playground", "xapp-playground", "playground-secret"


def small_bot(base_url: str) -> tuple[App, list[LooseJson]]:
    """The app, and every event and payload it got."""
    client = WebClient(BOT_TOKEN, base_url=f"{base_url}/api/", retry_handlers=[])
    app = App(client=client, signing_secret=SECRET, process_before_response=True)
    heard: list[LooseJson] = []

    @app.command("/request")
    def command(ack: Ack, body: LooseJson, client: WebClient) -> None:
        heard.append(body)
        if body["text"] == "silence":
            return
        if body["text"] == "open":
            client.views_open(trigger_id=body["trigger_id"], view=form())
        ack("Got it" if body["text"] == "text" else "")

    @app.view("ask")
    def submitted(ack: Ack, body: LooseJson, client: WebClient) -> None:
        heard.append(body)
        text = body["view"]["state"]["values"]["what"]["typed"]["value"]
        if text == "bad":
            ack(response_action="errors", errors={"what": "Say more."})
        elif text == "next":
            ack(response_action="update", view={**form(), "callback_id": "second"})
        elif text == "deeper":
            ack(response_action="push", view={**form(), "callback_id": "deeper"})
        else:
            ack()
            client.chat_postMessage(channel="C0IT", **card(text))
            client.views_publish(user_id=body["user"]["id"], view=home(text))

    @app.view_closed("ask")
    def closed(ack: Ack, body: LooseJson) -> None:
        heard.append(body)
        ack()

    @app.action("take")
    def take(ack: Ack, body: LooseJson, client: WebClient, respond: Callable[..., object]) -> None:
        heard.append(body)
        ack()
        if body["container"]["type"] == "message":
            taken = {**card("taken"), "metadata": None}
            client.chat_update(channel=body["channel"]["id"], ts=body["message"]["ts"], **taken)
            respond("Only you see this", response_type="ephemeral", replace_original=False)

    @app.shortcut("eoac:raise")
    @app.shortcut("eoac:turn")
    def shortcut(ack: Ack, body: LooseJson) -> None:
        heard.append(body)
        ack()

    @app.event("message")
    @app.event("app_mention")
    @app.event("app_home_opened")
    @app.event("reaction_added")
    @app.event("member_joined_channel")
    @app.event("user_change")
    def event(body: LooseJson) -> None:
        heard.append(body)

    return app, heard


def plain(text: str) -> LooseJson:
    return {"type": "plain_text", "text": text}


def form() -> LooseJson:
    typed = {"type": "plain_text_input", "action_id": "typed"}
    what = {"type": "input", "block_id": "what", "label": plain("What"), "element": typed}
    return {
        "type": "modal",
        "callback_id": "ask",
        "title": plain("Ask"),
        "submit": plain("Send"),
        "close": plain("Cancel"),
        "notify_on_close": True,
        "blocks": [what],
    }


def card(text: str) -> LooseJson:
    button = {"type": "button", "action_id": "take", "text": plain("Take it"), "value": "1"}
    said = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
    return {
        "text": text,
        "blocks": [said, {"type": "actions", "block_id": "acts", "elements": [button]}],
        "metadata": {"event_type": "asked", "event_payload": {"id": "1"}},
    }


def home(text: str) -> LooseJson:
    said = {"type": "section", "text": {"type": "mrkdwn", "text": f"Home: {text}"}}
    return {"type": "home", "blocks": [said]}
