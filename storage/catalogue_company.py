"""The sense of company.yml: its people, channels and departments; and the company made from it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

from storage.catalogue_files import CompanyFile, DepartmentFile
from storage.catalogue_sense import ID, NAME, too_long_text
from storage.catalogue_shape import Mistake, closest
from storage.yaml_marks import YamlPath
from workflows.definition import Company, Department, Person, Workflow

MOST_VOWS, VOW, DEPARTMENT_NAME = 9, 150, 40  # vows; characters
PERSON = re.compile(r"slack:[UW][A-Z0-9]{2,20}|wecom:[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}")
CHANNEL = re.compile(r"slack:[CG][A-Z0-9]{1,20}")


def sense_of_company(file: CompanyFile) -> Iterator[Mistake]:
    """Yield all that is wrong with a company.yml of the right shape."""
    yield from too_long_text(("name",), file.name, NAME)
    yield from _people(file)
    yield from _named(("admins",), file.admins, file)
    for id, department in file.departments.items():
        path: YamlPath = ("departments", id)
        if not ID.fullmatch(id):
            mend = "use small letters, digits and -, like it"
            yield Mistake(path, f"{id!r} can't be a department's id", mend, at_key=True)
        yield from _department(path, department, file)


def company_from(file: CompanyFile, workflows: Mapping[str, Workflow]) -> Company:
    """Return the company that a file without faults describes."""
    return Company(
        name=file.name,
        language=file.language,
        calendar=file.calendar.calendar(),
        admins=_all_resolved(file.admins, file),
        departments={
            id: _department_from(id, department, file) for id, department in file.departments.items()
        },
        workflows=dict(workflows),
        people=tuple(tuple(map(canonical, ids)) for ids in file.people.values() if len(ids) > 1),
        weights=file.weights,
        reopen_within=timedelta(days=file.reopen_within),
    )


def _people(file: CompanyFile) -> Iterator[Mistake]:
    owners: dict[Person, str] = {}
    for name, ids in file.people.items():
        if not ids:
            what = f"{name!r} has no id"
            yield Mistake(
                ("people", name), what, "write slack:U… or wecom:…, or delete the line", at_key=True
            )
        for number, id in enumerate(ids):
            path: YamlPath = ("people", name, number)
            if not PERSON.fullmatch(id):
                yield Mistake(path, f"{id!r} is not a person's id", _ID_MEND)
            elif canonical(id) in owners:
                what = f"{id!r} is already {owners[canonical(id)]!r}"
                yield Mistake(path, what, "one id belongs to one person: keep it in one place")
            owners.setdefault(canonical(id), name)


_ID_MEND = "write slack: and the member ID from Slack (like slack:U0ANA), or wecom: and the account"


def _department(path: YamlPath, department: DepartmentFile, file: CompanyFile) -> Iterator[Mistake]:
    yield from too_long_text((*path, "name"), department.name, DEPARTMENT_NAME)
    if department.channel and not CHANNEL.fullmatch(department.channel):
        mend = (
            "write slack: and the channel ID (in Slack: channel details, at the bottom), like slack:C0IT, "
            "or leave the line out: then each of its people is told directly"
        )
        yield Mistake((*path, "channel"), f"{department.channel!r} is not a channel", mend)
    yield from _named((*path, "leads"), department.leads, file)
    yield from _named((*path, "members"), department.members, file)
    yield from _one_named((*path, "escalation"), department.escalation, file)
    if department.on_call is not None:
        yield from _on_call((*path, "on_call"), department, department.on_call, file)
    for number, vow in enumerate(department.vows):
        yield from too_long_text((*path, "vows", number), vow, VOW)
    if len(department.vows) > MOST_VOWS:
        what = f"{len(department.vows)} vows are more than anyone keeps in mind"
        yield Mistake((*path, "vows"), what, f"keep the best, {MOST_VOWS} at the most")


def _on_call(path: YamlPath, department: DepartmentFile, name: str, file: CompanyFile) -> Iterator[Mistake]:
    yield from _one_named(path, name, file)
    everyone = _all_resolved((*department.leads, *department.members), file)
    if _resolved(name, file) not in everyone:
        what = f"{name!r} is on call, but neither a member nor a lead here"
        yield Mistake(path, what, "add them to `members:`, or name somebody of the department")


def _named(path: YamlPath, names: Iterable[str], file: CompanyFile) -> Iterator[Mistake]:
    seen: set[Person] = set()
    for number, name in enumerate(names):
        yield from _one_named((*path, number), name, file)
        person = _resolved(name, file)
        if person in seen:
            yield Mistake((*path, number), f"{name!r} is in this list already", "keep one")
        seen.add(person)


def _one_named(path: YamlPath, name: str, file: CompanyFile) -> Iterator[Mistake]:
    if name not in file.people and not PERSON.fullmatch(name):
        likely = closest(name, file.people)
        mend = (
            f"did you mean `{likely}`?"
            if likely
            else "add them to `people:`, or write an id like slack:U0ANA"
        )
        yield Mistake(path, f"{name!r} is nobody in `people:`", mend)


def canonical(person: Person) -> Person:
    """Return an account's name as we write it: WeCom's are the same in capitals and small letters, ours are small."""
    return person.lower() if person.startswith("wecom:") else person


def _resolved(name: str, file: CompanyFile) -> Person:
    """Return the preferred id of a person who is named shortly or by any id."""
    same = canonical(name)
    listed = (ids for ids in file.people.values() if same in map(canonical, ids))
    ids = file.people.get(name) or next(listed, None)
    return canonical(ids[0] if ids else name)


def _all_resolved(names: Iterable[str], file: CompanyFile) -> tuple[Person, ...]:
    return tuple(_resolved(name, file) for name in names)


def _department_from(id: str, department: DepartmentFile, file: CompanyFile) -> Department:
    return Department(
        id=id,
        name=department.name,
        leads=_all_resolved(department.leads, file),
        members=_all_resolved(department.members, file),
        channel=department.channel,
        calendar=(department.calendar or file.calendar).calendar(),
        escalation=_resolved(department.escalation, file),
        on_call=_resolved(department.on_call, file) if department.on_call else None,
        language=department.language or file.language,
        vows=department.vows,
    )
