"""A reader of YAML texts, into a tree whose values know their line and column; it refuses what YAML can hide.

Only the plain part of YAML 1.2 is let in: mappings, lists and scalars; no tags, anchors, aliases, directives
or second documents, nothing deep or huge. `no`, `on` and `12:30` are text; only `true`, `false`, `null` and
whole numbers are more than text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

LARGEST = 256 * 1024  # bytes of a file
DEEPEST = 20  # levels of a file
Plain = None | bool | int | str | list["Plain"] | dict[str, "Plain"]
YamlPath = tuple[str | int, ...]

_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


class Mark(NamedTuple):
    """A place in a file, both counted from 1."""

    line: int
    column: int


class Fault(NamedTuple):
    """A fault at a place, and what would mend it."""

    mark: Mark
    what: str
    mend: str


@dataclass(frozen=True)
class Leaf:
    """A scalar as written."""

    mark: Mark
    text: str
    quoted: bool = False


@dataclass(frozen=True)
class Listing:
    """A list."""

    mark: Mark
    items: list[Node] = field(default_factory=list)


@dataclass(frozen=True)
class Table:
    """A mapping; `keys` says where each key stands."""

    mark: Mark
    entries: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Mark] = field(default_factory=dict)


Node = Leaf | Listing | Table
START = Mark(1, 1)


def parse(content: bytes) -> tuple[Node | None, list[Fault]]:
    """Return the tree of a file and what is wrong with its YAML; no tree if it can't be read to its end."""
    if len(content) > LARGEST:
        size = f"the file is larger than {LARGEST // 1024} KB"
        return None, [Fault(START, size, "keep to one workflow a file, and to words people will read")]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        mark = _place(content[: error.start].decode("utf-8", "replace"))
        return None, [Fault(mark, "this is not UTF-8 text", "save the file in the encoding UTF-8")]
    if strange := _UNREADABLE.search(text):
        mark = _place(text[: strange.start()])
        return None, [Fault(mark, f"an invisible character stands here ({strange[0]!a})", "delete it")]
    return _Reading(text).run()


def value(node: Node) -> Plain:
    """Return what the tree says, without its marks."""
    match node:
        case Leaf(text=text, quoted=quoted):
            return text if quoted else _meant(text)
        case Listing(items=items):
            return [value(item) for item in items]
        case Table(entries=entries):
            return {key: value(entry) for key, entry in entries.items()}


def mark_of(node: Node, path: YamlPath) -> Mark:
    """Return where a path stands in the file; what is missing stands where it would have to be added."""
    mark = node.mark
    for part in path:
        if isinstance(node, Table) and isinstance(part, str) and part in node.entries:
            key, node = node.keys[part], node.entries[part]
            mark = node.mark if isinstance(node, Leaf) and node.text else key
        elif isinstance(node, Listing) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
            mark = node.mark
        else:
            break
    return mark


def key_mark(node: Node, path: YamlPath) -> Mark:
    """Return where the key that a path ends with stands."""
    for part in path[:-1]:
        if isinstance(node, Table) and isinstance(part, str) and part in node.entries:
            node = node.entries[part]
        elif isinstance(node, Listing) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
    return node.keys.get(str(path[-1]), node.mark) if isinstance(node, Table) and path else node.mark


class _Stop(Exception):
    """The end of a reading that would make no sense any further."""


class _Reading:
    """A reading: one pass over a text's events, from which the tree is built; nothing is resolved or made."""

    def __init__(self, text: str) -> None:
        self.faults: list[Fault] = []
        self.here = START
        self.events: Iterator[Event] = YAML(typ="safe", pure=True).parse(text)

    def run(self) -> tuple[Node | None, list[Fault]]:
        tree: Node | None = None
        try:
            tree = self._document()
        except _Stop:
            pass
        except MarkedYAMLError as error:
            place = error.problem_mark or error.context_mark
            self.here = Mark(place.line + 1, place.column + 1) if place else self.here
            self._fault(f"this can't be read: {error.problem or error.context}", _SYNTAX_MEND)
        except (YAMLError, ValueError, ArithmeticError):  # ruamel lets chr() fail on escapes like \UFFFFFFFF
            self._fault("this can't be read as YAML from here on", _SYNTAX_MEND)
        return tree, self.faults

    def _document(self) -> Node:
        """Read the one document there may be; an empty file is an empty one."""
        tree: Node = Table(START)
        if self._start_of_document():
            tree = self._node(self._next(), 1)
            if self._start_of_document():
                self._fault("a second document begins here", "keep one a file: delete the line ---")
                raise _Stop
        return tree

    def _start_of_document(self) -> bool:
        for event in self.events:
            self._at(event)
            if isinstance(event, DocumentStartEvent):
                if event.version or event.tags:
                    self._fault("a % directive stands here", "delete the line; none is needed")
                    raise _Stop
                return True
        return False

    def _next(self) -> Event:
        event = next(self.events, None)
        if event is None:
            raise _Stop
        self._at(event)
        return event

    def _at(self, event: Event) -> None:
        if event.start_mark is not None:
            self.here = Mark(event.start_mark.line + 1, event.start_mark.column + 1)

    def _node(self, event: Event, depth: int) -> Node:
        mark = self.here
        self._refuse_cleverness(event)
        if depth > DEEPEST:
            self._fault(f"this is nested deeper than {DEEPEST} levels", "write it flatter")
            raise _Stop
        match event:
            case ScalarEvent():
                return self._leaf(event, mark)
            case SequenceStartEvent():
                return self._listing(Listing(mark), depth)
            case MappingStartEvent():
                return self._table(Table(mark), depth)
        return Leaf(mark, "")

    def _refuse_cleverness(self, event: Event) -> None:
        if isinstance(event, AliasEvent):
            self._fault(f"*{event.anchor} is a YAML alias", "write the words out, or put them in quotes")
        elif isinstance(event, NodeEvent) and event.anchor:
            self._fault(f"&{event.anchor} is a YAML anchor", "delete it, or put the words in quotes")
        if isinstance(event, ScalarEvent | SequenceStartEvent | MappingStartEvent) and event.ctag:
            self._fault(f"{event.ctag} is a YAML tag", "delete it, or put the words in quotes")

    def _leaf(self, event: ScalarEvent, mark: Mark) -> Leaf:
        text: str = event.value
        if _UNREADABLE.search(text):
            self._fault("an escape here stands for an invisible character", "write the character itself")
            text = _UNREADABLE.sub("?", text)
        return Leaf(mark, text, quoted=bool(event.style))

    def _listing(self, listing: Listing, depth: int) -> Listing:
        while not isinstance(event := self._next(), SequenceEndEvent):
            listing.items.append(self._node(event, depth + 1))
        return listing

    def _table(self, table: Table, depth: int) -> Table:
        while not isinstance(event := self._next(), MappingEndEvent):
            key = self._node(event, depth + 1)
            entry = self._node(self._next(), depth + 1)
            if not isinstance(key, Leaf):
                self._fault("a key must be a single word", "write `word: …`", key.mark)
            elif key.text in table.entries:
                first = table.keys[key.text].line
                self._fault(f"{key.text!r} stands here twice (first in line {first})", "keep one", key.mark)
            else:
                table.entries[key.text], table.keys[key.text] = entry, key.mark
        return table

    def _fault(self, what: str, mend: str, mark: Mark | None = None) -> None:
        self.faults.append(Fault(mark or self.here, what, mend))


_SYNTAX_MEND = "look at the indentation (spaces, no tabs), and put text that holds : # , [ ] { or } in quotes"


def _place(before: str) -> Mark:
    lines = before.split("\n")
    return Mark(len(lines), len(lines[-1]) + 1)


def _meant(text: str) -> bool | int | str | None:
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if _NUMBER.fullmatch(text) else text
