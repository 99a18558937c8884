"""Somebody's words as the heart interprets them: the command or number before them, and what the rest says."""

from __future__ import annotations

import re

from bot.reading.labels import LABELS, SAID_BY_THE_WAY
from bot.reading.sentences import (
    CANCEL,
    SKIP,
    THANKS,
    YES,
    agrees,
    asks,
    closed_up,
    folded,
    greets,
    is_courtesy,
    meant,
    replies,
    urges,
    withdraws,
)
from workflows.definition import Company
from workflows.languages import LANGUAGES, NAMED, Language
from workflows.meaning.situation import FormWord, Utterance
from workflows.phases.matching import match

NUMBERED = re.compile(
    r"\s*[#＃]\s*(?P<number>\d++)(?!号?[楼栋幢院]|层)(?:(?!\w)|(?=[^\x00-\x7f]))"
    r"[\s:：,，、.。]*(?P<words>.*)",
    re.DOTALL,
)
LONGEST_COMMAND, LONGEST_WORD, LONGEST_LABEL = 20, 20, 40  # characters
LISTED = frozenset(
    {"help", "mine", "team", "due", "admin", "insights"}
)  # typed anywhere, in a thread as well
MENU = {
    "menu": "help", "帮助": "help", "菜单": "help", "我的请求": "mine",
    "department": "team", "部门": "team", "部门请求": "team", "待我处理": "waiting",
    "my promises": "due", "promises": "due", "我的承诺": "due", "承诺": "due",
}  # fmt: skip
SPOKEN: dict[str, Language] = {word: one for one in LANGUAGES for word in NAMED[one].typed}
SLASHED = "/request"
TYPED: dict[str, FormWord] = {
    "new request": "form", "新请求": "form", "发起请求": "form",
    "away": "away", "外出": "away", "我要外出": "away",
    "back": "back", "i'm back": "back", "i am back": "back", "回来了": "back", "我回来了": "back",
}  # fmt: skip


def chat_words(text: str, company: Company) -> Utterance:
    """Words in a chat without threads: they may name a list, a form, a language, or a request by its number."""
    text = text.strip()
    if folded(text[: LONGEST_COMMAND + 1]) == SLASHED:
        return bare_words(text, company).model_copy(update={"typed": "form"})
    text = text.removeprefix(f"{SLASHED} ").strip()  # who knows it from Slack
    word = folded(text[: LONGEST_COMMAND + 1])
    named = NUMBERED.fullmatch(text)
    said = bare_words(named["words"].strip() if named else text, company)
    commands = {
        "typed": TYPED.get(word, ""),
        "shows": MENU.get(word, word if word in LISTED else ""),
        "speaks": SPOKEN.get(word),
        "number": named["number"] if named else "",
    }
    return said.model_copy(update=commands)


def thread_words(text: str, company: Company) -> Utterance:
    """Words where requests have threads, or behind `/request`: only the plain names of lists are commands."""
    said = bare_words(text.strip(), company)
    word = said.text.casefold()
    typed: FormWord = "away" if word == "away" else ""
    return said.model_copy(update={"typed": typed, "shows": word if word in LISTED else ""})


def bare_words(text: str, company: Company) -> Utterance:
    """Words that are no command: what they say, whatever is open."""
    word, kind = meant(text[: 2 * LONGEST_WORD]), match(text, company) if text else None
    return Utterance(
        text=text,
        kind=kind.id if kind else None,
        cancels=word in CANCEL,
        skips=word in SKIP,
        confirms=word in YES,
        steers=folded(text[:LONGEST_WORD]) in CANCEL | SKIP | YES,
        agrees=agrees(text),
        replies=replies(text),
        thanks=word in THANKS,
        greets=greets(text),
        courteous=is_courtesy(text),
        asks=asks(text),
        urges=urges(text),
        withdraws=withdraws(text),
        labels=_labels(text),
    )


def _labels(text: str) -> tuple[str, ...]:
    """These words if they stand on a button of anybody's, with and without thanks: both may be one."""
    if len(text) > 2 * LONGEST_LABEL:
        return ()
    both = (folded(text), meant(text))  # "Say thanks" is a button itself
    return tuple(words for words in both if words not in SAID_BY_THE_WAY and closed_up(words) in LABELS)
