"""Slack as one part of the bot: its way in, over a socket or over HTTP, and how well it is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from starlette.routing import Route

from bot.inbox.answer import Sorry, Talk
from bot.outbox.channel import Later, Revoked
from bot.service.settings import Settings, revealed
from bot.slack import connect
from bot.slack.channel import SlackChannel
from bot.slack.client import SlackClient
from bot.slack.guard import Guard
from bot.slack.socket_mode import Socket


class Slack:
    """Socket Mode if there is an app token, else HTTP: then `routes` are to be served."""

    def __init__(self, here: Settings, channel: SlackChannel, talk: Talk, sorry: Sorry) -> None:
        self.routes: list[Route] = []
        self.sign_in: None = None  # to the pages one comes by a link
        self._channel = channel
        self._socket: Socket | None = None
        self._errands = ThreadPoolExecutor(8, thread_name_prefix="slack-answer")
        signing, app_token = revealed(here.slack_signing_secret), revealed(here.slack_app_token)
        patient = connect.patient(talk) if app_token else talk
        app = connect.build_app(patient, channel, sorry, signing_secret=signing, errands=self._errands)
        if app_token:
            self._socket = Socket(app, app_token, here.slack_api_url)
        else:
            self.routes = connect.slack_routes(app, Guard(signing))

    def start(self) -> None:
        if self._socket:
            self._socket.start()

    def stop(self) -> None:
        """Take in nothing new; answers under way are given."""
        if self._socket:
            self._socket.close()
        self._errands.shutdown(wait=True)

    def close(self) -> None:
        """Slack's client keeps no connection open."""

    def wrong(self) -> str | None:
        """For /readyz: whether the token works and the socket is open."""
        try:
            self._channel.check()
        except Revoked as revoked:
            return f"Slack does not accept SLACK_BOT_TOKEN ({revoked})"
        except Later as later:
            return f"Slack cannot be asked ({later})"
        return None if self._socket is None or self._socket.is_connected() else "the socket is not connected"


def channel(here: Settings) -> SlackChannel:
    client = SlackClient(revealed(here.slack_bot_token), here.slack_api_url)
    return SlackChannel(client, language=here.eoac_lang)
