"""What YAML can hide, and how an admin hears of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.catalogue import check_catalogue
from tests.storage.sample_catalogue import workflow_with, write_sample


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_sample(tmp_path)


# what is changed, into what, and how the one problem begins: its place, what is wrong, and the mend
YAML_FAULTS = {
    "a tag": (
        "en: Done.",
        "en: !!python/name:os.system x",
        "4:12: tag:yaml.org,2002:python/name:os.system is a YAML tag; delete it",
    ),
    "an anchor": ("about: {en", "about: &a {en", "3:8: &a is a YAML anchor; delete it"),
    "a duplicate key": (
        "department: it",
        "department: it\ndepartment: it",
        "3:1: 'department' stands here twice (first in line 2); keep one",
    ),
    "a tab": ("department: it", "department:\n\tit", "3:1: this can't be read: found character '\\t'"),
    "a second document": (
        "department: it",
        "department: it\n---\nname: x",
        "3:1: a second document begins here; keep one a file",
    ),
    "a stray colon": (
        "department: it",
        "department: it: help",
        "2:15: this can't be read: mapping values are not allowed",
    ),
    "a directive": (
        "name: {en: IT help",
        "%YAML 1.1\n---\nname: {en: IT help",
        "2:1: a % directive stands here; delete the line",
    ),
    "an invisible character": ("en: Done.", "en: Do\u0000ne.", "4:14: an invisible character stands here"),
    "a hidden surrogate": (
        "en: Done.",
        'en: "\\ud800"',
        "4:12: an escape here stands for an invisible character; ",
    ),
    "an impossible escape": (
        "en: Done.",
        'en: "\\UFFFFFFFF"',
        "4:8: this can't be read as YAML from here on; ",
    ),
    "a mapping as a key": (
        "department: it",
        "? {a: b}\n: it\ndepartment: it",
        "2:3: a key must be a single word",
    ),
}


class TestYaml:
    @pytest.mark.parametrize("name", YAML_FAULTS)
    def test_what_yaml_can_hide_is_refused(self, folder: Path, name: str) -> None:
        old, new, begins = YAML_FAULTS[name]
        problems = workflow_with(folder, old, new)
        assert len(problems) == 1
        assert problems[0].startswith("it-help.yml:" + begins)

    def test_a_bomb_of_aliases_is_never_unfolded(self, folder: Path) -> None:
        bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))
        (folder / "it-help.yml").write_text(bomb, encoding="utf-8")
        told = [str(problem).rpartition("/")[2] for problem in check_catalogue([folder])]
        assert "it-help.yml:2:10: *a0 is a YAML alias; write the words out, or put them in quotes" in told

    def test_a_file_as_deep_as_a_well(self, folder: Path) -> None:
        (folder / "it-help.yml").write_text("a: " + "[" * 5000, encoding="utf-8")
        assert [problem.what for problem in check_catalogue([folder])] == [
            "this is nested deeper than 20 levels"
        ]

    def test_a_huge_file(self, folder: Path) -> None:
        (folder / "it-help.yml").write_bytes(b"# " + b"x" * 300_000)
        assert [problem.what for problem in check_catalogue([folder])] == ["the file is larger than 256 KB"]

    def test_a_file_in_another_encoding(self, folder: Path) -> None:
        (folder / "it-help.yml").write_bytes("name: ok\nabout: 办好".encode("gb18030"))
        assert [str(problem).rpartition("/")[2] for problem in check_catalogue([folder])] == [
            "it-help.yml:2:8: this is not UTF-8 text; save the file in the encoding UTF-8"
        ]

    def test_an_empty_file_is_told_what_it_lacks(self, folder: Path) -> None:
        (folder / "it-help.yml").write_text("", encoding="utf-8")
        assert "it-help.yml:1:1: `name` is missing; add `name: …`" in str(check_catalogue([folder])[0])
