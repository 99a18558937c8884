"""Each button without a form makes its command; an address that was tampered with makes nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from bot.inbox.plain_presses import PRESSES, plain_command
from workflows.rights import acts


def test_every_button_without_a_form_makes_its_command() -> None:
    plain = {act.key for act in acts.TABLE if not act.form and act.key != "reply"}
    assert plain | {"do_it"} == set(PRESSES)
    for key in PRESSES:
        assert isinstance(plain_command(key, []), acts.BY_KEY[key].command)


@given(st.sampled_from(sorted(PRESSES)), st.lists(st.text(max_size=30), max_size=4))
def test_no_address_makes_anything_but_a_command(act: str, rest: list[str]) -> None:
    assert isinstance(plain_command(act, rest), acts.BY_KEY[act].command)
