"""The READMEs promise only what is there: commands, settings, paths; and buttons keep their exact words."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

import app
from bot import texts
from bot.lists import LISTS
from bot.settings import Settings
from workflows import acts
from workflows.definition import Language

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh.md")
COMMAND = re.compile(r"python3 go\.py ([a-z]+)([^\n`|]*)")
SETTING = re.compile(r"\b((?:EOAC|SLACK|WECOM)_[A-Z_]+)\b")
PATH = re.compile(r"`((?:bot|workflows|storage|tests|docs|\.ci)/[^\s`]*|[\w.-]+\.(?:py|yml|md|toml|txt))`")
BUTTONS = (re.compile(r"(?<![!\w])\[([A-Z][^\]\n]*)\](?!\()"), re.compile(r"［([^］\n]+)］"))
ELSEWHERE = frozenset(
    {"inbound.py", "render.py", "channel.py", "client.py"}
)  # a name in every platform's room

# The words of the interface for the acts that exist: English, 中文.
PROMISED: dict[str, tuple[str, str]] = {
    "answer": ("Answer", "回答"),
    "skip": ("Skip", "跳过"),
    "confirm": ("That's right", "没错"),
    "correct": ("Not quite", "不太对"),
    "take": ("Take it", "我来负责"),
    "ask": ("Ask a question", "提问"),
    "route": ("Not ours", "转给合适的部门"),
    "done": ("Done", "已办好"),
    "do_it": ("I'll do it", "我来办"),
    "offer": ("Make an offer", "提出方案"),
    "cannot": ("Can't do", "暂时无法满足"),
    "accept": ("Accept", "接受"),
    "change": ("Ask for a change", "希望调整"),
    "decline": ("Decline", "暂不考虑"),
    "on_track": ("On track", "进展正常"),
    "miss": ("I may miss this", "可能延期"),
    "deliver": ("Delivered", "已完成"),
    "update": ("Send an update", "发送进展"),
    "agree": ("Agree", "同意"),
    "keep_date": ("Keep the old date", "按原日期"),
    "yes": ("Yes, solved", "已解决"),
    "partly": ("Partly", "部分解决"),
    "no": ("No", "没有解决"),
    "close": ("Close as it is", "就此结束"),
    "withdraw": ("Withdraw", "撤回"),
    "reopen": ("Reopen", "重新打开"),
}
STATES: dict[str, tuple[str, str]] = {
    "state.exploring": ("Exploring", "了解中"),
    "state.waiting": ("Waiting for an offer", "待提方案"),
    "state.offered": ("Offered", "已提方案"),
    "state.committed": ("Committed", "已承诺"),
    "state.delivered": ("Delivered", "已交付"),
    "state.recovering": ("Recovering", "补救中"),
    "outcome.satisfied": ("satisfied", "满意"),
    "outcome.unsatisfied": ("unsatisfied", "不满意"),
    "outcome.unconfirmed": ("unconfirmed", "未确认"),
    "outcome.withdrawn": ("withdrawn", "已撤回"),
    "outcome.declined": ("declined", "已拒绝"),
    "outcome.unanswered": ("unanswered", "无人回应"),
}
TYPED = frozenset({"reply"})  # done by writing: it has no button, and so no label


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
def test_every_setting_that_works_is_explained(name: str) -> None:
    """WeCom's come with WeCom."""
    works = {field.upper() for field in Settings.model_fields if not field.startswith("wecom_")}
    assert works - set(SETTING.findall(read(name))) == set()


@pytest.mark.parametrize("name", READMES)
def test_defaults_are_told_as_they_are(name: str) -> None:
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| `([^`]+)` \|", read(name), re.MULTILINE))
    fields = Settings.model_fields
    for setting in ("EOAC_PUBLIC_URL", "EOAC_HOST", "EOAC_PORT", "EOAC_LANG", "SLACK_API_URL"):
        if setting in rows:
            assert rows[setting] == str(fields[setting.lower()].default)


@pytest.mark.parametrize("name", READMES)
def test_every_path_that_is_named_exists(name: str) -> None:
    named = set(PATH.findall(read(name))) - ELSEWHERE
    assert {path for path in named if not (ROOT / path).exists()} == set()


@pytest.mark.parametrize("name", READMES)
def test_every_word_after_request_is_understood(name: str) -> None:
    listed = set(re.findall(r"`/request ([a-z]+)`", read(name)))
    assert listed - LISTS.keys() == set()


@pytest.mark.parametrize("place", [0, 1], ids=["en", "zh"])
def test_buttons_and_states_are_called_what_the_interface_promises(place: int) -> None:
    language: Language = "zh" if place else "en"
    words = {f"act.{key}": pair[place] for key, pair in PROMISED.items()} | {
        key: pair[place] for key, pair in STATES.items()
    }
    assert {key: texts.WORDS[language][key] for key in words} == words


def test_every_promised_word_belongs_to_something_that_exists() -> None:
    assert PROMISED.keys() - acts.BY_KEY.keys() == set()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_act_with_a_button_has_its_label(language: Language) -> None:
    keys = {act.key for act in acts.TABLE} - TYPED
    assert {key for key in keys if not texts.WORDS[language].get(f"act.{key}")} == set()


def test_a_button_that_is_named_in_the_readmes_is_one() -> None:
    """Buttons stand there as [Make an offer] and ［提出方案］."""
    labels = {word for words in texts.WORDS.values() for key, word in words.items() if key.startswith("act.")}
    named = {word for name in READMES for pattern in BUTTONS for word in pattern.findall(read(name))}
    assert named - labels == set()


def test_both_languages_say_everything_with_the_same_blanks_to_fill() -> None:
    blanks = {
        language: {key: filled(word) for key, word in words.items()}
        for language, words in texts.WORDS.items()
    }
    assert blanks["en"] == blanks["zh"]


def filled(word: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", word))
