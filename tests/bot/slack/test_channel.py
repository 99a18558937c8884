"""What the sender and the directory get from Slack, on good days and bad ones."""

from __future__ import annotations

import pytest

from bot.cards.elements import Card, Home, Words
from bot.outbox.channel import Later, Revoked, Unclear, Unreachable, Vanished
from bot.slack.channel import SlackChannel
from bot.slack.client import SlackClient
from tests.bot.slack.conftest import BOT_TOKEN, Office

CARD = Card(title="#118 <!channel>", summary="News & more", elements=(Words(text="hello"),))


def test_a_card_goes_to_a_person_or_a_conversation_or_under_a_message(quiet: Office) -> None:
    to_ana = quiet.channel.post("slack:U0ANA", CARD, "n1")
    root = quiet.channel.post("slack:C0IT", CARD, "n2")
    reply = quiet.channel.post("slack:C0IT", CARD, "n3", under=root)
    assert to_ana.startswith("slack:D0ANA/")
    assert quiet.person("U0ANA").dm()[-1]["text"] == "News &amp; more"
    thread = quiet.person("U0BEN").thread("C0IT", root.split("/")[1])
    assert reply.split("/")[1] in [message["ts"] for message in thread]


def test_a_message_is_found_by_its_key(quiet: Office) -> None:
    root = quiet.channel.post("slack:C0IT", CARD, "n1")
    both = quiet.channel.post("slack:U0ANA", CARD, "n2 n3")
    reply = quiet.channel.post("slack:C0IT", CARD, "n4", under=root)
    assert quiet.channel.find("slack:C0IT", "n1") == root
    assert quiet.channel.find("slack:U0ANA", "n3") == both
    assert quiet.channel.find("slack:C0IT", "n4", under=root) == reply
    assert quiet.channel.find("slack:C0IT", "n5") is None


def test_an_update_stays_where_it_is(quiet: Office) -> None:
    where = quiet.channel.post("slack:C0IT", CARD, "n1")
    assert quiet.channel.update(where, CARD.model_copy(update={"summary": "newer"})) == where
    assert quiet.person("U0BEN").messages("C0IT")[-1]["text"] == "newer"


def test_home_is_published(quiet: Office) -> None:
    quiet.channel.home("slack:U0ANA", Home(elements=CARD.elements))
    assert "hello" in str(quiet.person("U0ANA").home())


@pytest.mark.parametrize(
    ("user", "name", "language", "timezone", "may_act"),
    [
        ("U0ANA", "Ana Silva", "en", "Asia/Shanghai", True),
        ("U0LIN", "林娜", "zh", "Asia/Shanghai", True),
        ("U0TOM", "Tom Berg", "en", "Europe/Berlin", True),
        ("U0DIEGO", "Diego Luna", "en", None, False),
        ("U0YINUO", "Yinuo", "en", None, False),
    ],
)
def test_who_people_are(
    quiet: Office,
    user: str,
    name: str,
    language: str,
    timezone: str | None,
    may_act: bool,  # noqa: FBT001
) -> None:
    profile = quiet.channel.profile(f"slack:{user}")
    assert name in profile.name
    assert profile.language == language or user == "U0YINUO"
    assert timezone in (None, profile.timezone)
    assert profile.may_act is may_act


def test_nobody_may_not_act(quiet: Office) -> None:
    assert not quiet.channel.profile("slack:U0NOBODY").may_act


def test_who_is_deactivated_has_left_as_soon_as_they_are_looked_up_again(quiet: Office) -> None:
    assert not quiet.channel.profile("slack:U0BEN").left
    quiet.space.deactivate("U0BEN")
    quiet.channel.look_again("slack:U0BEN")
    assert quiet.channel.profile("slack:U0BEN").left
    assert not quiet.channel.profile("slack:U0NOBODY").left


def test_people_are_looked_up_once_a_day(quiet: Office) -> None:
    seconds = [0.0]
    channel = SlackChannel(SlackClient(BOT_TOKEN, f"{quiet.running.url}/api/"), seconds=lambda: seconds[0])
    channel.profile("slack:U0ANA")
    quiet.space.weather.down = -1
    assert channel.profile("slack:U0ANA").name == "Ana Silva"
    seconds[0] = 86_401.0
    with pytest.raises(Later):
        channel.profile("slack:U0ANA")


def test_too_fast_is_later(quiet: Office) -> None:
    quiet.space.weather.rate_limited, quiet.space.weather.retry_after = 1, 7
    with pytest.raises(Later) as later:
        quiet.channel.post("slack:C0IT", CARD, "n1")
    assert later.value.seconds == 7


def test_a_lost_answer_is_unclear_and_the_message_is_found(quiet: Office) -> None:
    quiet.space.weather.drop_answer = 1
    with pytest.raises(Unclear):
        quiet.channel.post("slack:C0IT", CARD, "n1")
    assert quiet.channel.find("slack:C0IT", "n1")
    assert len(quiet.person("U0BEN").messages("C0IT")) == 1


def test_a_revoked_token_is_told_apart(quiet: Office) -> None:
    quiet.space.weather.revoked = True
    with pytest.raises(Revoked):
        quiet.channel.post("slack:C0IT", CARD, "n1")


def test_a_deleted_card_has_vanished(quiet: Office) -> None:
    where = quiet.channel.post("slack:C0IT", CARD, "n1")
    with pytest.raises(Vanished):
        quiet.channel.update(where[:-1] + ("1" if where[-1] != "1" else "2"), CARD)


def test_an_unknown_channel_is_unreachable(quiet: Office) -> None:
    with pytest.raises(Unreachable):
        quiet.channel.post("slack:C0NOWHERE", CARD, "n1")


def test_no_connection_is_later() -> None:
    channel = SlackChannel(SlackClient(BOT_TOKEN, "http://127.0.0.1:9/api/"))
    with pytest.raises(Later):
        channel.post("slack:C0IT", CARD, "n1")
