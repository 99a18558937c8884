"""The sense of a workflow: words that fit where they are shown, conditions that can hold, known names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice, product
from math import prod

from storage.catalogue_shape import Mistake, nearest
from storage.yaml_marks import YamlPath
from workflows.definition import NEED, WISHED, Conditions, Question, Text, Workflow
from workflows.phases.matching import PLACEHOLDER

NAME, QUESTION, HINT, CHOICE, CONDITION, LINE, PASSAGE = 24, 150, 150, 75, 150, 200, 400  # characters
MOST_QUESTIONS, MOST_CHOICES, MOST_CONDITIONS, MOST_BEYOND = 12, 20, 5, 6
ID = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_COMBINATIONS = 5000  # of answers looked at to count conditions; more than any real form has


def sense_of(
    workflow: Workflow, departments: Collection[str] | None, workflows: Collection[str]
) -> Iterator[Mistake]:
    """Yield all that is wrong with a workflow of the right shape. `departments`: None if company.yml can't tell."""
    if not ID.fullmatch(workflow.id):
        yield Mistake(
            (),
            f"the file's name {workflow.id!r} can't be an id",
            "use small letters, digits and -, like it-help.yml",
        )
    if departments is not None and workflow.department not in departments:
        what = f"company.yml knows no department {workflow.department!r}"
        yield Mistake(("department",), what, nearest(workflow.department, list(departments)))
    if not re.fullmatch("[A-Z]{3}", workflow.currency):
        yield Mistake(
            ("currency",),
            f"{workflow.currency!r} is not a currency",
            "write its three letters, like CNY or EUR",
        )
    yield from _lengths(workflow)
    yield from _questions(workflow, workflows)
    yield from _conditions(workflow)
    yield from _words(workflow)


def too_long_text(path: YamlPath, text: Text | None, limit: int) -> Iterator[Mistake]:
    """Yield a mistake for each language in which a text is longer than the place where it is shown."""
    for language, words in text.each() if text else ():
        if len(words) > limit:
            what = f"this is {len(words)} characters long, and {limit} fit"
            yield Mistake((*path, language), what, "say it shorter")


def _lengths(workflow: Workflow) -> Iterator[Mistake]:
    yield from too_long_text(("name",), workflow.name, NAME)
    for key in ("about", "not_for", "needs"):
        yield from too_long_text((key,), getattr(workflow, key), PASSAGE)
    yield from too_long_text(("done",), workflow.done, LINE)
    for number, more in enumerate(workflow.beyond):
        yield from too_long_text(("beyond", number), more, CONDITION)
    yield from _too_many(("beyond",), len(workflow.beyond), MOST_BEYOND, "suggestions")
    yield from _too_many(("questions",), len(workflow.questions), MOST_QUESTIONS, "questions")
    if not 1 <= len(workflow.icon) <= 8:
        yield Mistake(("icon",), f"{workflow.icon!r} is not an icon", "write one emoji, like 🎫")


def _too_many(path: YamlPath, count: int, most: int, things: str) -> Iterator[Mistake]:
    if count > most:
        yield Mistake(path, f"{count} {things} are more than the {most} a person will read", "keep the best")


def _questions(workflow: Workflow, workflows: Collection[str]) -> Iterator[Mistake]:
    ids = [question.id for question in workflow.questions]
    for number, question in enumerate(workflow.questions):
        path: YamlPath = ("questions", number)
        yield from _id((*path, "id"), question.id, ids[:number], "question")
        yield from too_long_text((*path, "ask"), question.ask, QUESTION)
        yield from too_long_text((*path, "hint"), question.hint, HINT)
        yield from _reserved(path, question)
        yield from _about(path, question, workflow)
        yield from _choices(path, question, workflow.id, workflows)
        yield from _when((*path, "when"), question.when, workflow.questions, number)


def _id(path: YamlPath, id: str, before: Sequence[str], thing: str) -> Iterator[Mistake]:
    if not ID.fullmatch(id):
        yield Mistake(
            path, f"{id!r} can't be an id", "use small letters, digits, - and _, beginning with a letter"
        )
    if id in before:
        yield Mistake(path, f"the {thing} {id!r} is here twice", "give one of them another id")


def _reserved(path: YamlPath, question: Question) -> Iterator[Mistake]:
    if question.id == NEED:
        what = "`need` is what the person types first, so it can't be asked again"
        yield Mistake((*path, "id"), what, "delete this question or give it another id")
    if question.id == WISHED and question.kind != "date":
        yield Mistake((*path, "id"), "`wished` is the wished date", "add `kind: date`, or give it another id")


def _about(path: YamlPath, question: Question, workflow: Workflow) -> Iterator[Mistake]:
    if question.about and question.kind != "person":
        yield Mistake(
            (*path, "about"), "only a person can be left out of what is about them", "add `kind: person`"
        )
    if question.about and not workflow.confidential:
        what = "whoever it is about may sit in the channel where this is told"
        yield Mistake((*path, "about"), what, "add `confidential: true` to the workflow, or delete the line")


def _choices(path: YamlPath, question: Question, here: str, workflows: Collection[str]) -> Iterator[Mistake]:
    if question.kind == "choice" and not question.choices:
        yield Mistake(
            (*path, "kind"), "this question has no choices", "add `choices:`, or let its kind be text"
        )
    if question.kind != "choice" and question.choices:
        yield Mistake((*path, "choices"), f"a {question.kind} question has no choices", "add `kind: choice`")
    yield from _too_many((*path, "choices"), len(question.choices), MOST_CHOICES, "choices")
    ids = [choice.id for choice in question.choices]
    for number, choice in enumerate(question.choices):
        place: YamlPath = (*path, "choices", number)
        yield from _id((*place, "id"), choice.id, ids[:number], "choice")
        yield from too_long_text((*place, "label"), choice.label, CHOICE)
        if choice.workflow == here:
            yield Mistake((*place, "workflow"), "this choice leads to where it stands", "delete the line")
        elif choice.workflow is not None and choice.workflow not in workflows:
            what = f"there is no workflow {choice.workflow!r}"
            yield Mistake((*place, "workflow"), what, nearest(choice.workflow, list(workflows)))


def _when(path: YamlPath, when: Conditions, questions: Sequence[Question], before: int) -> Iterator[Mistake]:
    """Yield what is wrong with a condition that may build on the questions before it."""
    earlier = {question.id: question for question in questions[:before]}
    faults = [
        fault for id, choices in when.items() for fault in _clause(path, id, choices, earlier, questions)
    ]
    yield from faults
    if when and not faults and (never := _contradiction(when, earlier)):
        what = f"this can never hold: {never!r} would need two different answers at once"
        yield Mistake(path, what, "take one of the conditions out")


def _clause(
    path: YamlPath,
    id: str,
    choices: Sequence[str],
    earlier: dict[str, Question],
    questions: Sequence[Question],
) -> Iterator[Mistake]:
    place: YamlPath = (*path, id)
    question = earlier.get(id)
    if question is None and any(later.id == id for later in questions):
        what = f"{id!r} is not asked before this one, so this can never hold"
        yield Mistake(place, what, "move that question above, or ask without this condition", at_key=True)
    elif question is None:
        yield Mistake(place, f"there is no question {id!r}", nearest(id, list(earlier)), at_key=True)
    elif not question.choices:
        yield Mistake(
            place, f"{id!r} has no choices to compare with", "build on a choice question", at_key=True
        )
    else:
        known = [choice.id for choice in question.choices]
        for number, choice in enumerate(choices):
            if choice not in known:
                yield Mistake((*place, number), f"{id!r} has no choice {choice!r}", nearest(choice, known))
        if not choices:
            yield Mistake(
                place,
                "no choice is named, so this can never hold",
                "name one, or delete the line",
                at_key=True,
            )


def _contradiction(when: Conditions, earlier: dict[str, Question]) -> str | None:
    """Return the question that would need two answers at once, if this and all it builds on is to hold."""
    allowed: dict[str, set[str]] = {}
    waiting = list(when.items())
    seen: set[str] = set()
    while waiting:
        id, choices = waiting.pop()
        allowed[id] = allowed.get(id, set(choices)) & set(choices)
        if not allowed[id]:
            return id
        if id in earlier and id not in seen:
            seen.add(id)
            waiting.extend(earlier[id].when.items())
    return None


def _conditions(workflow: Workflow) -> Iterator[Mistake]:
    if not workflow.conditions:
        yield Mistake(
            ("conditions",), "no condition says when this is done well", "add one that a person can check"
        )
    for number, condition in enumerate(workflow.conditions):
        path: YamlPath = ("conditions", number)
        yield from too_long_text((*path, "text"), condition.text, CONDITION)
        yield from _when((*path, "when"), condition.when, workflow.questions, len(workflow.questions))
        yield from _placeholders((*path, "text"), condition.text, workflow.questions)
    if (count := _most_at_once(workflow)) > MOST_CONDITIONS:
        what = f"{count} conditions can stand together, and {MOST_CONDITIONS} are as many as a person checks"
        yield Mistake(("conditions",), what, "join or drop some, or give them a `when:`")


def _placeholders(path: YamlPath, text: Text, questions: Sequence[Question]) -> Iterator[Mistake]:
    kinds = {NEED: "text"} | {question.id: question.kind for question in questions}
    for language, words in text.each():
        for id in PLACEHOLDER.findall(words):
            if id not in kinds:
                yield Mistake((*path, language), f"{{{id}}} names no question", nearest(id, kinds))
            elif kinds[id] == "person":
                what = f"{{{id}}} is a person, whose name can't stand here"
                yield Mistake((*path, language), what, "say it without")
        if set(PLACEHOLDER.sub("", words)) & {"{", "}"}:
            what = "a brace stands alone"
            yield Mistake((*path, language), what, "write {id} with a question's id, or no brace")
    built_on = [frozenset(kinds).intersection(PLACEHOLDER.findall(words)) for _, words in text.each()]
    if len(set(built_on)) > 1:
        yield Mistake(path, "the two languages build on different answers", "use the same {…} in both")


def _most_at_once(workflow: Workflow) -> int:
    """Return how many conditions can stand together at most, over the answers that they depend on."""
    named = {id for condition in workflow.conditions for id in condition.when}
    asked = [
        [(q.id, choice.id) for choice in q.choices] for q in workflow.questions if q.id in named and q.choices
    ]
    if prod(map(len, asked)) > _COMBINATIONS:
        return 0
    answers = (dict(combination) for combination in product(*asked))
    held = (
        sum(all(given.get(id) in choices for id, choices in c.when.items()) for c in workflow.conditions)
        for given in islice(answers, _COMBINATIONS)
    )
    return max(held, default=0)


def _words(workflow: Workflow) -> Iterator[Mistake]:
    for number, word in enumerate(workflow.words):
        if len(word.strip()) < 2:
            yield Mistake(("words", number), f"{word!r} is too short to lead anywhere", "use a longer word")
        if len(word) > LINE:
            yield Mistake(("words", number), "nobody types this", "use the one word in it that counts")
        if word.casefold() in [other.casefold() for other in workflow.words[:number]]:
            yield Mistake(("words", number), f"{word!r} stands here twice", "keep one")
