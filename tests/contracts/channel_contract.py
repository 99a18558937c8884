"""What every platform's channel promises the sender. A platform's own tests inherit `ChannelContract`."""

from __future__ import annotations

from typing import Protocol

import pytest

from bot.cards.elements import Button, Buttons, Card, Home, Words
from bot.outbox.channel import Channel, Later, Revoked, Unclear, Unreachable, Vanished


class Weather(Protocol):
    """How a test makes the platform misbehave, and what it sees there."""

    person: str  # an address somebody can be reached at
    place: str  # a conversation the bot is in

    def loses_the_next_answer(self) -> None: ...
    def asks_to_wait(self, seconds: float) -> None: ...
    def revokes_the_token(self) -> None: ...
    def closes(self, place: str) -> None: ...
    def texts(self) -> list[str]:
        """What stands in `place` and with `person`, threads too, in plain words."""
        ...


class Hands(Weather, Protocol):
    """The same where somebody can delete a message."""

    def deletes(self, where: str) -> None: ...


def a_card(words: str = "Your laptop is ready", label: str = "Thanks") -> Card:
    button = Button(act="thank", label=label, about="1")
    return Card(title=words, summary=words, elements=(Words(text=words), Buttons(buttons=(button,))))


class CanBeDeleted:
    """Inherit it too where people can delete a message of ours by hand."""

    def test_updating_what_was_deleted_says_so(self, channel: Channel, weather: Hands) -> None:
        where = channel.post(weather.place, a_card(), "1.1.0")
        weather.deletes(where)
        with pytest.raises(Vanished):
            channel.update(where, a_card("It is closed"))

    def test_what_was_deleted_is_not_found(self, channel: Channel, weather: Hands) -> None:
        weather.deletes(channel.post(weather.place, a_card(), "1.1.0"))
        assert channel.find(weather.place, "1.1.0") is None


class ChannelContract:
    """Inherit, and give fixtures `channel` and `weather`."""

    def test_what_is_posted_to_a_person_stands_there(self, channel: Channel, weather: Weather) -> None:
        where = channel.post(weather.person, a_card(), "1.1.0")
        assert where.startswith(f"{channel.platform}:")
        assert any("Your laptop is ready" in text for text in weather.texts())

    def test_two_posts_have_two_addresses(self, channel: Channel, weather: Weather) -> None:
        assert channel.post(weather.place, a_card(), "1") != channel.post(weather.place, a_card(), "2")

    def test_a_post_is_found_by_its_key(self, channel: Channel, weather: Weather) -> None:
        where = channel.post(weather.person, a_card(), "1.1.0")
        assert channel.find(weather.person, "1.1.0") == where

    def test_another_key_is_not_found(self, channel: Channel, weather: Weather) -> None:
        channel.post(weather.person, a_card(), "1.1.0")
        assert channel.find(weather.person, "1.1") is None

    def test_a_message_that_says_several_things_is_found_by_each(
        self, channel: Channel, weather: Weather
    ) -> None:
        where = channel.post(weather.person, a_card(), "1.4.0 2.7.0 13.2.0")
        assert {channel.find(weather.person, key) for key in ("1.4.0", "2.7.0", "13.2.0")} == {where}

    def test_a_reply_is_found_under_its_message(self, channel: Channel, weather: Weather) -> None:
        root = channel.post(weather.place, a_card(), "1.1.0")
        reply = channel.post(weather.place, a_card("It is on its way"), "1.2.0", root)
        assert channel.find(weather.place, "1.2.0", root) == reply
        assert reply != root

    def test_an_update_shows_something_else_at_the_same_message(
        self, channel: Channel, weather: Weather
    ) -> None:
        where = channel.post(weather.place, a_card(), "1.1.0")
        assert channel.update(where, a_card("It is closed")) == channel.find(weather.place, "1.1.0")
        assert any("It is closed" in text for text in weather.texts())
        assert not any("Your laptop is ready" in text for text in weather.texts())

    def test_a_lost_answer_is_unclear_and_the_message_can_be_found(
        self, channel: Channel, weather: Weather
    ) -> None:
        weather.loses_the_next_answer()
        with pytest.raises(Unclear):
            channel.post(weather.place, a_card(), "1.1.0")
        assert channel.find(weather.place, "1.1.0") is not None

    def test_being_asked_to_wait_tells_how_long_and_nothing_stands(
        self, channel: Channel, weather: Weather
    ) -> None:
        weather.asks_to_wait(17)
        with pytest.raises(Later) as later:
            channel.post(weather.place, a_card(), "1.1.0")
        assert later.value.seconds >= 17
        assert not any("Your laptop is ready" in text for text in weather.texts())

    def test_a_closed_conversation_is_unreachable(self, channel: Channel, weather: Weather) -> None:
        weather.closes(weather.place)
        with pytest.raises(Unreachable):
            channel.post(weather.place, a_card(), "1.1.0")

    def test_a_revoked_token_is_said_so(self, channel: Channel, weather: Weather) -> None:
        weather.revokes_the_token()
        with pytest.raises(Revoked):
            channel.post(weather.person, a_card(), "1.1.0")

    def test_a_home_can_be_shown_twice(self, channel: Channel, weather: Weather) -> None:
        channel.home(weather.person, Home(elements=(Words(text="Nothing waits for you."),)))
        channel.home(weather.person, Home(elements=(Words(text="One request waits for you."),)))

    def test_a_person_has_a_name_a_language_and_a_timezone(self, channel: Channel, weather: Weather) -> None:
        profile = channel.profile(weather.person)
        assert profile.person == weather.person
        assert profile.name
        assert profile.timezone
