"""What an admin may write, and what they are told when it can't be."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.catalogue import Invalid, Problem, check_catalogue, read_catalogue
from tests.storage.sample_catalogue import COMPANY, WORKFLOW, company_with, workflow_with, write_sample
from workflows.definition import Company, Rhythm

SHIPPED = Path(__file__).parents[2] / "workflows" / "catalogue"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_sample(tmp_path)


class TestWhatIsRead:
    def test_the_shipped_catalogue_is_clean(self) -> None:
        assert check_catalogue([SHIPPED]) == []

    def test_the_shipped_company_has_its_departments_and_workflows(self, shipped: Company) -> None:
        assert set(shipped.departments) == {"it", "hr", "facilities", "finance"}
        assert set(shipped.workflows) == {
            "it-help",
            "new-laptop",
            "hiring",
            "facilities",
            "purchase",
            "complaint",
        }

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
        company = read_catalogue(folder)
        assert company.departments["it"].leads == ("slack:U0LIN",)
        assert company.departments["it"].on_call == "slack:U0BEN"
        assert company.admins == ("slack:U0MARIA",)

    def test_a_person_on_both_platforms_is_one_human_being(self, folder: Path) -> None:
        company = read_catalogue(folder)
        assert company.one("wecom:benokoro") == "slack:U0BEN"
        department = company.department_of("wecom:benokoro")
        assert department is not None
        assert department.id == "it"

    def test_the_file_name_is_the_id(self, folder: Path) -> None:
        assert read_catalogue(folder).workflows["it-help"].id == "it-help"

    def test_the_version_follows_what_is_said_and_not_its_layout(self, folder: Path) -> None:
        before = read_catalogue(folder).workflows["it-help"].version
        (folder / "it-help.yml").write_text("# for Ben\n\n" + WORKFLOW, encoding="utf-8")
        commented = read_catalogue(folder).workflows["it-help"].version
        (folder / "it-help.yml").write_text(WORKFLOW.replace("Done.", "Done!"), encoding="utf-8")
        assert before == commented != read_catalogue(folder).workflows["it-help"].version
        assert len(before) == 12

    def test_a_bare_no_is_a_word_where_words_are_expected(self, folder: Path) -> None:
        assert workflow_with(folder, "en: Signing in", "en: no") == []
        choices = read_catalogue(folder).workflows["it-help"].questions[0].choices
        assert choices[0].label.en == "no"

    def test_a_file_saved_with_a_byte_order_mark_is_read(self, folder: Path) -> None:
        (folder / "it-help.yml").write_text(WORKFLOW, encoding="utf-8-sig")
        assert check_catalogue([folder]) == []

    def test_the_day_may_end_at_midnight(self, folder: Path) -> None:
        assert company_with(folder, "13:00-18:00", "13:00-24:00") == []

    def test_a_rhythm_that_is_not_given_is_the_usual_one(self, folder: Path) -> None:
        assert read_catalogue(folder).workflows["it-help"].rhythm == Rhythm()


@pytest.fixture(scope="module")
def shipped() -> Company:
    return read_catalogue(SHIPPED)


class TestProblems:
    def test_a_problem_is_one_line_with_place_and_mend(self) -> None:
        problem = Problem(file=Path("a.yml"), line=3, column=7, what="this is wrong", mend="write that")
        assert str(problem) == "a.yml:3:7: this is wrong; write that"

    def test_all_are_gathered_and_not_just_the_first(self, folder: Path) -> None:
        (folder / "company.yml").write_text(COMPANY.replace("[lin]", "[lina]"), encoding="utf-8")
        faulty = WORKFLOW.replace("{en: Where?, zh: 在哪里？}", "{en: Where?}").replace(
            "kind: net", "kind: nets"
        )
        (folder / "it-help.yml").write_text(faulty.replace("done:", "dnoe:"), encoding="utf-8")
        with pytest.raises(Invalid) as invalid:
            read_catalogue(folder)
        assert [(problem.file.name, problem.line) for problem in invalid.value.problems] == [
            ("company.yml", 17),
            ("it-help.yml", 1),
            ("it-help.yml", 4),
            ("it-help.yml", 14),
            ("it-help.yml", 15),
        ]

    def test_a_file_alone_is_checked_against_the_company_beside_it(self, folder: Path) -> None:
        (folder / "company.yml").write_text(COMPANY.replace("[lin]", "[lina]"), encoding="utf-8")
        (folder / "it-help.yml").write_text(
            WORKFLOW.replace("department: it", "department: its"), encoding="utf-8"
        )
        assert [problem.line for problem in check_catalogue([folder / "it-help.yml"])] == [2]

    def test_what_is_named_twice_is_told_once(self, folder: Path) -> None:
        (folder / "it-help.yml").write_text(
            WORKFLOW.replace("department: it", "department: its"), encoding="utf-8"
        )
        assert len(check_catalogue([folder, folder / "it-help.yml"])) == 1

    def test_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        assert [problem.what for problem in check_catalogue([tmp_path / "nowhere"])] == [
            "there is no such file"
        ]

    def test_a_file_of_another_kind(self, tmp_path: Path) -> None:
        (tmp_path / "notes.txt").write_text("hello", encoding="utf-8")
        assert [problem.what for problem in check_catalogue([tmp_path / "notes.txt"])] == [
            "this is not a configuration file"
        ]

    def test_a_company_without_workflows(self, folder: Path) -> None:
        (folder / "it-help.yml").unlink()
        assert [problem.what for problem in check_catalogue([folder])] == [
            "no workflow file is beside this one"
        ]


# what is changed, into what, and how the one problem begins: the place, what is wrong, and the mend
MARKS = (
    "name: |  |- |{|}|[|]|en: |zh: |&a|*a|!!x|>|?|: |'|\"|%YAML 1.2|---|...|#|when:|<<: |~|1e3|@|`|questions:"
)
PIECES = st.sampled_from([*MARKS.split("|"), "|", "\n", "\t", "\\x", "departments:"])
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
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "company.yml").write_text(COMPANY, encoding="utf-8")
        (folder / "it-help.yml").write_bytes(content)
        problems = check_catalogue([folder])
        assert all(problem.line >= 1 and problem.column >= 1 and problem.mend for problem in problems)
        (folder / "company.yml").write_bytes(content)
        check_catalogue([folder])
