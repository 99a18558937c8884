"""What is written for readers stays true: links lead somewhere, and decisions stay short and listed."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DECISIONS = ROOT / "docs" / "decisions"
LINK = re.compile(r"\[[^\]]*\]\(([^)\s#]+)")
LONGEST_DECISION = 20


def pages() -> list[Path]:
    return [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def test_every_link_between_our_own_pages_leads_somewhere() -> None:
    links = [(page, link) for page in pages() for link in LINK.findall(page.read_text(encoding="utf-8"))]
    ours = [(page, link) for page, link in links if "://" not in link and not link.startswith("mailto:")]
    assert [f"{page.name}: {link}" for page, link in ours if not (page.parent / link).exists()] == []


def test_every_decision_is_short_enough_to_be_read() -> None:
    lengths = {
        path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in DECISIONS.glob("0*.md")
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_DECISION} == {}


def test_every_decision_is_listed() -> None:
    listed = LINK.findall((DECISIONS / "README.md").read_text(encoding="utf-8"))
    assert sorted(listed) == sorted(path.name for path in DECISIONS.glob("0*.md"))


def test_the_locks_hold_hashes_and_no_registry_s_address() -> None:
    for lock in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / lock).read_text(encoding="utf-8")
        pinned = re.findall(r"^[a-z0-9-]+==.+?(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
        assert len(pinned) > 20
        assert all("--hash=sha256:" in package for package in pinned)
        assert "://" not in text
        assert "index" not in text


def test_what_we_make_it_with_builds_on_exactly_what_it_runs_on() -> None:
    runtime, development = (
        set(re.findall(r"^([a-z0-9-]+==\S+)", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))
        for lock in ("requirements.txt", "requirements-dev.txt")
    )
    assert runtime < development


INTERFACE = (ROOT / "docs" / "interface.md").read_text(encoding="utf-8")


def chapter(title: str) -> str:
    return INTERFACE.split(f"## {title}\n")[1].split("\n## ")[0]


def test_the_interface_names_every_command_and_no_other() -> None:
    from app import app

    commands = {one.name or one.callback.__name__ for one in app.registered_commands if one.callback}
    assert set(re.findall(r"^\| `(\w+)` \|", chapter("Commands of `app.py`"), re.MULTILINE)) == commands


def test_the_interface_names_every_setting_and_no_other() -> None:
    from bot.service.settings import Settings

    named = re.findall(r"^\| `(\w+)` \|", chapter("Settings"), re.MULTILINE)
    assert sorted(named) == sorted(name.upper() for name in Settings.model_fields)


def test_the_interface_names_the_word_on_every_button_and_in_every_state() -> None:
    from bot.texts.en import WORDS as EN
    from bot.texts.zh import WORDS as ZH
    from workflows.rights import acts

    said, words = chapter("In chat"), {f"act.{act.key}" for act in acts.TABLE} & set(EN)
    words |= {key for key in EN if key.startswith("outcome.")}
    cells = {cell.strip() for line in said.splitlines() for cell in re.split(r"[|·]", line)}
    assert {EN[key] for key in words} - cells == set()
    assert {ZH[key] for key in words} - cells == set()


def test_no_source_points_to_a_page_that_is_not_there() -> None:
    folders = ("bot", "workflows", "storage", "tests")
    sources = [ROOT / "app.py", *(one for folder in folders for one in (ROOT / folder).rglob("*.py"))]
    named = {
        (source.name, page)
        for source in sources
        for page in re.findall(r"[\w/.-]+\.md\b", source.read_text(encoding="utf-8"))
    }
    there = {page.name for page in pages()}
    assert {(source, page) for source, page in named if Path(page).name not in there} == set()


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/architecture.md", "README.md", "README.zh.md"])
def test_every_file_that_a_page_for_contributors_names_is_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:bot|workflows|storage|tests|docs)/[\w./-]+)`", text))
    assert {path for path in named if not (ROOT / path).exists()} == set()


# The recipes for an act and its news name these for other acts; what *Send an update* does stands elsewhere.
OTHERS = {
    "workflows/state/request.py": "progress",
    "workflows/state/changes.py": "progress",
    "workflows/rights/when.py": "has_owner",
    "workflows/rights/act.py": "action.Command",
    "workflows/news/details.py": "OwnWords",
    "bot/inbox/plain_presses.py": '"nudge"',
    "bot/cards/matter.py": "progress",
}
UPDATE = re.compile(
    r"UpdateSent|SendUpdate|\bUPDATE\b|\"update\"|`update`|Send an update|^## update$|thats_it update urgent",
    re.MULTILINE,
)


def recipe(title: str) -> str:
    return (
        (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split(f"### {title}\n")[1].split("\n### ")[0]
    )


@pytest.mark.parametrize(
    "path",
    sorted(
        {
            path
            for title in ("Add an act", "Add a piece of news")
            for path in re.findall(r"`([\w/]+\.(?:py|md))`", recipe(title))
        }
    ),
)
def test_every_file_of_the_recipe_for_an_act_is_one_that_an_act_took(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    assert OTHERS[path] in text if path in OTHERS else UPDATE.search(text)
