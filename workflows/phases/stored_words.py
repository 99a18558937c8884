"""The workflow's own words in a stored request, read by everybody in their own language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from workflows.definition import NEED, Workflow
from workflows.languages import Language
from workflows.phases.matching import phrasings
from workflows.state.request import Request
from workflows.state.values import Delivery, Need, Offer


def said_in(language: Language, request: Request, workflow: Workflow) -> dict[str, str]:
    """Map its "done" and the conditions it suggests, as worded in any other language, to their wording in this one."""
    said = {workflow.done.in_(other): workflow.done.in_(language) for other in get_args(Language)}
    for words in (request.words, request.need.words):
        said |= phrasings(workflow, request.answers | {NEED: words}, language)
    return {one: here for one, here in said.items() if one != here}


def as_read(request: Request, workflow: Workflow, language: Language) -> Request:
    """Return the request for somebody who reads this language; what people wrote stays as they wrote it."""
    said = said_in(language, request, workflow)
    offer, recovery, delivery = request.offer, request.recovery, request.delivery
    last = request.last_offer
    if recovery and recovery.delivery:
        recovery = recovery.model_copy(update={"delivery": _done(recovery.delivery, said)})
    draft = request.draft
    if draft:
        draft = draft.model_copy(update={"offer": _offered(draft.offer, said)})
    changed = {
        "need": need_in(request.need, said),
        "offer": offer and _offered(offer, said),
        "last_offer": last and _offered(last, said),
        "draft": draft,
        "delivery": delivery and _done(delivery, said),
        "recovery": recovery,
    }
    return request.model_copy(update=changed)


def need_in(need: Need, said: Mapping[str, str]) -> Need:
    conditions = tuple(said.get(condition, condition) for condition in need.conditions)
    return need.model_copy(update={"conditions": conditions})


def _offered(offer: Offer, said: Mapping[str, str]) -> Offer:
    return offer.model_copy(update={"need": need_in(offer.need, said)})


def _done(delivery: Delivery, said: Mapping[str, str]) -> Delivery:
    return delivery.model_copy(update={"what": said.get(delivery.what, delivery.what)})
