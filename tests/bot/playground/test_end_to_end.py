"""An unmodified Bolt app lives on the playground as on Slack, over Socket Mode and over signed HTTP."""

from tests.bot.playground.conftest import Scene


def test_a_command_opens_a_form_and_its_submission_posts_a_message_and_a_home(scene: Scene) -> None:
    ana, ben = scene.person("U0ANA"), scene.person("U0BEN")
    ana.command("open")
    ana.fill({"What": "A new laptop"})
    assert ana.submit() == {"ok": True}
    assert ana.modal() is None
    message = ben.wait_for(lambda: ben.messages("C0IT"))[-1]
    assert message["text"] == "A new laptop"
    assert message["metadata"]["event_payload"] == {"id": "1"}
    home = ana.wait_for(ana.home)
    assert home is not None
    assert home["blocks"][0]["text"]["text"] == "Home: A new laptop"
    assert scene.space.faults == []
