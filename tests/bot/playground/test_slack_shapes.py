"""What the bot is sent and answered has the keys and types of Slack's own documentation."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.playground.person import Visitor
from bot.playground.shapes import LooseJson
from tests.bot.playground.conftest import Scene
from tests.bot.playground.shapes_of_slack import FOLDER, differences, fixture
from tests.bot.playground.small_bot import card, form, home


def heard(scene: Scene, type_: str) -> LooseJson:
    """The newest payload or event of this type, once it came."""
    ana = scene.person("U0ANA")
    return ana.wait_for(lambda: scene.heard_of(type_))[-1]


def subtype(scene: Scene, name: str) -> LooseJson:
    def found() -> list[LooseJson]:
        return [one for one in scene.heard_of("message") if one["event"].get("subtype") == name]

    return scene.person("U0ANA").wait_for(found)[-1]


def told(answer: SlackResponse) -> LooseJson:
    assert isinstance(answer.data, dict)
    return answer.data


def with_form(scene: Scene) -> Visitor:
    ana = scene.person("U0ANA")
    ana.command("open")
    return ana


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_every_fixture_names_its_source(path: object) -> None:
    assert "docs.slack.dev" in fixture(path.stem)["source"]  # type: ignore[attr-defined]


def test_a_command_has_slacks_fields(scene: Scene) -> None:
    scene.person("U0ANA").command("help me")
    assert differences("slash_command", scene.heard[0]) == []
    assert (scene.heard[0]["command"], scene.heard[0]["text"]) == ("/request", "help me")


def test_a_press_in_a_message_has_slacks_fields(scene: Scene) -> None:
    scene.client.chat_postMessage(channel="C0GENERAL", **card("x"))
    scene.person("U0ANA").press("Take it")
    assert differences("block_actions_message", heard(scene, "block_actions")) == []


def test_a_press_in_a_whisper_carries_no_message(socket: Scene) -> None:
    socket.client.chat_postEphemeral(channel="C0GENERAL", user="U0ANA", **{**card("x"), "metadata": None})
    ana = socket.person("U0ANA")
    payload_before = len(socket.heard)
    with pytest.raises(AssertionError):  # the tiny bot stumbles over the missing message, and so never acks
        ana.press("Take it")
    assert differences("block_actions_ephemeral", socket.heard[payload_before]) == []


def test_a_press_on_home_carries_the_view_and_no_response_url(socket: Scene) -> None:
    socket.client.views_publish(user_id="U0ANA", view={"type": "home", "blocks": card("x")["blocks"]})
    socket.person("U0ANA").press("Take it", where="home")
    assert differences("block_actions_view", heard(socket, "block_actions")) == []


def test_a_submission_has_slacks_fields(scene: Scene) -> None:
    ana = with_form(scene)
    ana.fill({"what": "a chair"})
    ana.submit()
    assert differences("view_submission", heard(scene, "view_submission")) == []


def test_closing_a_form_is_told_with_slacks_fields(socket: Scene) -> None:
    with_form(socket).cancel()
    assert differences("view_closed", heard(socket, "view_closed")) == []


def test_shortcuts_have_slacks_fields(socket: Scene) -> None:
    ana = socket.person("U0ANA")
    ana.shortcut()
    assert differences("shortcut", heard(socket, "shortcut")) == []
    ana.message_shortcut("C0GENERAL", ana.say("C0GENERAL", "my screen is broken"))
    assert differences("message_action", heard(socket, "message_action")) == []


def test_a_message_its_edit_and_its_deletion_are_told_with_slacks_fields(scene: Scene) -> None:
    ana = scene.person("U0ANA")
    ts = ana.say("C0GENERAL", "hello")
    assert differences("event_message", heard(scene, "message")) == []
    ana.do("edit", channel="C0GENERAL", ts=ts, text="hello all")
    assert differences("event_message_changed", subtype(scene, "message_changed")) == []
    ana.do("delete", channel="C0GENERAL", ts=ts)
    assert differences("event_message_deleted", subtype(scene, "message_deleted")) == []


def test_a_reply_is_told_with_its_thread(socket: Scene) -> None:
    ana = socket.person("U0ANA")
    ana.say("C0GENERAL", "a reply", thread=ana.say("C0GENERAL", "hello"))
    ana.wait_for(lambda: len(socket.heard_of("message")) == 2)
    assert differences("event_message_thread", socket.heard_of("message")[-1]) == []


def test_a_mention_is_told_as_a_message_and_as_a_mention(socket: Scene) -> None:
    socket.person("U0ANA").say("C0GENERAL", "@Yinuo what is open?")
    assert differences("event_app_mention", heard(socket, "app_mention")) == []
    assert heard(socket, "message")["event"]["text"] == "<@U0YINUO> what is open?"


def test_opening_home_is_told_with_the_view_once_there_is_one(socket: Scene) -> None:
    socket.client.views_publish(user_id="U0ANA", view=home("x"))
    socket.person("U0ANA").open_home()
    assert differences("event_app_home_opened", heard(socket, "app_home_opened")) == []


def test_reactions_and_newcomers_are_told_with_slacks_fields(socket: Scene) -> None:
    ana = socket.person("U0ANA")
    ana.react("C0GENERAL", ana.say("C0GENERAL", "hello"), "eyes")
    assert differences("event_reaction_added", heard(socket, "reaction_added")) == []
    ana.do("join", channel="C0IT")
    assert differences("event_member_joined_channel", heard(socket, "member_joined_channel")) == []


def test_answers_about_messages_have_slacks_fields(socket: Scene) -> None:
    client = socket.client
    posted = client.chat_postMessage(channel="C0GENERAL", **card("x"))
    assert differences("answer_chat_postMessage", told(posted)) == []
    ts = posted["ts"]
    assert (
        differences("answer_chat_update", told(client.chat_update(channel="C0GENERAL", ts=ts, text="y")))
        == []
    )
    link = client.chat_getPermalink(channel="C0GENERAL", message_ts=ts)
    assert differences("answer_chat_getPermalink", told(link)) == []
    whisper = client.chat_postEphemeral(channel="C0GENERAL", user="U0ANA", text="psst")
    assert differences("answer_chat_postEphemeral", told(whisper)) == []


def test_answers_about_history_have_slacks_fields(socket: Scene) -> None:
    ana, client = socket.person("U0ANA"), socket.client
    ts = ana.say("C0GENERAL", "hello")
    history = client.conversations_history(channel="C0GENERAL")
    assert differences("answer_conversations_history", told(history)) == []
    ana.say("C0GENERAL", "a reply", thread=ts)
    replies = client.conversations_replies(channel="C0GENERAL", ts=ts)
    assert differences("answer_conversations_replies", told(replies)) == []


def test_answers_about_people_and_the_team_have_slacks_fields(socket: Scene) -> None:
    client = socket.client
    person = client.users_info(user="U0LIN", include_locale=True)
    assert differences("answer_users_info", told(person)) == []
    assert differences("answer_auth_test", told(client.auth_test())) == []
    assert differences("answer_conversations_open", told(client.conversations_open(users="U0ANA"))) == []


def test_answers_about_views_have_slacks_fields(socket: Scene) -> None:
    trigger = socket.space.tickets.trigger("U0ANA")
    opened = socket.client.views_open(trigger_id=trigger, view=form())
    assert differences("answer_views_open", told(opened)) == []
    published = socket.client.views_publish(user_id="U0ANA", view=home("x"))
    assert differences("answer_views_publish", told(published)) == []


def test_a_refusal_says_what_was_wrong_and_where(socket: Scene) -> None:
    with pytest.raises(SlackApiError) as refused:
        socket.client.chat_postMessage(channel="C0GENERAL", text="x", blocks=[{"type": "divider", "x": 1}])
    assert differences("answer_error_with_messages", told(refused.value.response)) == []
    assert refused.value.response["response_metadata"]["messages"] == [
        "[ERROR] invalid additional property: x [json-pointer:/blocks/0]"
    ]
