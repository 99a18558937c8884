"""Each fault that a workflow file can have, with its place and its mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.catalogue import check_catalogue
from tests.storage.sample_catalogue import WORKFLOW, workflow_with, write_sample


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_sample(tmp_path)


LONG = "x" * 151
WHERE = "{en: Where?, zh: 在哪里？}"

# what is changed, into what, and how the one problem begins: its place, what is wrong, and the mend
WORKFLOW_FAULTS = {
    "an unknown key": ("words:", "wrods:", "5:1: `wrods` is not known here; did you mean `words`?"),
    "an unknown key inside": ("    when:", "    wen:", "15:5: `wen` is not known here; did you mean `when`?"),
    "an id of its own": ("words:", "id: it\nwords:", "5:1: `id` is not known here; "),
    "a missing key": ("department: it\n", "", "1:1: `department` is missing; add `department: …`"),
    "a missing translation": (WHERE, "{en: Where?}", "14:5: the Chinese words (zh) are missing; add `zh: …`"),
    "an empty translation": (WHERE, "{en: Where?, zh: }", "14:23: nothing is written here; write the words"),
    "one language only": (WHERE, "Where?", "14:10: both languages are needed here; write `{en: …, zh: …}`"),
    "a number where words stand": (
        WHERE,
        "{en: 365, zh: 哪里}",
        '14:15: 365 is not read as text here; put it in quotes: "365"',
    ),
    "true where words stand": (
        WHERE,
        "{en: true, zh: 对}",
        '14:15: true is not read as text here; put it in quotes: "true"',
    ),
    "a bare no for false": (
        "  - id: where",
        "  - id: where\n    required: no",
        "14:15: 'no' is neither true nor false; write `required: false`",
    ),
    "a bare yes for true": (
        "  - id: where",
        "  - id: where\n    required: yes",
        "14:15: 'yes' is neither true nor false; write `required: true`",
    ),
    "a word for a list": ("words: [password, 密码]", "words: password", "5:8: a list is expected here; "),
    "an unknown kind": (
        "kind: choice",
        "kind: choices",
        "8:11: 'choices' is not possible here; did you mean `choice`?",
    ),
    "an unknown department": (
        "department: it",
        "department: itt",
        "2:13: company.yml knows no department 'itt'; did you mean `it`?",
    ),
    "an unknown question": (
        "{kind: net}",
        "{kin: net}",
        "15:12: there is no question 'kin'; did you mean `kind`?",
    ),
    "an unknown choice": (
        "{kind: net}",
        "{kind: nett}",
        "15:18: 'kind' has no choice 'nett'; did you mean `net`?",
    ),
    "a question about itself": (
        "{kind: net}",
        "{where: net}",
        "15:12: 'where' is not asked before this one, so this can never hold; ",
    ),
    "a condition on nothing": (
        "{kind: net}",
        "{kind: []}",
        "15:12: no choice is named, so this can never hold; name one",
    ),
    "a question twice": ("id: where", "id: kind", "13:9: the question 'kind' is here twice; "),
    "a choice twice": (
        "zh: 网络}}",
        "zh: 网络}}\n      - {id: net, label: {en: Net, zh: 网}}",
        "13:14: the choice 'net' is here twice; ",
    ),
    "the reserved id": ("id: where", "id: need", "13:9: `need` is what the person types first"),
    "a wished date that is words": (
        "id: where",
        "id: wished",
        "13:9: `wished` is the wished date; add `kind: date`",
    ),
    "a choice that leads nowhere": (
        "{id: net,",
        "{id: net, workflow: it-hepl,",
        "12:29: there is no workflow 'it-hepl'; did you mean `it-help`?",
    ),
    "a choice that leads to itself": (
        "{id: net,",
        "{id: net, workflow: it-help,",
        "12:29: this choice leads to where it stands; ",
    ),
    "choices of a question in words": (
        "id: where",
        "id: where\n    choices: [{id: a, label: {en: A, zh: 甲}}]",
        "14:5: a text question has no choices; add `kind: choice`",
    ),
    "a question too long to show": (
        "Where?",
        LONG,
        "14:15: this is 151 characters long, and 150 fit; say it shorter",
    ),
    "a choice too long to show": (
        "The network",
        LONG,
        "12:31: this is 151 characters long, and 75 fit; say it shorter",
    ),
    "a name too long to show": (
        "en: IT help",
        "en: Everything about computers",
        "1:12: this is 26 characters long, and 24 fit; say it shorter",
    ),
    "no condition of satisfaction": (
        "\nconditions:\n  - text: {en: It works, zh: 好用了}",
        "",
        "1:1: no condition says when this is done well; ",
    ),
    "six at once": (
        "conditions:",
        "conditions:\n" + "\n".join(f"  - text: {{en: c{n}, zh: c{n}}}" for n in range(5)),
        "16:1: 6 conditions can stand together",
    ),
    "an answer to no question": (
        "en: It works,",
        'en: "It works {were}",',
        "17:16: {were} names no question; did you mean `where`?",
    ),
    "a brace alone": ("en: It works,", 'en: "It works {",', "17:16: a brace stands alone; "),
    "a word twice": (
        "[password, 密码]",
        "[password, Password]",
        "5:19: 'Password' stands here twice; keep one",
    ),
    "a letter for a word": ("[password, 密码]", "[p, 密码]", "5:9: 'p' is too short to lead anywhere; "),
    "nudges out of order": (
        "words:",
        "rhythm: {nudges: [3, 1]}\nwords:",
        "5:1: nudges must come one after the other",
    ),
    "a negative number": (
        "words:",
        "usual_days: -1\nwords:",
        "5:13: this number is too small; write a larger one",
    ),
    "a currency that is none": (
        "words:",
        "currency: Yuan\nwords:",
        "5:11: 'Yuan' is not a currency; write its three letters",
    ),
}


class TestWorkflows:
    @pytest.mark.parametrize("name", WORKFLOW_FAULTS)
    def test_a_fault_is_told_with_its_place_and_its_mend(self, folder: Path, name: str) -> None:
        old, new, begins = WORKFLOW_FAULTS[name]
        problems = workflow_with(folder, old, new)
        assert problems[0].startswith("it-help.yml:" + begins)
        assert len(problems) == 1

    def test_a_choice_question_needs_choices(self, folder: Path) -> None:
        problems = workflow_with(folder, "id: where", "id: where\n    kind: choice")
        assert problems == [
            "it-help.yml:14:11: this question has no choices; add `choices:`, or let its kind be text",
        ]

    def test_conditions_that_contradict_each_other_can_never_hold(self, folder: Path) -> None:
        more = """\
    when: {kind: net}
    kind: choice
    choices: [{id: home, label: {en: Home, zh: 家}}]
  - id: after
    ask: {en: And?, zh: 还有？}
    when: {where: home, kind: login}
"""
        problems = workflow_with(folder, "    when: {kind: net}\n", more)
        assert [problem.partition(";")[0] for problem in problems] == [
            "it-help.yml:20:5: this can never hold: 'kind' would need two different answers at once"
        ]

    def test_questions_that_wait_for_each_other_can_never_be_asked(self, folder: Path) -> None:
        old = "    ask: {en: What is it?, zh: 是什么？}\n"
        problems = workflow_with(folder, old, old + "    when: {where: net}\n")
        assert [problem.partition(";")[0] for problem in problems] == [
            "it-help.yml:10:12: 'where' is not asked before this one, so this can never hold"
        ]

    def test_a_person_cannot_stand_in_a_condition(self, folder: Path) -> None:
        (folder / "it-help.yml").write_text(
            WORKFLOW.replace("id: where", "id: where\n    kind: person").replace(
                "{en: It works, zh: 好用了}", '{en: "{where}", zh: "{where}"}'
            ),
            encoding="utf-8",
        )
        assert {problem.what for problem in check_catalogue([folder])} == {
            "{where} is a person, whose name can't stand here"
        }

    def test_a_word_leads_to_one_workflow_only(self, folder: Path) -> None:
        (folder / "login.yml").write_text(
            WORKFLOW.replace("[password, 密码]", "[Password]"), encoding="utf-8"
        )
        assert [str(problem).rpartition("/")[2] for problem in check_catalogue([folder])] == [
            (
                "login.yml:5:9: 'Password' leads to 'it-help' too, so it leads nowhere; "
                "keep it in one of them, or use longer words"
            )
        ]

    def test_two_files_for_one_workflow(self, folder: Path) -> None:
        (folder / "it-help.yaml").write_text(WORKFLOW, encoding="utf-8")
        assert {problem.what for problem in check_catalogue([folder])} == {
            "there are two files for 'it-help'"
        }

    def test_without_a_readable_company_the_rest_is_still_checked(self, folder: Path) -> None:
        (folder / "company.yml").write_text("name: [", encoding="utf-8")
        faulty = WORKFLOW.replace("kind: net", "kind: nett")
        (folder / "it-help.yml").write_text(faulty, encoding="utf-8")
        assert [(problem.file.name, problem.line) for problem in check_catalogue([folder])] == [
            ("company.yml", 1),
            ("it-help.yml", 15),
        ]
