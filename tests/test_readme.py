"""The READMEs promise only what is there: commands, settings, paths, words after /request, and buttons."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

import app
from bot import texts
from bot.forms.away import AWAY
from bot.inbox.lists import LISTS
from bot.service.settings import Settings

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh.md")
COMMAND = re.compile(r"python3 go\.py ([a-z]+)([^\n`|]*)")
SETTING = re.compile(r"\b((?:EOAC|SLACK|WECOM)_[A-Z_]+)\b")
PATH = re.compile(r"`((?:bot|workflows|storage|tests|docs|\.ci)/[^\s`]*|[\w.-]+\.(?:py|yml|md|toml|txt))`")
BUTTONS = (re.compile(r"(?<![!\w])\[([A-Z][^\]\n]*)\](?!\()"), re.compile(r"［([^］\n]+)］"))
ELSEWHERE = frozenset("inbound.py render.py channel.py client.py side.py".split())  # in every platform's room


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def commands() -> dict[str, set[str]]:
    """Each command that a README names, with the options it is shown with."""
    found: dict[str, set[str]] = {}
    for name in READMES:
        for command, rest in COMMAND.findall(read(name)):
            found.setdefault(command, set()).update(re.findall(r"--[a-z][a-z-]*", rest))
    return found


@pytest.mark.parametrize("command", sorted(commands().keys() - {"test"}))
def test_every_command_that_is_named_exists_with_the_options_shown(command: str) -> None:
    helped = CliRunner().invoke(app.app, [command, "--help"], env={"COLUMNS": "200", "NO_COLOR": "1"})
    assert helped.exit_code == 0, helped.output
    assert [option for option in commands()[command] if option not in helped.output] == []


@pytest.mark.parametrize("name", READMES)
def test_every_setting_that_is_named_exists(name: str) -> None:
    known = {field.upper() for field in Settings.model_fields}
    assert set(SETTING.findall(read(name))) - known == set()


@pytest.mark.parametrize("name", READMES)
def test_every_setting_is_explained(name: str) -> None:
    rows = set(re.findall(r"^\| `([A-Z_]+)` \|", read(name), re.MULTILINE))
    assert {field.upper() for field in Settings.model_fields} - rows == set()


def test_the_example_of_env_names_every_setting_and_no_other() -> None:
    named = set(re.findall(r"^#([A-Z_]+)=", read(".env.example"), re.MULTILINE))
    assert named == {field.upper() for field in Settings.model_fields}


@pytest.mark.parametrize("name", READMES)
def test_defaults_are_told_as_they_are(name: str) -> None:
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| `([^`]+)` \|", read(name), re.MULTILINE))
    fields = Settings.model_fields
    for setting in rows.keys() - {"EOAC_STORE", "EOAC_CONFIG", "EOAC_PAUSED"}:  # those are told in short
        assert rows[setting] == str(fields[setting.lower()].default)


@pytest.mark.parametrize("name", READMES)
def test_every_path_that_is_named_exists(name: str) -> None:
    named = set(PATH.findall(read(name))) - ELSEWHERE
    assert {path for path in named if not (ROOT / path).exists()} == set()


@pytest.mark.parametrize("name", READMES)
def test_every_word_after_request_is_told_and_no_other(name: str) -> None:
    """What is yet to come stands among what it can't do."""
    listed = set(re.findall(r"^\| `/request ([a-z]+)` \|", read(name), re.MULTILINE))
    assert listed == (LISTS.keys() | {AWAY}) - {"insights"}


def test_a_button_that_is_named_in_the_readmes_is_one() -> None:
    """Buttons stand there as [Make an offer] and ［提出方案］."""
    labels = {word for words in texts.WORDS.values() for key, word in words.items() if key.startswith("act.")}
    named = {word for name in READMES for pattern in BUTTONS for word in pattern.findall(read(name))}
    assert named - labels == set()
