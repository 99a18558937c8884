"""What people do in Slack reaches the front, and its answer reaches them: over Socket Mode and over HTTP."""

from __future__ import annotations

from collections.abc import Callable

from bot.cards.elements import Button, Buttons, Card, Field, Form, Home, Words
from bot.inbox.answer import (
    Answer,
    FieldErrors,
    InsteadOfForm,
    Nothing,
    OpenForm,
    RedrawForm,
    ShowHome,
    Whisper,
)
from bot.inbox.incoming import Changed, Commanded, Incoming, LookedHome, Pressed, Submitted, TurnedInto, Wrote
from bot.service.recent import Recent
from tests.bot.slack.conftest import Office
from workflows.ports import NotSaved

FORM = Form(
    act="raise",
    about="it",
    title="Raise a request",
    submit="Send",
    close="Cancel",
    fields=(
        Field(key="need", label="What do you need?", kind="text", required=True),
        Field(
            key="kind",
            label="Kind",
            kind="choice",
            refresh=True,
            choices=(("hw", "Hardware"), ("sw", "Software")),
        ),
    ),
)
CARD = Card(
    title="#118",
    summary="A request",
    elements=(Buttons(buttons=(Button(act="take", label="Take it", about="118"),)),),
)
ASIDE = Whisper(card=Card(title="Only for you", summary="Only for you", elements=(Words(text="a word"),)))
GONE_WRONG = RuntimeError("a bug")


def answering(kind: type[Incoming], answer: Answer) -> Callable[[Incoming], Answer]:
    return lambda came: answer if isinstance(came, kind) else Nothing()


def raising(error: Exception) -> Callable[[Incoming], Answer]:
    def fails(came: Incoming) -> Answer:
        raise error

    return fails


def whispered(scene: Office, user: str, text: str) -> None:
    ana = scene.person(user)
    ana.wait_for(lambda: [one for one in ana.whispers() if text in str(one)])


def test_a_command_is_answered_to_that_person_alone(scene: Office) -> None:
    scene.says = answering(Commanded, ASIDE)
    scene.person("U0ANA").command("/request help")
    whispered(scene, "U0ANA", "Only for you")
    assert isinstance(scene.heard[0], Commanded)
    assert scene.heard[0].text == "help"


def test_a_form_opens_is_redrawn_mended_and_taken(scene: Office) -> None:
    answers: dict[type[Incoming], list[Answer]] = {
        Commanded: [OpenForm(form=FORM)],
        Changed: [RedrawForm(form=FORM.model_copy(update={"title": "Hardware"}))],
        Submitted: [FieldErrors(errors={"need": "Say a little more."}), Nothing()],
    }
    scene.says = lambda came: answers[type(came)].pop(0)
    ana = scene.person("U0ANA")
    ana.command("/request")
    ana.wait_for(ana.modal)
    option = {"text": {"type": "plain_text", "text": "Hardware", "emoji": True}, "value": "hw"}
    ana.fill({"f:need": "A <laptop> & bag"})
    ana.choose("eoac:answer", option)
    ana.wait_for(lambda: (ana.modal() or {}).get("title", {}).get("text") == "Hardware")
    ana.fill({"f:need": "A <laptop> & bag"})
    assert ana.submit()["errors"] == {"f:need": "Say a little more."}
    assert ana.submit()["ok"]
    assert ana.modal() is None
    sent = scene.heard[-1]
    assert isinstance(sent, Submitted)
    assert (sent.act, sent.about, sent.answers["need"]) == ("raise", "it", "A <laptop> & bag")


def test_a_form_that_cannot_be_taken_becomes_a_friendly_page(scene: Office) -> None:
    refusal = InsteadOfForm(
        card=Card(title="Too late", summary="Ben took it.", elements=(Words(text="You typed: x"),))
    )
    answers: dict[type[Incoming], Answer] = {Commanded: OpenForm(form=FORM), Submitted: refusal}
    scene.says = lambda came: answers[type(came)]
    ana = scene.person("U0ANA")
    ana.command("/request")
    ana.wait_for(ana.modal)
    ana.fill({"f:need": "x"})
    ana.submit()
    assert "You typed: x" in str(ana.modal())


def test_a_press_is_answered_aside_and_opens_forms(scene: Office) -> None:
    scene.channel.post("slack:C0IT", CARD, "n1")
    scene.says = answering(Pressed, ASIDE)
    scene.person("U0BEN").press("Take it", where="C0IT")
    whispered(scene, "U0BEN", "Only for you")
    scene.says = answering(Pressed, OpenForm(form=FORM))
    ben = scene.person("U0BEN")
    ben.press("Take it", where="C0IT")
    ben.wait_for(ben.modal)
    assert [(one.act, one.about) for one in scene.heard if isinstance(one, Pressed)] == [("take", "118")] * 2


TYPED = FORM.model_copy(
    update={
        "fields": (Field(key="words", label="In a sentence", kind="text", value="A <b>laptop</b> for Ana"),)
    }
)


def test_words_are_given_back_with_a_button_when_their_form_does_not_open(scene: Office) -> None:
    scene.space.weather.methods = ("views.open",)
    scene.space.weather.down = -1
    scene.says = answering(Commanded, OpenForm(form=TYPED))
    ana = scene.person("U0ANA")
    ana.command("/request A <b>laptop</b> for Ana")
    whispered(scene, "U0ANA", "laptop")
    assert "sorry: no_form" in str(ana.whispers())
    scene.space.weather.down = 0
    scene.says = answering(Pressed, OpenForm(form=TYPED))
    ana.press("Raise a request")
    ana.wait_for(ana.modal)
    pressed = scene.heard[-1]
    assert isinstance(pressed, Pressed)
    assert (pressed.act, pressed.about) == ("raise", "it:A <b>laptop</b> for Ana")


def test_a_press_whose_form_does_not_open_is_answered_where_it_was_pressed(scene: Office) -> None:
    scene.channel.post("slack:C0IT", CARD, "n1")
    scene.space.weather.methods = ("views.open",)
    scene.space.weather.down = -1
    scene.says = answering(Pressed, OpenForm(form=FORM.model_copy(update={"act": "offer", "about": "118"})))
    scene.person("U0BEN").press("Take it", where="C0IT")
    whispered(scene, "U0BEN", "sorry: no_form")


def test_where_nothing_can_be_shown_aside_the_answer_comes_as_a_direct_message(quiet: Office) -> None:
    quiet.says = answering(LookedHome, ShowHome(home=Home(elements=CARD.elements)))
    ana = quiet.person("U0ANA")
    ana.open_home()
    ana.wait_for(lambda: "Take it" in str(ana.home()))
    quiet.space.weather.methods = ("views.open", "chat.postEphemeral")
    quiet.space.weather.down = -1
    quiet.says = answering(Pressed, ASIDE)
    ana.press("Take it", where="home")
    ana.wait_for(lambda: "a word" in str(ana.dm()))


def test_home_is_shown_when_looked_at_and_answers_presses_with_a_small_page(quiet: Office) -> None:
    page = Home(elements=(Words(text="Waits for you", weight="strong"), *CARD.elements))
    answers: dict[type[Incoming], Answer] = {LookedHome: ShowHome(home=page), Pressed: ASIDE}
    quiet.says = lambda came: answers[type(came)]
    ana = quiet.person("U0ANA")
    ana.open_home()
    ana.wait_for(lambda: "Waits for you" in str(ana.home()))
    ana.press("Take it", where="home")
    ana.wait_for(ana.modal)
    assert "a word" in str(ana.modal())


def test_words_mentions_shortcuts_and_tickets_arrive(scene: Office) -> None:
    chen = scene.person("U0CHEN")
    chen.say("D0CHEN", "reset my password")
    chen.say("C0GENERAL", "<@U0YINUO> new laptop for <@U0ANA>")
    ts = chen.say("C0GENERAL", "the printer & I are at war")
    scene.person("U0ANA").shortcut()
    scene.person("U0ANA").message_shortcut("C0GENERAL", ts)
    scene.person("U0ANA").react("C0GENERAL", ts, "ticket")
    chen.wait_for(lambda: len({one.delivery for one in scene.heard}) >= 5)
    texts = [one.text for one in scene.heard if isinstance(one, Wrote)]
    assert texts[0] == "reset my password"
    assert "new laptop for @Ana Silva" in texts
    turned = [one for one in scene.heard if isinstance(one, TurnedInto)]
    assert {(one.text, one.author, one.form) for one in turned} == {
        ("the printer & I are at war", "slack:U0CHEN", True),
        ("the printer & I are at war", "slack:U0CHEN", False),
    }


def test_a_form_where_none_can_open_becomes_a_button(quiet: Office) -> None:
    quiet.says = answering(Wrote, OpenForm(form=FORM))
    quiet.person("U0ANA").say("D0ANA", "hello")
    whispered(quiet, "U0ANA", "Raise a request")


def test_a_full_disk_is_told_and_what_was_typed_stays(scene: Office) -> None:
    scene.says = answering(Commanded, OpenForm(form=FORM))
    ana = scene.person("U0ANA")
    ana.command("/request")
    ana.wait_for(ana.modal)
    ana.fill({"f:need": "x"})
    scene.says = raising(NotSaved("disk full"))
    assert ana.submit()["errors"] == {"f:need": "sorry: not_saved"}
    ana.say("D0ANA", "hello")
    whispered(scene, "U0ANA", "sorry: not_saved")


def test_a_bug_is_told_kindly(scene: Office) -> None:
    scene.says = raising(GONE_WRONG)
    scene.person("U0ANA").command("/request x")
    whispered(scene, "U0ANA", "sorry: failed")


def test_an_event_that_failed_is_tried_again(scene: Office) -> None:
    def second_time(came: Incoming) -> Answer:
        if len(scene.heard) < 2:
            raise GONE_WRONG
        return ASIDE

    scene.says = second_time
    scene.person("U0ANA").say("D0ANA", "hello")
    whispered(scene, "U0ANA", "Only for you")
    assert scene.heard[0] == scene.heard[1]


def test_a_mention_is_answered_once_though_slack_tells_of_it_twice(scene: Office) -> None:
    scene.says = answering(Wrote, ASIDE)
    chen = scene.person("U0CHEN")
    chen.say("C0GENERAL", "<@U0YINUO> help")
    chen.say("C0GENERAL", "<@U0YINUO> mine")
    chen.say("D0CHEN", "due")
    chen.wait_for(lambda: [one for one in scene.heard if isinstance(one, Wrote) and one.text == "due"])
    told = sorted(one.text for one in scene.heard if isinstance(one, Wrote))
    assert told == ["due", "help", "mine"]


def test_what_was_not_taken_in_may_come_again() -> None:
    heard: Recent[str, str] = Recent(9)
    assert [heard.first(said, said) for said in ("said:1", "said:1", "said:2")] == [True, False, True]
    heard.pop("said:1")
    assert heard.first("said:1", "again")
