"""What people do has the effects it has in Slack: answers, forms, whispers, unread marks."""

import httpx
import pytest

from bot.playground.looking import NotThere
from bot.playground.normal import typed_text
from bot.playground.view_state import REQUIRED
from tests.bot.playground.conftest import Scene
from tests.bot.playground.small_bot import card


def test_a_text_answer_to_a_command_is_a_whisper(scene: Scene) -> None:
    ana = scene.person("U0ANA")
    ana.command("text")
    assert [one["text"] for one in ana.whispers()] == ["Got it"]
    assert scene.person("U0BEN").whispers() == []


def test_a_command_nobody_answers_shows_slacks_own_complaint(scene: Scene) -> None:
    ana = scene.person("U0ANA")
    with pytest.raises(NotThere):
        ana.command("silence")
    assert ana.whispers()[-1]["user"] == "USLACKBOT"
    assert ana.whispers()[-1]["text"].startswith("/request failed with the error")


def test_errors_stand_at_their_fields_and_the_form_keeps_what_was_typed(scene: Scene) -> None:
    ana = scene.person("U0ANA")
    ana.command("open")
    ana.fill({"What": "bad"})
    assert ana.submit()["errors"] == {"what": "Say more."}
    modal = ana.modal()
    assert modal is not None
    assert modal["errors"] == {"what": "Say more."}
    assert modal["state"]["values"]["what"]["typed"]["value"] == "bad"


def test_a_required_field_left_empty_never_reaches_the_bot(socket: Scene) -> None:
    ana = socket.person("U0ANA")
    ana.command("open")
    assert ana.submit()["errors"] == {"what": REQUIRED}
    assert socket.heard_of("view_submission") == []


@pytest.mark.parametrize(("typed", "shown", "deep"), [("next", "second", 1), ("deeper", "deeper", 2)])
def test_an_answer_may_replace_the_form_or_put_one_on_top(
    socket: Scene, typed: str, shown: str, deep: int
) -> None:
    ana = socket.person("U0ANA")
    ana.command("open")
    ana.fill({"What": typed})
    assert ana.submit() == {"ok": True}
    stack = ana.view()["modals"]
    assert (stack[-1]["callback_id"], len(stack)) == (shown, deep)


def test_a_press_updates_the_message_and_answers_with_a_whisper(scene: Scene) -> None:
    scene.client.chat_postMessage(channel="C0IT", **{**card("broken screen"), "thread_ts": None})
    ben = scene.person("U0BEN")
    ben.press("Take it", near="broken screen")
    assert ben.presses == 1
    assert [one["text"] for one in ben.messages("C0IT")] == ["taken", "Only you see this"]
    assert [one["text"] for one in scene.person("U0LIN").messages("C0IT")] == ["taken"]


def test_nobody_presses_what_is_not_there_or_not_theirs_to_see(socket: Scene) -> None:
    ts = socket.client.chat_postMessage(channel="C0IT", **card("x"))["ts"]
    ana = socket.person("U0ANA")
    with pytest.raises(NotThere, match="sees no 'Take it'"):
        ana.press("Take it")
    with pytest.raises(NotThere, match="not_in_channel"):
        ana.do("press", where={"channel": "C0IT", "ts": ts}, block_id="acts", action_id="take")
    where = {"channel": "C0IT", "ts": ts}
    with pytest.raises(NotThere, match="no_such_element"):
        socket.person("U0BEN").do("press", where=where, block_id="acts", action_id="other")


def test_a_response_url_serves_five_times_within_thirty_minutes(socket: Scene) -> None:
    ana = socket.person("U0ANA")
    ana.command("one")
    ana.command("two")
    first, second = (one["response_url"] for one in socket.heard[:2])
    with httpx.Client(trust_env=False) as http:
        answers = [http.post(first, json={"text": str(number)}).status_code for number in range(6)]
        assert answers == [200] * 5 + [404]
        ana.pass_time(31 * 60)
        late = http.post(second, json={"text": "late"})
    assert (late.status_code, late.json()["error"]) == (404, "expired_url")
    assert len(ana.whispers()) == 5


def test_a_response_url_replaces_or_deletes_the_message_it_came_from(socket: Scene) -> None:
    ana = socket.person("U0ANA")
    ts = ana.say("C0GENERAL", "hello")
    ana.message_shortcut("C0GENERAL", ts)
    url = socket.heard_of("message_action")[-1]["response_url"]
    with httpx.Client(trust_env=False) as http:
        http.post(url, json={"replace_original": True, "text": "replaced"})
        assert [one["text"] for one in ana.messages("C0GENERAL")] == ["replaced"]
        http.post(url, json={"delete_original": True})
        assert ana.messages("C0GENERAL") == []
        http.post(url, json={"response_type": "in_channel", "text": "for all"})
    assert [one["text"] for one in socket.person("U0BEN").messages("C0GENERAL")] == ["for all"]


def test_unread_and_mentions_count_until_read(socket: Scene) -> None:
    ben = socket.person("U0BEN")
    socket.client.chat_postMessage(channel="C0IT", text="for <@U0BEN>")
    socket.client.chat_postMessage(channel="C0IT", text="for anyone")
    socket.client.chat_postMessage(channel="U0BEN", text="just for you")
    rows = {row["id"]: (row["unread"], row["mention"]) for row in ben.view()["sidebar"]}
    assert (rows["C0IT"], rows["D0BEN"], rows["C0GENERAL"]) == ((2, 1), (1, 1), (0, 0))
    assert socket.person("U0ANA").view()["unread_by_person"]["U0BEN"] == 3
    ben.read("C0IT")
    ben.read("D0BEN")
    assert ben.view()["unread_by_person"]["U0BEN"] == 0


def test_what_is_typed_after_a_command_arrives_escaped(socket: Scene) -> None:
    socket.person("U0ANA").command("text")
    socket.person("U0ANA").command("<b> & <!channel>")
    assert [one["text"] for one in socket.heard if one.get("command")][
        -1
    ] == "&lt;b&gt; &amp; &lt;!channel&gt;"


def test_people_see_only_their_own_channels(socket: Scene) -> None:
    socket.client.chat_postMessage(channel="C0IT", text="secret")
    assert socket.person("U0DIEGO").view("C0IT")["messages"] == []
    assert [row["id"] for row in socket.person("U0DIEGO").view()["sidebar"]] == [
        "home",
        "D0DIEGO",
        "C0GENERAL",
    ]
    with pytest.raises(NotThere, match="not_in_channel"):
        socket.person("U0DIEGO").say("C0IT", "hello")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("a & b < c", "a &amp; b &lt; c"),
        ("<!channel> <https://example.org|x>", "&lt;!channel&gt; &lt;https://example.org|x&gt;"),
        ("hi @ana and <@U0ANA>", "hi <@U0ANA> and <@U0ANA>"),
        ("<@U0NOBODY> @anatomy", "&lt;@U0NOBODY&gt; @anatomy"),
        ("\x000\x00 <@U0ANA>", "0 <@U0ANA>"),
    ],
)
def test_only_mentions_of_known_people_stay_live_in_what_is_typed(raw: str, text: str) -> None:
    assert typed_text(raw, {"ana": "U0ANA"}) == text
