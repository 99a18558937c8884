"""The house stays as it was drawn: imports run one way, the heart is pure, and every room says what it is."""

import ast
import re
import sys
from collections.abc import Callable, Collection, Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("workflows", "bot", "storage")
PLATFORMS = ("bot.slack", "bot.wecom", "bot.playground")
LONGEST_FUNCTION = 40

# What would let the heart read a clock, a file, the environment, chance or the network.
NOT_IN_THE_HEART = frozenset(
    "asyncio concurrent ctypes fileinput ftplib getpass glob http importlib io logging mmap multiprocessing "
    "os pathlib pickle platform queue random sched secrets select selectors shelve shutil signal smtplib "
    "socket socketserver sqlite3 ssl subprocess sys tempfile threading time urllib uuid webbrowser".split()
)
IN_THE_HEART = (frozenset(sys.stdlib_module_names) - NOT_IN_THE_HEART) | {"workflows", "pydantic", "holidays"}
CLOCK_READINGS = frozenset(
    f"{kind}.{reading}"
    for kind in ("datetime", "date", "datetime.datetime", "datetime.date")
    for reading in ("now", "utcnow", "today")
)
MAY_IMPORT = "May be imported by "
NAMES_THAT_SAY_NOTHING = frozenset("data helper helpers manager misc util utils common".split())


class Module(NamedTuple):
    """One file of the product."""

    name: str
    tree: ast.Module
    is_package: bool = False


Rule = Callable[[Module], Iterator[str]]


def the_heart_imports_only_pure_things(module: Module) -> Iterator[str]:
    if is_in(module.name, "workflows"):
        yield from (name for name in imports(module) if name.split(".")[0] not in IN_THE_HEART)


def the_heart_reads_no_clock_and_no_files(module: Module) -> Iterator[str]:
    if is_in(module.name, "workflows"):
        calls = (ast.unparse(node.func) for node in ast.walk(module.tree) if isinstance(node, ast.Call))
        yield from (call for call in calls if call in CLOCK_READINGS | {"open", "print", "input"})


def bot_and_storage_never_meet(module: Module) -> Iterator[str]:
    for one, other in (("bot", "storage"), ("storage", "bot")):
        if is_in(module.name, one):
            yield from (name for name in imports(module) if is_in(name, other))


def only_the_playground_and_app_know_platforms(module: Module) -> Iterator[str]:
    """A platform knows itself and what all share; what all share knows no platform."""
    if not is_in(module.name, "app", "bot.playground"):
        foreign = [platform for platform in PLATFORMS if not is_in(module.name, platform)]
        yield from (name for name in imports(module) if is_in(name, *foreign))


def nobody_imports_app(module: Module) -> Iterator[str]:
    yield from (name for name in imports(module) if is_in(name, "app"))


def no_error_is_swallowed(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        match node:
            case ast.ExceptHandler(type=None | ast.Name(id="Exception" | "BaseException"), body=[ast.Pass()]):
                yield f"line {node.lineno}"
            case ast.Call(args=[ast.Name(id="Exception" | "BaseException")]) if "suppress" in ast.unparse(
                node.func
            ):
                yield f"line {node.lineno}"


def nothing_happens_at_import(module: Module) -> Iterator[str]:
    for node in module.tree.body:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            yield f"line {node.lineno}"


def every_file_says_what_it_is(module: Module) -> Iterator[str]:
    if not ast.get_docstring(module.tree):
        yield "no docstring"


def functions_fit_the_eye(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            words = node.body[1:] if ast.get_docstring(node) else node.body
            length = (node.end_lineno or 0) - words[0].lineno + 1 if words else 0
            if length > LONGEST_FUNCTION:
                yield f"{node.name}: {length} lines"


def keys_are_made_in_one_place(module: Module) -> Iterator[str]:
    """Keys of notes and of due rows come from workflows.keys; none is put together where it is used."""
    for node in ast.walk(module.tree):
        match node:
            case (
                ast.Call(func=ast.Attribute(attr="note" | "noted" | "forget"), args=[key, *_])
                | ast.Call(func=ast.Name(id="Due"), keywords=[ast.keyword(arg="key", value=key), *_])
                | ast.Call(func=ast.Attribute(attr="due_keys" | "notes"), args=[key])
            ) if isinstance(key, ast.Constant | ast.JoinedStr | ast.BinOp):
                yield f"line {node.lineno}"


def names_say_something(module: Module) -> Iterator[str]:
    yield from NAMES_THAT_SAY_NOTHING & set(module.name.split("."))


RULES: tuple[Rule, ...] = (
    the_heart_imports_only_pure_things,
    the_heart_reads_no_clock_and_no_files,
    bot_and_storage_never_meet,
    only_the_playground_and_app_know_platforms,
    nobody_imports_app,
    no_error_is_swallowed,
    nothing_happens_at_import,
    every_file_says_what_it_is,
    functions_fit_the_eye,
    keys_are_made_in_one_place,
    names_say_something,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_its_rule(rule: Rule) -> None:
    assert [f"{module.name}: {broken}" for module in product() for broken in rule(module)] == []


def test_everything_the_product_imports_is_a_requirement_of_its_own() -> None:
    """What only comes along with another package may leave with it; what tests need is not there in use."""
    wanted = {
        as_written(re.split(r"[<>=\[ ]", line)[0])
        for line in (ROOT / "requirements.in").read_text().splitlines()
    }
    providers = packages_distributions()
    used = {name.split(".")[0] for module in product() for name in imports(module)} - sys.stdlib_module_names
    foreign = used - {"app", *ROOMS}
    provided = {name: {as_written(provider) for provider in providers.get(name, [])} for name in foreign}
    assert sorted(name for name, packages in provided.items() if not packages & wanted) == []


def test_every_folder_is_a_room_with_a_door() -> None:
    folders = {path.parent for room in ROOMS for path in (ROOT / room).rglob("*.py")}
    assert [
        str(folder.relative_to(ROOT)) for folder in folders if not (folder / "__init__.py").exists()
    ] == []


def test_rooms_import_each_other_in_no_circle() -> None:
    assert circles(room_imports(list(product()))) == []


def test_a_circle_of_rooms_is_noticed() -> None:
    sources = {
        "bot.cards": "",
        "bot.inbox": "",
        "bot.cards.forms": "def late():\n    from bot.inbox.filled import read",
        "bot.inbox.filled": "from bot import inbox, outbox",
        "bot.outbox": "",
        "bot.outbox.sender": "from bot.cards import forms",
    }
    packages = {"bot.cards", "bot.inbox", "bot.outbox"}
    modules = [Module(name, ast.parse(source), name in packages) for name, source in sources.items()]
    assert circles(room_imports(modules)) == [["bot.cards", "bot.inbox", "bot.outbox"]]


def test_a_room_is_imported_only_by_those_that_its_docstring_names() -> None:
    modules = list(product())
    doors = {module.name: ast.get_docstring(module.tree) or "" for module in modules if module.is_package}
    assert [
        f"{importer} imports {room}"
        for importer, rooms in room_imports(modules).items()
        for room in sorted(rooms & doors.keys())
        if not is_in(importer, *those_who_may_import(doors[room]))
    ] == []


def test_every_room_says_who_may_import_it() -> None:
    doors = [module for module in product() if module.is_package and room_of(module.name) == module.name]
    assert [one.name for one in doors if not those_who_may_import(ast.get_docstring(one.tree) or "")] == []


def test_every_test_file_says_what_it_is() -> None:
    silent = [path for path in (ROOT / "tests").rglob("*.py") if not ast.get_docstring(parse(path))]
    assert [str(path.relative_to(ROOT)) for path in silent] == []


@pytest.mark.parametrize(
    ("rule", "name", "source"),
    [
        (the_heart_imports_only_pure_things, "workflows.phases.offer", "import os"),
        (the_heart_imports_only_pure_things, "workflows.phases.offer", "from time import monotonic"),
        (the_heart_imports_only_pure_things, "workflows.phases.offer", "from storage import tinydb_store"),
        (the_heart_imports_only_pure_things, "workflows.learning.gaps", "from ...bot import sender"),
        (the_heart_reads_no_clock_and_no_files, "workflows.desk.desk", "def f(): return datetime.now(UTC)"),
        (the_heart_reads_no_clock_and_no_files, "workflows.desk.desk", "def f(): return open('x')"),
        (bot_and_storage_never_meet, "bot.outbox.sender", "import storage.catalogue"),
        (bot_and_storage_never_meet, "storage.memory", "def f():\n    from bot import texts"),
        (only_the_playground_and_app_know_platforms, "bot.slack.render", "from bot.wecom import render"),
        (only_the_playground_and_app_know_platforms, "bot.slack.render", "from bot import playground"),
        (
            only_the_playground_and_app_know_platforms,
            "bot.outbox.sender",
            "from bot.slack.client import Client",
        ),
        (nobody_imports_app, "bot.service.ticker", "from app import serve"),
        (no_error_is_swallowed, "bot.outbox.sender", "try: f()\nexcept Exception: pass"),
        (no_error_is_swallowed, "bot.outbox.sender", "try: f()\nexcept: pass"),
        (no_error_is_swallowed, "bot.outbox.sender", "with contextlib.suppress(Exception): f()"),
        (nothing_happens_at_import, "bot.outbox.sender", "start()"),
        (every_file_says_what_it_is, "bot.outbox.sender", "x = 1"),
        (functions_fit_the_eye, "bot.outbox.sender", "def f():\n" + "    x = 1\n" * 41),
        (keys_are_made_in_one_place, "bot.talk.memory", "notes.noted(f'focus:{person}')"),
        (keys_are_made_in_one_place, "bot.wecom.underway", "notes.note(SENDING + id, text)"),
        (keys_are_made_in_one_place, "workflows.desk.steps", "Due(key=f'tied:{number}', at=now)"),
        (keys_are_made_in_one_place, "workflows.desk.sweep", "store.due_keys('away:')"),
        (names_say_something, "bot.utils", ""),
    ],
)
def test_a_broken_rule_is_noticed(rule: Rule, name: str, source: str) -> None:
    assert list(rule(Module(name, ast.parse(source))))


@pytest.mark.parametrize(
    ("rule", "name", "source"),
    [
        (
            the_heart_imports_only_pure_things,
            "workflows.phases.offer",
            "from datetime import time\nimport pydantic",
        ),
        (the_heart_reads_no_clock_and_no_files, "workflows.desk.desk", "def f(facts): return facts.now"),
        (only_the_playground_and_app_know_platforms, "bot.slack.render", "from bot.slack import client"),
        (only_the_playground_and_app_know_platforms, "bot.playground.page", "from bot.slack import render"),
        (only_the_playground_and_app_know_platforms, "app", "from bot.slack import render"),
        (keys_are_made_in_one_place, "bot.talk.memory", "notes.noted(note_key(NoteKind.FOCUS, person))"),
        (no_error_is_swallowed, "bot.outbox.sender", "try: f()\nexcept KeyError: pass"),
        (functions_fit_the_eye, "bot.outbox.sender", "def f():\n" + "    x = 1\n" * 40),
    ],
)
def test_a_kept_rule_is_left_alone(rule: Rule, name: str, source: str) -> None:
    assert not list(rule(Module(name, ast.parse(source))))


def product() -> Iterator[Module]:
    paths = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    for path in [*paths, *ROOT.glob("app.py")]:
        parts = path.relative_to(ROOT).with_suffix("").parts
        is_package = parts[-1] == "__init__"
        yield Module(".".join(parts[:-1] if is_package else parts), parse(path), is_package)


def room_of(name: str) -> str | None:
    """The room that a module is in, or the module itself where it stands in none; storage is one room."""
    top, *below = name.split(".")
    if top == "storage" or not below:
        return top if top in ("app", "storage") else None
    return ".".join((top, below[0]))


def room_imports(modules: Collection[Module]) -> dict[str, set[str]]:
    """The rooms that each room imports, from anywhere in it; modules outside rooms are their own."""
    found: dict[str, set[str]] = {}
    for module in modules:
        if room := room_of(module.name):
            names = {room_of(name) for name in imports(module) if is_in(name, *ROOMS)}
            found.setdefault(room, set()).update(name for name in names if name and name != room)
    return found


def circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """The groups of rooms of which each imports each other one, by whatever way."""
    reached = {room: reachable(room, graph) for room in graph}
    together = {tuple(sorted(b for b in reached[a] if a in reached.get(b, ()))) for a in graph}
    return sorted([*group] for group in together if group)


def reachable(room: str, graph: dict[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    ahead = {room}
    for _ in graph:  # no way is longer than there are rooms
        ahead = {beyond for one in ahead for beyond in graph.get(one, ())} - reached
        reached |= ahead
    return reached


def those_who_may_import(docstring: str) -> tuple[str, ...]:
    """What stands in `these quotes` after "May be imported by", up to the end of that sentence."""
    said = " ".join(docstring.split()).partition(MAY_IMPORT)[2]
    return tuple(re.findall(r"`([a-z_.]+)`", re.split(r"\.(?: |$)", said)[0]))


@cache
def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(module: Module) -> Iterator[str]:
    """The dotted names a module imports, wherever in it; of `from a import b` it is `a.b`."""
    package = module.name.split(".")[: None if module.is_package else -1]
    for node in ast.walk(module.tree):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=source, names=names, level=level):
                above = package[: len(package) - level + 1] if level else []
                base = [*above, *(source.split(".") if source else [])]
                yield from (".".join([*base, alias.name]) for alias in names)


def as_written(package: str) -> str:
    """A package's name as requirements write it."""
    return re.sub(r"[-_.]+", "-", package).lower()


def is_in(name: str, *rooms: str) -> bool:
    return any(name == room or name.startswith(room + ".") for room in rooms)
