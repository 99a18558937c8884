"""The match of a sentence to a workflow; and what a workflow asks, suggests and concludes from the answers so far.

Answers stand by question id: to a choice question the choice's id, to a date question an ISO date.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple, get_args

from workflows.definition import NEED, Choice, Company, Conditions, Question, Workflow
from workflows.languages import NAMED, Language

Answers = Mapping[str, str]
PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_-]*)\}")
_TAIL = re.compile(rf"\s*[:：]\s*{PLACEHOLDER.pattern}$|\s*[(（]{PLACEHOLDER.pattern}[)）]")
_LATIN = "0-9a-zß-öø-ÿ"  # what continues a Latin word; a Chinese neighbour doesn't
_QUOTED = 80  # characters of an answer that stand in a condition
_LOOKED_AT = 10_000  # characters: what is wanted is said by then
_MOST = 5  # conditions of satisfaction
_PLACE = 0.25  # of its weight: "the wifi in the meeting room" is about the wifi
_BEFORE_A_PLACE = re.compile(r"(?:\b(?:in|at|near)\s+(?:(?:the|our|my|a|this)\s+)?|在)$")
_AFTER_A_PLACE = ("的", "里", "内", "这边", "那边")
_MEANT = 2.5  # words: a shorter label may be said by the way


def match(text: str, company: Company) -> Workflow | None:
    """The one workflow that the words lead to clearly; None when nothing or more than one thing is meant.

    A word inside a longer one ("laptop" in "new laptop") doesn't count. As soon as a confidential workflow
    may be meant, no other one is: a complaint must not end up in a channel because it says "password".
    """
    scores = _scores(_hits(_folded(text[:_LOOKED_AT]), company.workflows.values()))
    best = max(scores.values(), default=0)
    winners = [company.workflows[key] for key, score in scores.items() if score == best]
    if len(winners) != 1:
        return None
    private = any(company.workflows[key].confidential for key in scores)
    return winners[0] if winners[0].confidential or not private else None


def asked_questions(workflow: Workflow, answers: Answers) -> tuple[Question, ...]:
    """The questions whose condition holds, in order. Answers to questions not asked count for nothing."""
    shown: dict[str, Question] = {}
    for question in workflow.questions:
        if _holds(question.when, shown, answers):
            shown[question.id] = question
    return tuple(shown.values())


def choices_said(workflow: Workflow, text: str) -> dict[str, str]:
    """Choices that were said already, in their own words: "I can't work at all" needs no asking again."""
    said = _folded(text[:_LOOKED_AT])
    found: dict[str, str] = {}
    for question in workflow.questions:
        chosen = [choice.id for choice in question.choices if any(label in said for label in _labels(choice))]
        if len(chosen) == 1:
            found[question.id] = chosen[0]
    return found


def _labels(choice: Choice) -> tuple[str, ...]:
    """Return the labels long enough to be meant: a bare "Yes" or "Mac" may be said by the way."""
    labels = (_folded(label) for _, label in choice.label.each())
    return tuple(label for label in labels if _weight(label) >= _MEANT)


def open_questions(
    workflow: Workflow, answers: Answers, *, required_only: bool = False
) -> tuple[Question, ...]:
    """Return those asked that have no answer yet."""
    unanswered = (q for q in asked_questions(workflow, answers) if not answers.get(q.id, "").strip())
    return tuple(question for question in unanswered if question.required or not required_only)


def urgent(workflow: Workflow, answers: Answers) -> bool:
    """Whether one of the choices made is an urgent one."""
    return any(choice.urgent for choice in _chosen(workflow, answers))


def leads_to(workflow: Workflow, answers: Answers) -> str | None:
    """The other workflow that the first such choice leads to."""
    return next((choice.workflow for choice in _chosen(workflow, answers) if choice.workflow), None)


def suggested_conditions(workflow: Workflow, answers: Answers, language: Language) -> tuple[str, ...]:
    """Return the conditions that would make it good, in the words of the answers.

    A missing answer after a colon or in brackets falls away ("It works: {goal}" is then "It works"); where
    the sentence can't do without it, the condition is left out.
    """
    return tuple(dict.fromkeys(text for text in _conditions(workflow, answers, language) if text))[:_MOST]


def phrasings(workflow: Workflow, answers: Answers, language: Language) -> dict[str, str]:
    """Return each suggested condition, as worded in any language, with its wording in this one."""
    here = _conditions(workflow, answers, language)
    said = [(_conditions(workflow, answers, other), here) for other in get_args(Language)]
    return {one: read for each in said for one, read in zip(*each, strict=True) if one and read}


def _conditions(workflow: Workflow, answers: Answers, language: Language) -> list[str]:
    shown = {question.id: question for question in asked_questions(workflow, answers)}
    known = {key: _worded(question, answers.get(key, ""), language) for key, question in shown.items()}
    known[NEED] = _short(answers.get(NEED, ""))
    texts = (c.text.in_(language) for c in workflow.conditions if _holds(c.when, shown, answers))
    return [_filled(text, known) for text in texts]


class _Hit(NamedTuple):
    start: int
    end: int
    workflow: str
    word: str
    weight: float

    def inside(self, other: _Hit) -> bool:
        return other.start <= self.start and self.end <= other.end and len(self.word) < len(other.word)


def _hits(text: str, workflows: Iterable[Workflow]) -> list[_Hit]:
    """Return every keyword found, but for those that are only a part of a longer one: that one begins close before."""
    found = sorted(
        _Hit(match.start(), match.end(), workflow.id, word, _weight(word) * _share(text, match))
        for workflow in workflows
        for word in map(_folded, workflow.words)
        for match in _pattern(word).finditer(text)
    )
    starts = [hit.start for hit in found]
    longest = max((hit.end - hit.start for hit in found), default=0)

    def near(hit: _Hit) -> list[_Hit]:
        return found[bisect_left(starts, hit.start - longest) : bisect_right(starts, hit.start)]

    return [hit for hit in found if not any(hit.inside(other) for other in near(hit))]


def _scores(hits: Sequence[_Hit]) -> dict[str, float]:
    """Return, by workflow, the weight of the different words that lead there."""
    words: dict[tuple[str, str], float] = {}
    for hit in hits:
        words[hit.workflow, hit.word] = max(hit.weight, words.get((hit.workflow, hit.word), 0))
    scores: dict[str, float] = {}
    for (workflow, _), weight in words.items():
        scores[workflow] = scores.get(workflow, 0) + weight
    return scores


def _share(text: str, found: re.Match[str]) -> float:
    """Return the share of its weight that counts: little in a place, which says where something is, not what."""
    before = text[max(0, found.start() - 20) : found.start()]
    place = _BEFORE_A_PLACE.search(before) or text.startswith(_AFTER_A_PLACE, found.end())
    return _PLACE if place else 1


def _weight(word: str) -> float:
    """Return the weight of a keyword: a Latin word counts one, and so do two Chinese characters."""
    return len(re.findall(f"[{_LATIN}]+", word)) + len(re.findall("[\u3400-\u9fff]", word)) / 2


@lru_cache(maxsize=4096)
def _pattern(word: str) -> re.Pattern[str]:
    """Return the pattern of a keyword: a Latin word stands alone, perhaps in the plural; Chinese is found anywhere."""
    inner = r"[\s-]+".join(map(re.escape, re.split(r"[\s-]+", word)))
    before = f"(?<![{_LATIN}])" if re.match(f"[{_LATIN}]", word) else ""
    after = f"(?:e?s)?(?![{_LATIN}])" if re.search(f"[{_LATIN}]$", word) else ""
    return re.compile(before + inner + after)


def _folded(text: str) -> str:
    """Return the text without the differences between Ｗｉ-Ｆｉ, Wi-Fi and wi-fi, and with one kind of apostrophe."""
    return unicodedata.normalize("NFKC", text).casefold().replace("’", "'")


def _chosen(workflow: Workflow, answers: Answers) -> list[Choice]:
    made = (question.choice(answers.get(question.id, "")) for question in asked_questions(workflow, answers))
    return [choice for choice in made if choice is not None]


def _holds(when: Conditions, shown: Mapping[str, Question], answers: Answers) -> bool:
    return all(key in shown and answers.get(key) in choices for key, choices in when.items())


def _filled(text: str, known: Mapping[str, str]) -> str:
    """The text with its answers; empty if it can't be said without one that is missing."""
    spoken = _TAIL.sub(lambda tail: tail[0] if known.get(tail[1] or tail[2]) else "", text)
    if not all(known.get(key) for key in PLACEHOLDER.findall(spoken)):
        return ""
    return PLACEHOLDER.sub(lambda found: known[found[1]], spoken)


def _worded(question: Question, answer: str, language: Language) -> str:
    """An answer as it can stand within a sentence; empty if it can't."""
    match question.kind:
        case "choice":
            choice = question.choice(answer)
            return choice.label.in_(language) if choice else ""
        case "date":
            return _day(answer, language)
        case "person":
            return ""  # an id, and names are not known here
        case "text":
            return _short(answer)


def _day(answer: str, language: Language) -> str:
    try:
        day = date.fromisoformat(answer)
    except ValueError:
        return _short(answer)
    return NAMED[language].day.format(day=day)


def _short(answer: str) -> str:
    """The first line, without its full stop, cut where it gets long."""
    line = next(iter(answer.strip().splitlines()), "").strip().rstrip(".。!！;；,， ")
    return line if len(line) <= _QUOTED else line[: _QUOTED - 1].rstrip() + "…"
