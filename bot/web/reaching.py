"""What a doctor finds about reaching departments: whom their addresses lead to, and what waits undelivered."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import httpx

from bot.outbox.pacing import platform_of
from bot.service.findings import Finding
from bot.service.settings import Settings
from bot.web.health import unreached
from workflows.definition import Company, Department
from workflows.ports import Outbox

MEND = "correct its channel and people in company.yml, or connect their platform, then restart the bot"
PATIENCE = 5.0  # seconds for the running bot to answer


def addresses(company: Company, platforms: Collection[str]) -> Iterator[Finding]:
    """Departments of which nobody is on a connected platform."""
    for department in company.departments.values():
        if not any(platform_of(company.one(one)) in platforms for one in _addresses_of(department)):
            name = department.name.in_(company.language)
            what = f"Department {name}: neither its channel nor anybody of it is on a connected platform"
            yield Finding(what=what, mend=MEND)


def undelivered(outbox: Outbox, company: Company) -> Iterator[Finding]:
    """Departments in which nobody could be told of something that waits in the store."""
    waits = {one.department: one.why for one in outbox.undelivered() if one.department}
    for id, why in waits.items():
        said = unreached(company.department(id).name.in_(company.language), why)
        yield Finding(what=f"Undelivered: {said}", mend=MEND)


def told_by_bot(here: Settings, http: httpx.BaseTransport | None = None) -> Iterator[Finding]:
    """Return the same, asked of the bot that has the store open."""
    url = f"http://{here.eoac_host}:{here.eoac_port}/readyz"
    try:
        with httpx.Client(transport=http, timeout=PATIENCE, trust_env=False) as client:
            failing = client.get(url).json().get("failing", {})
    except (httpx.HTTPError, ValueError, AttributeError):
        return  # another bot's store, or another port: the bot says the same in its log
    if said := failing.get("departments"):
        yield Finding(what=f"Undelivered: {said}", mend=MEND)


def _addresses_of(department: Department) -> tuple[str, ...]:
    return (department.channel, *department.everyone)
