"""A web page as a tree, read with the standard library: enough to find forms, labels and words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_ALONE = frozenset("area base br col embed hr img input link meta source track wbr".split())
_UNSEEN = frozenset(
    "head script style template noscript datalist".split()
)  # a browser with scripts shows none
_BLOCKS = frozenset(
    "address article aside blockquote br button dd details div dl dt fieldset footer form h1 h2 h3 h4 header hr "
    "legend li main nav ol option p pre section summary table td th tr ul".split()
)


@dataclass
class DomElement:
    """A tag, what it says of itself, and what is in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: list[DomElement | str] = field(default_factory=list)
    parent: DomElement | None = None

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    def has(self, name: str) -> bool:
        return name in self.attributes

    def all(self, *tags: str) -> Iterator[DomElement]:
        """Elements below with one of these tags, in the order of the page, seen ones only."""
        for one in self.inside:
            if isinstance(one, DomElement) and one.tag not in _UNSEEN:
                if one.tag in tags:
                    yield one
                yield from one.all(*tags)

    def first(self, fits: Callable[[DomElement], bool]) -> DomElement | None:
        return next((one for one in self._everything() if fits(one)), None)

    def by_id(self, id_: str) -> DomElement | None:
        return self.first(lambda one: one.get("id") == id_)

    def above(self, tag: str) -> DomElement | None:
        """The nearest element around this one with the tag."""
        around = self.parent
        while around is not None and around.tag != tag:
            around = around.parent
        return around

    @property
    def text(self) -> str:
        """Return what a reader sees: a line for each block, single spaces."""
        lines = (re.sub(r"\s+", " ", line).strip() for line in "".join(self._said()).split("\v"))
        return "\n".join(line for line in lines if line)

    def raw(self) -> str:
        """Its characters as they stand: of a text area."""
        return "".join(one if isinstance(one, str) else one.raw() for one in self.inside)

    def _said(self) -> Iterator[str]:
        for one in self.inside:
            if isinstance(one, str):
                yield one
            elif one.tag not in _UNSEEN:
                edge = "\v" if one.tag in _BLOCKS else ""
                yield edge + "".join(one._said()) + edge

    def _everything(self) -> Iterator[DomElement]:
        for one in self.inside:
            if isinstance(one, DomElement):
                yield one
                yield from one._everything()


def parsed(html: str) -> DomElement:
    """The whole page, under an element without a name."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = DomElement("")
        self._here = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = DomElement(tag, {name: value or "" for name, value in attrs}, parent=self._here)
        self._here.inside.append(element)
        if tag not in _ALONE:
            self._here = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _ALONE:
            return
        around: DomElement | None = self._here
        while around is not None and around.tag != tag:
            around = around.parent
        if around is not None and around.parent is not None:
            self._here = around.parent

    def handle_data(self, data: str) -> None:
        self._here.inside.append(data)
