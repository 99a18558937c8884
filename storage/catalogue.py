"""The reader of company.yml and the workflow files beside it; it tells each problem with its place and its mend."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from pathlib import Path

from storage.catalogue_company import company_from, sense_of_company
from storage.catalogue_files import CompanyFile
from storage.catalogue_sense import sense_of
from storage.catalogue_shape import Mistake, shaped
from storage.yaml_marks import (
    LARGEST,
    START,
    Fault,
    Mark,
    Node,
    Plain,
    Table,
    key_mark,
    mark_of,
    parse,
    value,
)
from workflows.definition import Company, Workflow
from workflows.frozen import Frozen

COMPANY = "company.yml"
_ENDINGS = {".yml", ".yaml"}


class Problem(Frozen):
    """A problem in a configuration file. Line and column are counted from 1."""

    file: Path
    line: int
    column: int
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.what}; {self.mend}"


class Invalid(Exception):
    """A configuration that can't be used; `problems` are all that is wrong with it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def read_catalogue(folder: Path) -> Company:
    """Return the company with its workflows. Raises Invalid with every problem if there is any."""
    company, problems = _looked_through(folder)
    if problems or company is None:
        raise Invalid(tuple(problems))
    return company


def check_catalogue(paths: Iterable[Path]) -> list[Problem]:
    """Return every problem of these folders and files. A file is checked against the company of its folder."""
    problems: list[Problem] = []
    for path in paths:
        if path.is_file() and path.suffix in _ENDINGS:
            problems += [problem for problem in _looked_through(path.parent)[1] if problem.file == path]
        elif path.is_file():
            problems.append(
                _problem(path, "this is not a configuration file", "name a folder, or files ending in .yml")
            )
        else:
            problems += _looked_through(path)[1]
    return list(dict.fromkeys(problems))


class _Page:
    """A configuration file: what it says, with its marks, and what is wrong with it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        tree, faults = _opened(path)
        self.readable = tree is not None
        self.tree = tree or Table(START)
        self.says = _listed(value(self.tree))
        self.problems = [_problem(path, fault.what, fault.mend, fault.mark) for fault in faults]

    def wrong(self, wrongs: Iterable[Mistake]) -> None:
        for wrong in wrongs:
            mark = (key_mark if wrong.at_key else mark_of)(self.tree, wrong.path)
            self.problems.append(_problem(self.path, wrong.what, wrong.mend, mark))

    def version(self) -> str:
        """A hash that changes with what the file says, not with its comments or layout."""
        normal = json.dumps(self.says, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(normal.encode()).hexdigest()[:12]


def _opened(path: Path) -> tuple[Node | None, list[Fault]]:
    try:
        with path.open("rb") as file:
            return parse(file.read(LARGEST + 1))
    except OSError as error:
        what = f"this can't be opened ({error.strerror})"
        return None, [Fault(START, what, "check its name and who may read it")]


def _looked_through(folder: Path) -> tuple[Company | None, list[Problem]]:
    """Return the company if nothing is wrong, and all problems in the order of the files."""
    pages = [_Page(path) for path in _files(folder)]
    first = next((page for page in pages if page.path.name == COMPANY), None)
    if first is None:
        mend = "name the folder that holds company.yml"
        return None, [_problem(folder / COMPANY, "there is no such file", mend)]
    others = [page for page in pages if page is not first]
    if not others:
        first.wrong([Mistake((), "no workflow file is beside this one", "add one, like it-help.yml")])
    file = _company_file(first)
    workflows = _workflows(others, file.departments if file else None)
    problems = [problem for page in (first, *others) for problem in sorted(page.problems, key=_place)]
    return (company_from(file, workflows) if file and not problems else None), problems


def _company_file(page: _Page) -> CompanyFile | None:
    if not page.readable:
        return None
    file, wrongs = shaped(CompanyFile, page.says)
    page.wrong(wrongs)
    if file is not None:
        page.wrong(sense_of_company(file))
    return file


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    ours = (path for path in folder.iterdir() if path.suffix in _ENDINGS and not path.name.startswith("."))
    return sorted(path for path in ours if path.is_file())


def _workflows(pages: list[_Page], departments: Collection[str] | None) -> dict[str, Workflow]:
    names = [page.path.stem for page in pages]
    made: list[tuple[_Page, Workflow]] = []
    for page, name in zip(pages, names, strict=True):
        if names.count(name) > 1:
            page.wrong([Mistake((), f"there are two files for {name!r}", "rename or delete one of them")])
        workflow = _workflow(page, name)
        if workflow is not None:
            page.wrong(sense_of(workflow, departments, names))
            made.append((page, workflow))
    _tell_shared_words(made)
    return {workflow.id: workflow for _, workflow in made}


def _workflow(page: _Page, name: str) -> Workflow | None:
    if not page.readable:
        return None
    workflow, wrongs = shaped(Workflow, page.says, {"id": name, "version": page.version()})
    page.wrong(wrongs)
    return workflow


def _tell_shared_words(made: list[tuple[_Page, Workflow]]) -> None:
    owners: dict[str, str] = {}
    for page, workflow in made:
        for number, word in enumerate(workflow.words):
            owner = owners.setdefault(word.casefold(), workflow.id)
            if owner != workflow.id:
                what = f"{word!r} leads to {owner!r} too, so it leads nowhere"
                page.wrong([Mistake(("words", number), what, "keep it in one of them, or use longer words")])


def _listed(says: Plain, *, within: bool = False) -> Plain:
    """Make a list of one of a single word under `when:` and `people:`, which is as good."""
    match says:
        case dict() if within:
            return {key: entry if isinstance(entry, list | dict) else [entry] for key, entry in says.items()}
        case dict():
            return {key: _listed(entry, within=key in {"when", "people"}) for key, entry in says.items()}
        case list():
            return [_listed(item) for item in says]
    return says


def _problem(path: Path, what: str, mend: str, mark: Mark = START) -> Problem:
    return Problem(file=path, line=mark.line, column=mark.column, what=what, mend=mend)


def _place(problem: Problem) -> tuple[int, int]:
    return problem.line, problem.column
