"""The Web API keeps state, refuses in Slack's words, and has bad weather on demand."""

import time
from collections.abc import Callable, Iterator
from http.client import HTTPException
from urllib.error import URLError

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground.ports import QuietBot
from bot.playground.run import Running, serve_app
from bot.playground.server import make_app
from bot.playground.shapes import LooseJson
from bot.playground.workspace import Workspace
from tests.bot.playground.small_bot import APP_TOKEN, BOT_TOKEN, card, form, home


@pytest.fixture
def space() -> Workspace:
    return Workspace()


@pytest.fixture
def running(space: Workspace) -> Iterator[Running]:
    server = serve_app(make_app(space, QuietBot(), app_token=APP_TOKEN, bot_token=BOT_TOKEN))
    yield server
    server.stop()
    space.close()


@pytest.fixture
def client(running: Running) -> WebClient:
    return WebClient(BOT_TOKEN, base_url=f"{running.url}/api/", retry_handlers=[])


def error_of(call: Callable[[], object]) -> str:
    with pytest.raises(SlackApiError) as refused:
        call()
    return str(refused.value.response["error"])


def test_arguments_come_as_json_as_a_form_in_the_query_or_as_json_inside_a_form(running: Running) -> None:
    blocks = '[{"type": "divider"}]'
    url, headers = f"{running.url}/api/chat.postMessage", {"Authorization": f"Bearer {BOT_TOKEN}"}
    given = {"channel": "C0IT", "text": "x", "blocks": blocks}
    with httpx.Client(headers=headers, trust_env=False) as http:
        answers = [
            http.post(url, json=given),
            http.post(url, data=given),
            http.get(url, params=given),
            http.post(url, params=given, headers={"Content-Type": "application/json"}),
            http.post(url, data={**given, "token": BOT_TOKEN}, headers={"Authorization": ""}),
        ]
    assert [one.json()["ok"] for one in answers] == [True] * 5
    assert {one.json()["message"]["blocks"][0]["type"] for one in answers} == {"divider"}


@pytest.mark.parametrize(
    ("token", "error"),
    [(None, "not_authed"), ("xoxb-other", "invalid_auth"), (APP_TOKEN, "not_allowed_token_type")],
)
def test_a_wrong_token_is_refused(running: Running, token: str | None, error: str) -> None:
    wrong = WebClient(token, base_url=f"{running.url}/api/")
    assert error_of(wrong.auth_test) == error


def test_a_method_slack_does_not_have_is_a_fault_said_loudly(client: WebClient, space: Workspace) -> None:
    assert error_of(lambda: client.api_call("chat.shout")) == "unknown_method"
    assert "chat.shout" in space.faults[0]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ({"channel": "U0NOBODY", "text": "x"}, "user_not_found"),
        ({"channel": "U0YINUO", "text": "x"}, "cannot_dm_bot"),
        ({"channel": "C0IT", "text": ""}, "no_text"),
        ({"channel": "C0IT", "text": "x", "metadata": {"id": 1}}, "invalid_metadata_format"),
        ({"channel": "C0IT", "text": "x", "blocks": "no json"}, "invalid_blocks_format"),
    ],
)
def test_a_message_that_cannot_be_posted_is_refused(
    client: WebClient, arguments: LooseJson, error: str
) -> None:
    assert error_of(lambda: client.api_call("chat.postMessage", json=arguments)) == error


def test_a_message_to_a_person_opens_their_direct_conversation(client: WebClient) -> None:
    assert client.chat_postMessage(channel="U0ANA", text="hello")["channel"] == "D0ANA"
    assert client.conversations_open(users="U0ANA")["channel"]["id"] == "D0ANA"


def test_an_archived_channel_or_one_without_the_bot_takes_nothing(
    client: WebClient, space: Workspace
) -> None:
    space.save_room({**space.channel("C0IT"), "is_archived": True})
    space.save_room({**space.channel("C0HR"), "bot": False})
    assert error_of(lambda: client.chat_postMessage(channel="C0IT", text="x")) == "is_archived"
    assert error_of(lambda: client.chat_postMessage(channel="C0HR", text="x")) == "not_in_channel"


def test_posted_text_is_cut_and_updated_text_refused_when_too_long(client: WebClient) -> None:
    posted = client.chat_postMessage(channel="C0IT", text="x" * 41_000)
    assert len(posted["message"]["text"]) == 40_000
    too_long = {"channel": "C0IT", "ts": posted["ts"], "text": "x" * 4_001}
    assert error_of(lambda: client.chat_update(**too_long)) == "msg_too_long"


def test_an_update_keeps_the_blocks_that_are_not_given(client: WebClient) -> None:
    posted = client.chat_postMessage(channel="C0IT", **card("x"))
    updated = client.chat_update(channel="C0IT", ts=posted["ts"], text="y")["message"]
    assert (updated["text"], updated["blocks"]) == ("y", posted["message"]["blocks"])
    assert updated["metadata"] == card("x")["metadata"]
    assert updated["edited"]["user"] == "U0YINUO"


def test_only_its_own_messages_can_the_bot_change(client: WebClient, space: Workspace) -> None:
    theirs = space.post("C0IT", {"user": "U0BEN", "text": "mine"})["ts"]
    assert error_of(lambda: client.chat_update(channel="C0IT", ts=theirs, text="x")) == "cant_update_message"
    assert error_of(lambda: client.chat_delete(channel="C0IT", ts=theirs)) == "cant_delete_message"
    assert error_of(lambda: client.chat_update(channel="C0IT", ts="1.2", text="x")) == "message_not_found"


def test_metadata_is_read_back_only_when_asked_for(client: WebClient) -> None:
    root = client.chat_postMessage(channel="C0IT", **card("root"))["ts"]
    client.chat_postMessage(channel="C0IT", thread_ts=root, **card("reply"))
    silent = client.conversations_replies(channel="C0IT", ts=root)["messages"]
    told = client.conversations_replies(channel="C0IT", ts=root, include_all_metadata=True)["messages"]
    assert [one.get("metadata") for one in silent] == [None, None]
    assert [one["metadata"]["event_payload"] for one in told] == [{"id": "1"}, {"id": "1"}]
    history = client.conversations_history(channel="C0IT", include_all_metadata=True)["messages"]
    assert [(one["text"], one["reply_count"], "metadata" in one) for one in history] == [("root", 1, True)]


def test_history_comes_in_pages_newest_first(client: WebClient) -> None:
    for number in range(5):
        client.chat_postMessage(channel="C0IT", text=str(number))
    answer = client.conversations_history(channel="C0IT", limit=2)
    pages = [[one["text"] for one in page["messages"]] for page in answer]
    assert pages == [["4", "3"], ["2", "1"], ["0"]]


def test_history_can_be_narrowed_by_time(client: WebClient) -> None:
    first, second = (client.chat_postMessage(channel="C0IT", text=text)["ts"] for text in "ab")
    after = client.conversations_history(channel="C0IT", oldest=first)["messages"]
    upto = client.conversations_history(channel="C0IT", latest=second, inclusive=True)["messages"]
    assert ([one["text"] for one in after], [one["text"] for one in upto]) == (["b"], ["b", "a"])


def test_a_deleted_root_with_replies_stays_as_a_tombstone(client: WebClient) -> None:
    root = client.chat_postMessage(channel="C0IT", text="root")["ts"]
    client.chat_postMessage(channel="C0IT", thread_ts=root, text="reply")
    client.chat_delete(channel="C0IT", ts=root)
    assert error_of(lambda: client.chat_update(channel="C0IT", ts=root, text="x")) == "message_not_found"
    texts = [one["text"] for one in client.conversations_replies(channel="C0IT", ts=root)["messages"]]
    assert texts == ["This message was deleted.", "reply"]


def test_a_trigger_opens_one_form_within_three_seconds(
    client: WebClient, space: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    used, late = space.tickets.trigger("U0ANA"), space.tickets.trigger("U0ANA")
    client.views_open(trigger_id=used, view=form())
    assert error_of(lambda: client.views_open(trigger_id=used, view=form())) == "exchanged_trigger_id"
    assert error_of(lambda: client.views_open(trigger_id="1.2.3", view=form())) == "invalid_trigger_id"
    real = time.monotonic
    monkeypatch.setattr("bot.playground.tickets.time.monotonic", lambda: real() + 3.1)
    assert error_of(lambda: client.views_open(trigger_id=late, view=form())) == "expired_trigger_id"


def test_forms_stack_three_deep(client: WebClient, space: Workspace) -> None:
    client.views_open(trigger_id=space.tickets.trigger("U0ANA"), view=form())
    for _ in range(2):
        client.views_push(trigger_id=space.tickets.trigger("U0ANA"), view=form())
    trigger = space.tickets.trigger("U0ANA")
    assert error_of(lambda: client.views_push(trigger_id=trigger, view=form())) == "push_limit_reached"


def test_a_stale_hash_is_a_conflict(client: WebClient, space: Workspace) -> None:
    first = client.views_publish(user_id="U0ANA", view=home("1"))["view"]
    client.views_publish(user_id="U0ANA", view=home("2"), hash=first["hash"])
    stale = {"user_id": "U0ANA", "view": home("3"), "hash": first["hash"]}
    assert error_of(lambda: client.views_publish(**stale)) == "hash_conflict"
    opened = client.views_open(trigger_id=space.tickets.trigger("U0ANA"), view=form())["view"]
    client.views_update(view_id=opened["id"], hash=opened["hash"], view=form())
    again = {"view_id": opened["id"], "hash": opened["hash"], "view": form()}
    assert error_of(lambda: client.views_update(**again)) == "hash_conflict"


def test_guests_and_people_who_left_are_marked(client: WebClient, space: Workspace) -> None:
    space.deactivate("U0BEN")
    assert client.users_info(user="U0BEN")["user"]["deleted"] is True
    assert client.users_info(user="U0DIEGO")["user"]["is_restricted"] is True
    assert error_of(lambda: client.users_info(user="U0NOBODY")) == "user_not_found"


def test_lists_of_people_and_channels_are_complete(client: WebClient) -> None:
    people = [one["id"] for page in client.users_list(limit=5) for one in page["members"]]
    assert len(people) == 12
    assert client.conversations_members(channel="C0BUY")["members"] == ["U0TOM", "U0MARIA", "U0YINUO"]
    of_ben = client.users_conversations(user="U0BEN")["channels"]
    assert [one["name"] for one in of_ben] == ["general", "it-help"]


def test_a_reaction_counts_once_a_person(client: WebClient) -> None:
    ts = client.chat_postMessage(channel="C0IT", text="x")["ts"]
    client.reactions_add(channel="C0IT", timestamp=ts, name="eyes")
    again = {"channel": "C0IT", "timestamp": ts, "name": "eyes"}
    assert error_of(lambda: client.reactions_add(**again)) == "already_reacted"
    message = client.reactions_get(channel="C0IT", timestamp=ts)["message"]
    assert message["reactions"] == [{"name": "eyes", "users": ["U0YINUO"], "count": 1}]


def test_a_rate_limit_says_when_to_come_back(client: WebClient, space: Workspace) -> None:
    space.weather.rate_limited, space.weather.retry_after = 1, 7
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel="C0IT", text="x")
    assert (refused.value.response.status_code, refused.value.response.headers["retry-after"]) == (429, "7")
    assert client.chat_postMessage(channel="C0IT", text="x")["ok"]


def test_while_slack_is_down_nothing_is_done(client: WebClient, space: Workspace) -> None:
    space.weather.down = -1
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel="C0IT", text="x")
    assert space.messages == {}


def test_a_dropped_answer_is_lost_after_the_work_was_done(client: WebClient, space: Workspace) -> None:
    space.weather.drop_answer = 1
    with pytest.raises((URLError, HTTPException, OSError)):
        client.chat_postMessage(channel="C0IT", text="x")
    assert [one["text"] for one in space.messages["C0IT"].values()] == ["x"]


def test_a_revoked_token_opens_nothing(client: WebClient, space: Workspace) -> None:
    space.weather.revoked = True
    assert error_of(client.auth_test) == "token_revoked"


def test_a_channel_can_be_paced_as_slack_does(client: WebClient, space: Workspace) -> None:
    space.weather.pace_per_channel = 1.0
    client.chat_postMessage(channel="C0IT", text="x")
    client.chat_postMessage(channel="C0HR", text="x")
    assert error_of(lambda: client.chat_postMessage(channel="C0IT", text="y")) == "ratelimited"


def test_every_call_is_in_the_journal(client: WebClient, space: Workspace) -> None:
    client.chat_postMessage(channel="C0IT", text="x")
    entry = space.journal.after()[-1]
    assert (entry["way"], entry["name"], entry["ok"]) == ("in", "chat.postMessage", True)
    assert entry["request"]["text"] == "x"
    assert entry["response"]["channel"] == "C0IT"
