"""What is written for readers stays true: links lead somewhere, and decisions stay short and listed."""

import re
from pathlib import Path

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
