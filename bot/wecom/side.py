"""WeCom as one part of the bot: its way in, its menu, and how well it is."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from starlette.routing import Route

from bot.inbox.answer import Sorry, Talk
from bot.outbox.channel import Later, NotTaken, Revoked
from bot.service.settings import Settings, Wrong, revealed
from bot.wecom import callback, menu
from bot.wecom.answering import Answering
from bot.wecom.channel import WecomChannel
from bot.wecom.client import WecomClient
from bot.wecom.crypto import Seal
from bot.wecom.door import Door
from bot.wecom.sign_in import WecomSignIn
from bot.wecom.ways import SignInLinks
from workflows.definition import Company
from workflows.languages import Language
from workflows.ports import Notes
from workflows.state.values import Person


class Wecom:
    """Callbacks over HTTP: `routes` are to be served."""

    def __init__(
        self,
        here: Settings,
        channel: WecomChannel,
        talk: Talk,
        sorry: Sorry,
        language_of: Callable[[Person], Language] = lambda _: "zh",
    ) -> None:
        self.sign_in = WecomSignIn(channel.client)
        self._channel = channel
        self._errands = ThreadPoolExecutor(8, thread_name_prefix="wecom-answer")
        self._door = Door(talk, channel, sorry, Answering(channel, language_of), self._errands)
        self.routes: list[Route] = callback.callback_routes(_seal(here), self._door)

    def start(self) -> None:
        """Put up the menu, and take up the answers that an earlier process owed."""
        self._door.start()
        self._errands.submit(menu.put_up, self._channel.client)

    def stop(self) -> None:
        """Take in nothing new; answers under way are given, those that still wait for their turn are not."""
        self._door.close()
        self._errands.shutdown(wait=True, cancel_futures=True)

    def close(self) -> None:
        self._channel.client.close()

    def wrong(self) -> str | None:
        """For /readyz: whether the secret works and the app is there."""
        try:
            self._channel.check()
        except Revoked as revoked:
            return f"WeCom does not accept WECOM_SECRET ({revoked})"
        except (Later, NotTaken) as later:
            return f"WeCom cannot be asked ({later})"
        return None


def channel(here: Settings, notes: Notes, links: SignInLinks, company: Callable[[], Company]) -> WecomChannel:
    """Raises Wrong for an agent id that is none."""
    try:
        agent_id = int(here.wecom_agent_id or "")
    except ValueError:
        raise Wrong("WECOM_AGENT_ID: not a number; copy it from the app's page, like 1000002") from None
    client = WecomClient(here.wecom_corp_id or "", agent_id, revealed(here.wecom_secret), here.wecom_api_url)
    return WecomChannel(client, notes, links, company)


def _seal(here: Settings) -> Seal:
    try:
        return Seal(
            revealed(here.wecom_token), revealed(here.wecom_encoding_aes_key), here.wecom_corp_id or ""
        )
    except ValueError:
        raise Wrong("WECOM_ENCODING_AES_KEY: not a key; it has 43 letters and digits") from None
