"""What an admin may write, and what they are told when it can't be."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.catalogue import Invalid, Problem, check, read
from workflows.definition import Company, Rhythm

SHIPPED = Path(__file__).parents[2] / "workflows" / "catalogue"

COMPANY = """\
name: {en: Lantern, zh: 灯笼}
calendar:
  timezone: Asia/Shanghai
  country: CN
  hours:
    mon-fri: 09:00-12:00, 13:00-18:00
  extra_holidays: [2026-12-31]
people:
  lin: slack:U0LIN
  ben: [slack:U0BEN, wecom:BenOkoro]
  maria: slack:U0MARIA
admins: [maria]
departments:
  it:
    name: {en: IT, zh: 信息技术部}
    channel: slack:C0IT
    leads: [lin]
    members: [ben]
    on_call: ben
    escalation: maria
    vows:
      - {en: We call you by name., zh: 我们称呼您的名字。}
"""

WORKFLOW = """\
name: {en: IT help, zh: IT 支持}
department: it
about: {en: What does not work, zh: 出了问题}
done: {en: Done., zh: 办好了。}
words: [password, 密码]
questions:
  - id: kind
    kind: choice
    ask: {en: What is it?, zh: 是什么？}
    choices:
      - {id: login, label: {en: Signing in, zh: 登录}}
      - {id: net, label: {en: The network, zh: 网络}}
  - id: where
    ask: {en: Where?, zh: 在哪里？}
    when: {kind: net}
conditions:
  - text: {en: It works, zh: 好用了}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "company.yml").write_text(COMPANY, encoding="utf-8")
    (tmp_path / "it-help.yml").write_text(WORKFLOW, encoding="utf-8")
    return tmp_path


def company_with(folder: Path, old: str, new: str) -> list[str]:
    return told(folder, "company.yml", COMPANY, old, new)


def workflow_with(folder: Path, old: str, new: str) -> list[str]:
    return told(folder, "it-help.yml", WORKFLOW, old, new)


def told(folder: Path, name: str, text: str, old: str, new: str) -> list[str]:
    """What is said of a file after a change to it, without the folder's name."""
    assert text.count(old) == 1
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    return [str(problem).removeprefix(f"{folder}/") for problem in check([folder])]


class TestWhatIsRead:
    def test_the_shipped_catalogue_is_clean(self) -> None:
        assert check([SHIPPED]) == []

    def test_the_shipped_company_has_its_departments_and_workflows(self, shipped: Company) -> None:
        assert set(shipped.departments) == {"it", "hr", "facilities", "finance"}
        assert set(shipped.workflows) == {"it-help", "new-laptop", "hiring", "facilities", "purchase", "complaint"}

    def test_complaint_and_hiring_are_confidential_and_nothing_else(self, shipped: Company) -> None:
        assert {w.id for w in shipped.workflows.values() if w.confidential} == {"complaint", "hiring"}

    def test_a_trivial_request_needs_no_answer(self, shipped: Company) -> None:
        questions = shipped.workflows["it-help"].questions
        assert len(questions) <= 3
        assert not any(question.required for question in questions)

    def test_every_department_publishes_vows(self, shipped: Company) -> None:
        assert all(department.vows for department in shipped.departments.values())

    def test_finance_works_by_its_own_calendar(self, shipped: Company) -> None:
        assert shipped.departments["finance"].calendar.timezone == "Europe/Berlin"
        assert shipped.departments["it"].calendar == shipped.calendar

    def test_short_names_become_ids(self, folder: Path) -> None:
        company = read(folder)
        assert company.departments["it"].leads == ("slack:U0LIN",)
        assert company.departments["it"].on_call == "slack:U0BEN"
        assert company.admins == ("slack:U0MARIA",)

    def test_a_person_on_both_platforms_is_one_human_being(self, folder: Path) -> None:
        company = read(folder)
        assert company.one("wecom:BenOkoro") == "slack:U0BEN"
        department = company.department_of("wecom:BenOkoro")
        assert department is not None
        assert department.id == "it"

    def test_the_file_name_is_the_id(self, folder: Path) -> None:
        assert read(folder).workflows["it-help"].id == "it-help"

    def test_the_version_follows_what_is_said_and_not_its_layout(self, folder: Path) -> None:
        before = read(folder).workflows["it-help"].version
        (folder / "it-help.yml").write_text("# for Ben\n\n" + WORKFLOW, encoding="utf-8")
        commented = read(folder).workflows["it-help"].version
        (folder / "it-help.yml").write_text(WORKFLOW.replace("Done.", "Done!"), encoding="utf-8")
        assert before == commented != read(folder).workflows["it-help"].version
        assert len(before) == 12

    def test_a_bare_no_is_a_word_where_words_are_expected(self, folder: Path) -> None:
        assert workflow_with(folder, "en: Signing in", "en: no") == []
        choices = read(folder).workflows["it-help"].questions[0].choices
        assert choices[0].label.en == "no"

    def test_a_file_saved_with_a_byte_order_mark_is_read(self, folder: Path) -> None:
        (folder / "it-help.yml").write_text(WORKFLOW, encoding="utf-8-sig")
        assert check([folder]) == []

    def test_the_day_may_end_at_midnight(self, folder: Path) -> None:
        assert company_with(folder, "13:00-18:00", "13:00-24:00") == []

    def test_a_rhythm_that_is_not_given_is_the_usual_one(self, folder: Path) -> None:
        assert read(folder).workflows["it-help"].rhythm == Rhythm()


@pytest.fixture(scope="module")
def shipped() -> Company:
    return read(SHIPPED)


class TestProblems:
    def test_a_problem_is_one_line_with_place_and_mend(self) -> None:
        problem = Problem(file=Path("a.yml"), line=3, column=7, what="this is wrong", mend="write that")
        assert str(problem) == "a.yml:3:7: this is wrong; write that"

    def test_all_are_gathered_and_not_just_the_first(self, folder: Path) -> None:
        (folder / "company.yml").write_text(COMPANY.replace("[lin]", "[lina]"), encoding="utf-8")
        faulty = WORKFLOW.replace("{en: Where?, zh: 在哪里？}", "{en: Where?}").replace("kind: net", "kind: nets")
        (folder / "it-help.yml").write_text(faulty.replace("done:", "dnoe:"), encoding="utf-8")
        with pytest.raises(Invalid) as invalid:
            read(folder)
        assert [(problem.file.name, problem.line) for problem in invalid.value.problems] == [
            ("company.yml", 17),
            ("it-help.yml", 1),
            ("it-help.yml", 4),
            ("it-help.yml", 14),
            ("it-help.yml", 15),
        ]

    def test_a_file_alone_is_checked_against_the_company_beside_it(self, folder: Path) -> None:
        (folder / "company.yml").write_text(COMPANY.replace("[lin]", "[lina]"), encoding="utf-8")
        (folder / "it-help.yml").write_text(WORKFLOW.replace("department: it", "department: its"), encoding="utf-8")
        assert [problem.line for problem in check([folder / "it-help.yml"])] == [2]

    def test_what_is_named_twice_is_told_once(self, folder: Path) -> None:
        (folder / "it-help.yml").write_text(WORKFLOW.replace("department: it", "department: its"), encoding="utf-8")
        assert len(check([folder, folder / "it-help.yml"])) == 1

    def test_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        assert [problem.what for problem in check([tmp_path / "nowhere"])] == ["there is no such file"]

    def test_a_file_of_another_kind(self, tmp_path: Path) -> None:
        (tmp_path / "notes.txt").write_text("hello", encoding="utf-8")
        assert [problem.what for problem in check([tmp_path / "notes.txt"])] == ["this is not a configuration file"]

    def test_a_company_without_workflows(self, folder: Path) -> None:
        (folder / "it-help.yml").unlink()
        assert [problem.what for problem in check([folder])] == ["no workflow file is beside this one"]


# what is changed, into what, and how the one problem begins: the place, what is wrong, and the mend
YAML_FAULTS = {
    "a tag": ("en: Done.", "en: !!python/name:os.system x", "4:12: tag:yaml.org,2002:python/name:os.system is a YAML tag; delete it"),
    "an anchor": ("about: {en", "about: &a {en", "3:8: &a is a YAML anchor; delete it"),
    "a duplicate key": ("department: it", "department: it\ndepartment: it", "3:1: 'department' stands here twice (first in line 2); keep one"),
    "a tab": ("department: it", "department:\n\tit", "3:1: this can't be read: found character '\\t'"),
    "a second document": ("department: it", "department: it\n---\nname: x", None),
    "a stray colon": ("department: it", "department: it: help", "2:15: this can't be read: mapping values are not allowed"),
    "a directive": ("name: {en: IT help", "%YAML 1.1\n---\nname: {en: IT help", "2:1: a % directive stands here; delete the line"),
    "an invisible character": ("en: Done.", "en: Do\u0000ne.", "4:14: an invisible character stands here"),
    "a hidden surrogate": ("en: Done.", 'en: "\\ud800"', None),
    "an impossible escape": ("en: Done.", 'en: "\\UFFFFFFFF"', None),
    "a mapping as a key": ("department: it", "? {a: b}\n: it\ndepartment: it", "2:3: a key must be a single word"),
}


class TestYaml:
    @pytest.mark.parametrize("name", YAML_FAULTS)
    def test_what_yaml_can_hide_is_refused(self, folder: Path, name: str) -> None:
        old, new, begins = YAML_FAULTS[name]
        problems = workflow_with(folder, old, new)
        assert len(problems) == 1
        assert problems[0].startswith("it-help.yml:" + (begins or ""))

    def test_a_bomb_of_aliases_is_never_unfolded(self, folder: Path) -> None:
        bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))
        (folder / "it-help.yml").write_text(bomb, encoding="utf-8")
        assert "2:9: *a0 is a YAML alias; write the words out" in str(check([folder])[2:])

    def test_a_file_as_deep_as_a_well(self, folder: Path) -> None:
        (folder / "it-help.yml").write_text("a: " + "[" * 5000, encoding="utf-8")
        assert [problem.what for problem in check([folder])] == ["this is nested deeper than 20 levels"]

    def test_a_huge_file(self, folder: Path) -> None:
        (folder / "it-help.yml").write_bytes(b"# " + b"x" * 300_000)
        assert [problem.what for problem in check([folder])] == ["the file is larger than 256 KB"]

    def test_a_file_in_another_encoding(self, folder: Path) -> None:
        (folder / "it-help.yml").write_bytes("name: ok\nabout: 办好".encode("gb18030"))
        assert [str(problem).rpartition("/")[2] for problem in check([folder])] == [
            "it-help.yml:2:8: this is not UTF-8 text; save the file in the encoding UTF-8"
        ]

    def test_an_empty_file_is_told_what_it_lacks(self, folder: Path) -> None:
        (folder / "it-help.yml").write_text("", encoding="utf-8")
        assert "it-help.yml:1:1: `name` is missing; add `name: …`" in str(check([folder])[0])


COMPANY_FAULTS = {
    "an unknown key": ("admins:", "admin:", "12:1: `admin` is not known here; did you mean `admins`?"),
    "an unknown timezone": ("Asia/Shanghai", "Asia/Shanghia", "3:13: timezone 'Asia/Shanghia' is not known; write it like Asia/Shanghai"),
    "an unknown country": ("country: CN", "country: XX", "4:12: no holidays are known for 'XX'; "),
    "a day that cannot be": ("2026-12-31", "2026-02-30", "7:20: '2026-02-30' is not a day of the calendar; write one that exists"),
    "hours that run backwards": ("09:00-12:00, 13:00-18:00", "18:00-09:00", "5:3: working hours must run forward"),
    "an hour that no clock shows": ("09:00-12:00, 13:00-18:00", "09:00-25:00", "5:3: '09:00-25:00' has a time that no clock shows; "),
    "hours that are none": ("09:00-12:00, 13:00-18:00", "always", "5:3: 'always' are not working hours; write it like"),
    "a day of the week that is none": ("mon-fri", "mon-fry", "5:3: 'mon-fry' is not a day or days; use mon, tue"),
    "days that run backwards": ("mon-fri", "fri-mon", "5:3: 'fri-mon' runs backwards; "),
    "somebody unknown": ("leads: [lin]", "leads: [lina]", "17:13: 'lina' is nobody in `people:`; did you mean `lin`?"),
    "a department without leads": ("leads: [lin]", "leads: []", "17:5: at least one is needed here; add one"),
    "an id that is none": ("lin: slack:U0LIN", "lin: '@lin'", "9:8: '@lin' is not a person's id; write slack: and the member ID"),
    "one id for two people": ("maria: slack:U0MARIA", "maria: slack:U0LIN", "11:10: 'slack:U0LIN' is already 'lin'; "),
    "a channel by its name": ("slack:C0IT", "'#it-help'", "16:14: '#it-help' is not a channel; write slack: and the channel ID"),
    "on call without being a member": ("on_call: ben", "on_call: maria", "19:14: 'maria' is on call, but neither a member nor a lead"),
    "a vow in one language": ("{en: We call you by name., zh: 我们称呼您的名字。}", "{en: We call you by name.}", "22:9: the Chinese words (zh) are missing; add `zh: …`"),
    "a person twice in a list": ("members: [ben]", "members: [ben, slack:U0BEN]", "18:20: 'slack:U0BEN' is in this list already; keep one"),
    "a weight that is no number": ("admins: [maria]", "weights: {broken: many}", "12:19: a whole number is expected here; "),
    "a language we don't speak": ("admins: [maria]", "language: fr", "12:11: 'fr' is not possible here; write en or zh"),
    "no department at all": (COMPANY[COMPANY.index("  it:\n") :], "  {}\n", None),
}


class TestCompany:
    @pytest.mark.parametrize("name", COMPANY_FAULTS)
    def test_a_fault_is_told_with_its_place_and_its_mend(self, folder: Path, name: str) -> None:
        old, new, begins = COMPANY_FAULTS[name]
        problems = company_with(folder, old, new)
        assert problems[0].startswith("company.yml:" + (begins or "13:1: at least one is needed here; add one"))
        assert len(problems) == (1 if begins else 2)


LONG = "x" * 151
WHERE = "{en: Where?, zh: 在哪里？}"
WORKFLOW_FAULTS = {
    "an unknown key": ("words:", "wrods:", "5:1: `wrods` is not known here; did you mean `words`?"),
    "an unknown key inside": ("    when:", "    wen:", "15:5: `wen` is not known here; did you mean `when`?"),
    "an id of its own": ("words:", "id: it\nwords:", "5:1: `id` is not known here; "),
    "a missing key": ("department: it\n", "", "1:1: `department` is missing; add `department: …`"),
    "a missing translation": (WHERE, "{en: Where?}", "14:5: the Chinese words (zh) are missing; add `zh: …`"),
    "an empty translation": (WHERE, "{en: Where?, zh: }", "14:5: nothing is written here; write the words"),
    "one language only": (WHERE, "Where?", "14:10: both languages are needed here; write `{en: …, zh: …}`"),
    "a number where words stand": (WHERE, "{en: 365, zh: 哪里}", '14:15: 365 is not read as text here; put it in quotes: "365"'),
    "true where words stand": (WHERE, "{en: true, zh: 对}", '14:15: true is not read as text here; put it in quotes: "true"'),
    "a bare no for false": ("  - id: where", "  - id: where\n    required: no", "14:15: 'no' is neither true nor false; write `required: false`"),
    "a bare yes for true": ("  - id: where", "  - id: where\n    required: yes", "14:15: 'yes' is neither true nor false; write `required: true`"),
    "a word for a list": ("words: [password, 密码]", "words: password", "5:8: a list is expected here; "),
    "an unknown kind": ("kind: choice", "kind: choices", "8:11: 'choices' is not possible here; did you mean `choice`?"),
    "an unknown department": ("department: it", "department: itt", "2:13: company.yml knows no department 'itt'; did you mean `it`?"),
    "an unknown question": ("{kind: net}", "{kin: net}", "15:12: there is no question 'kin'; did you mean `kind`?"),
    "an unknown choice": ("{kind: net}", "{kind: nett}", "15:18: 'kind' has no choice 'nett'; did you mean `net`?"),
    "a question about itself": ("{kind: net}", "{where: net}", "15:12: 'where' is not asked before this one, so this can never hold; "),
    "a condition on nothing": ("{kind: net}", "{kind: []}", "15:12: no choice is named, so this can never hold; name one"),
    "a question twice": ("id: where", "id: kind", "13:9: the question 'kind' is here twice; "),
    "a choice twice": ("id: net", "id: login", "12:14: the choice 'login' is here twice; "),
    "the reserved id": ("id: where", "id: need", "13:9: `need` is what the person types first"),
    "a wished date that is words": ("id: where", "id: wished", "13:9: `wished` is the wished date; add `kind: date`"),
    "a choice that leads nowhere": ("{id: net,", "{id: net, workflow: it-hepl,", "12:29: there is no workflow 'it-hepl'; did you mean `it-help`?"),
    "a choice that leads to itself": ("{id: net,", "{id: net, workflow: it-help,", "12:29: this choice leads to where it stands; "),
    "choices of a question in words": ("id: where", "id: where\n    choices: [{id: a, label: {en: A, zh: 甲}}]", "14:5: a text question has no choices; add `kind: choice`"),
    "a question too long to show": ("Where?", LONG, "14:15: this is 151 characters long, and 150 fit; say it shorter"),
    "a choice too long to show": ("The network", LONG, "12:31: this is 151 characters long, and 75 fit; say it shorter"),
    "a name too long to show": ("en: IT help", "en: Everything about computers", "1:12: this is 26 characters long, and 24 fit; say it shorter"),
    "no condition of satisfaction": ("\nconditions:\n  - text: {en: It works, zh: 好用了}", "", "1:1: no condition says when this is done well; "),
    "six at once": ("conditions:", "conditions:\n" + "\n".join(f"  - text: {{en: c{n}, zh: c{n}}}" for n in range(5)), "16:1: 6 conditions can stand together"),
    "an answer to no question": ("en: It works,", 'en: "It works {were}",', "17:16: {were} names no question; did you mean `where`?"),
    "a brace alone": ("en: It works,", 'en: "It works {",', "17:16: a brace stands alone; "),
    "a word twice": ("[password, 密码]", "[password, Password]", "5:19: 'Password' stands here twice; keep one"),
    "a letter for a word": ("[password, 密码]", "[p, 密码]", "5:9: 'p' is too short to lead anywhere; "),
    "nudges out of order": ("words:", "rhythm: {nudges: [3, 1]}\nwords:", "5:1: nudges must come one after the other"),
    "a negative number": ("words:", "usual_days: -1\nwords:", "5:13: this number is too small; write a larger one"),
    "a currency that is none": ("words:", "currency: Yuan\nwords:", "5:11: 'Yuan' is not a currency; write its three letters"),
}


class TestWorkflows:
    @pytest.mark.parametrize("name", WORKFLOW_FAULTS)
    def test_a_fault_is_told_with_its_place_and_its_mend(self, folder: Path, name: str) -> None:
        old, new, begins = WORKFLOW_FAULTS[name]
        problems = workflow_with(folder, old, new)
        assert problems[0].startswith("it-help.yml:" + begins)
        assert len(problems) == (2 if name in {"a brace alone", "an answer to no question"} else 1)

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

    def test_a_person_cannot_stand_in_a_condition(self, folder: Path) -> None:
        (folder / "it-help.yml").write_text(
            WORKFLOW.replace("id: where", "id: where\n    kind: person").replace(
                "{en: It works, zh: 好用了}", '{en: "{where}", zh: "{where}"}'
            ),
            encoding="utf-8",
        )
        assert {problem.what for problem in check([folder])} == {"{where} is a person, whose name can't stand here"}

    def test_a_word_leads_to_one_workflow_only(self, folder: Path) -> None:
        (folder / "login.yml").write_text(WORKFLOW.replace("[password, 密码]", "[Password]"), encoding="utf-8")
        assert [str(problem).rpartition("/")[2] for problem in check([folder])] == [
            "login.yml:5:9: 'Password' leads to 'it-help' too, so it leads nowhere; "
            "keep it in one of them, or use longer words"
        ]

    def test_two_files_for_one_workflow(self, folder: Path) -> None:
        (folder / "it-help.yaml").write_text(WORKFLOW, encoding="utf-8")
        assert {problem.what for problem in check([folder])} == {"there are two files for 'it-help'"}

    def test_without_a_readable_company_the_rest_is_still_checked(self, folder: Path) -> None:
        (folder / "company.yml").write_text("name: [", encoding="utf-8")
        faulty = WORKFLOW.replace("kind: net", "kind: nett")
        (folder / "it-help.yml").write_text(faulty, encoding="utf-8")
        assert [(problem.file.name, problem.line) for problem in check([folder])] == [
            ("company.yml", 2),
            ("it-help.yml", 15),
        ]


PIECES = st.sampled_from(
    ["name:", " ", "\n", "  ", "- ", "{", "}", "[", "]", "en: ", "zh: ", "&a", "*a", "!!x", "|", ">", "?", ": ", "'", '"']
    + ["%YAML 1.2", "---", "...", "#", "\t", "\\x", "when:", "questions:", "departments:", "<<: ", "~", "1e3", "@", "`"]
)
ANY_TEXT = st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join))


class TestAnyText:
    @given(st.one_of(ANY_TEXT.map(lambda text: text.encode("utf-8", "surrogatepass")), st.binary()))
    def test_ends_in_problems_and_never_in_a_traceback(self, content: bytes) -> None:
        assert_only_problems(content)

    @given(st.integers(0, len(WORKFLOW)), st.integers(0, 40), ANY_TEXT)
    def test_a_good_file_with_a_bad_place(self, start: int, length: int, text: str) -> None:
        changed = WORKFLOW[:start] + text + WORKFLOW[start + length :]
        assert_only_problems(changed.encode("utf-8", "surrogatepass"))


def assert_only_problems(content: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "company.yml").write_text(COMPANY, encoding="utf-8")
        (folder / "it-help.yml").write_bytes(content)
        problems = check([folder])
        assert all(problem.line >= 1 and problem.column >= 1 and problem.mend for problem in problems)
        (folder / "company.yml").write_bytes(content)
        check([folder])
