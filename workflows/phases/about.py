"""The people a request is about, found among its answers: they have no part in it (docs/service.md, People)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workflows.definition import Workflow
from workflows.facts import Facts, Refused
from workflows.state import events as e
from workflows.state.request import Request
from workflows.state.values import Person, Phase, Side

_ACCOUNT = re.compile(r"[a-z]+:\S+")
_WORD = re.compile(r"[^\W\d_]+")


def named(
    workflow: Workflow, answers: dict[str, str], asking: tuple[Person, ...], facts: Facts
) -> tuple[Person, ...]:
    """Return everybody the answers name, by all their ids, but never who asks."""
    questions = [question.id for question in workflow.questions if question.about]
    meant = [who for id in questions for who in _meant(answers.get(id, ""), facts)]
    own = {id for person in asking for id in facts.company.ids(person)}
    people = tuple(dict.fromkeys(id for who in meant for id in facts.company.ids(who) if id not in own))
    if people and not facts.company.department(workflow.department, people).leads:
        raise Refused("nobody_left", questions[0])
    return people


def barred(
    request: Request, about: tuple[Person, ...]
) -> tuple[e.OwnerBarred] | tuple[e.OfferExpired] | tuple[()]:
    """Return the end of their part in it: the owner's (somebody else takes it), or the offer that counts on them."""
    people = {*about}
    if request.owner and request.owner in people:
        return (e.OwnerBarred(owner=request.owner),)
    counted_on = {*request.helpers, *request.approvers} & people
    return (e.OfferExpired(version=request.offers, barred=True),) if counted_on else ()


def may_go_to(target: Workflow, about: tuple[Person, ...]) -> bool:
    """Whether it may go there: what is about somebody goes to a confidential workflow, where one person reads it."""
    return target.confidential or not about


def may_be_named(request: Request, workflow: Workflow) -> bool:
    """Whether somebody may still be named: until the answers come, nobody reads it who might be meant.

    Once the requester was reminded it may be taken all the same: somebody has to look after them.
    """
    unnamed = any(question.about and question.id not in request.answers for question in workflow.questions)
    first = request.phase is Phase.EXPLORE and request.owner is None and not request.reminded
    return unnamed and first and request.ball is Side.REQUESTER and not request.urgent


def _meant(answer: str, facts: Facts) -> Iterator[Person]:
    """Yield the account that was chosen; else everybody who may be meant by these words: rather one too many."""
    if _ACCOUNT.fullmatch(answer):
        yield answer
    elif answer:
        yield from (who for who in facts.company.everyone if _called(facts.name(who), answer.casefold()))


def _called(name: str, words: str) -> bool:
    said = set(_WORD.findall(words))
    parts = _WORD.findall(name.casefold())
    return any(part in said or (not part.isascii() and part in words) for part in parts if len(part) > 1)
