"""Cards as WeCom's template cards, or as plain text where there is nothing to open: pure, and always within limits.

Template cards show their fields as typed. A text message makes links live, so its `<` is a full-width one there.
Markdown is never used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from bot.cards.elements import (
    Buttons,
    Card,
    Checklist,
    Details,
    Element,
    Fact,
    Link,
    More,
    Row,
    Rule,
    Who,
    Words,
)
from bot.service.json_types import Json
from bot.texts.clean import clean, one_line, plain
from bot.texts.cut import ELLIPSIS, cut
from bot.wecom.buttons import Ways, button_list, home_of, number_on
from bot.wecom.limits import DESC, LABEL, QUOTE, ROWS, SUB_TITLE, TEXT_BYTES, TITLE, VALUE, cut_bytes, width
from bot.wecom.options import options_side_by_side
from bot.wecom.rows import list_row as shown_row

TONES = {"neutral": "", "good": "✅ ", "warn": "🟡 ", "bad": "🔴 "}
MARKS = {True: "✓", False: "✗", None: "○"}
_LONGEST = 4000  # characters of one text that are looked at; far more than any place shows
_HAN = re.compile("[\u3400-\u9fff]")
_BEGUN = re.compile(rf"[^\n。！？：.!?:]{{1,{TITLE - 1}}}(?:[。！？：]|[.!?:](?= ))(?=.)")


def message(card: Card, task: str, ways: Ways) -> Json:
    """Render what message/send takes, without whom it goes to: `msgtype` and its body."""
    if is_talk(card):
        return {"msgtype": "text", "text": {"content": whole_as_text(card)}}
    return {"msgtype": "template_card", "template_card": template(card, task, ways)}


def is_talk(card: Card) -> bool:
    """Whether there is nothing to press or open: a line of conversation."""
    openable = any(isinstance(element, Buttons | More | Link | Row) for element in card.elements)
    return not openable and not (card.title.strip() and number_on(card))


def template(card: Card, task: str, ways: Ways) -> Json:
    """One card: what is new at its top, then the words asked, how it stands, the facts, and what to press."""
    read = _read(card, ways)
    title, desc, below = _headed(card, read)
    buttons = button_list(card, ways)
    quoted = "" if read.quote in (title, desc) else cut(read.quote, QUOTE)
    shown: Json = {
        "card_type": "button_interaction" if buttons else "text_notice",
        "task_id": task,
        "main_title": {"title": title, "desc": desc} if desc else {"title": title},
        "quote_area": {"type": 0, "quote_text": quoted} if quoted else None,
        "sub_title_text": cut("\n".join(below), SUB_TITLE),
        "horizontal_content_list": read.facts[:ROWS],
        "card_action": {"type": 1, "url": ways.page(home_of(card))},
        "button_list": buttons,
    }
    return {name: part for name, part in shown.items() if part}


def whole_as_text(card: Card) -> str:
    """Render the same as plain words: at most 2048 bytes, and no link in it becomes live."""
    read = _read(card, None)
    lines = (_clean(card.title), _clean(card.summary), read.quote, *read.lines)
    whole = "\n".join(dict.fromkeys(line for line in lines if line.strip())) or ELLIPSIS
    return cut_bytes((TONES[card.tone] + whole).replace("<", "＜"), TEXT_BYTES)


# What a card says, sorted by where it has room


@dataclass
class _Read:
    """A card's words, by the places that a template card has for them."""

    narrow: bool  # there are columns for facts
    several: bool  # options side by side: their facts stay with them
    quote: str = ""
    lines: list[str] = field(default_factory=list)
    facts: list[Json] = field(default_factory=list)
    states: list[str] = field(default_factory=list)  # the lines that say how it stands
    options: dict[int, list[str]] = field(default_factory=dict)  # by their line, what it is made of

    def beside(self, text: str) -> None:
        """On the line of what it belongs to."""
        if self.options:
            self.options[max(self.options)].append(text)
        elif self.lines:
            self.lines[-1] += f" · {text}"
        else:
            self.lines.append(text)


def _read(card: Card, ways: Ways | None) -> _Read:
    ruled = any(isinstance(element, Rule) for element in card.elements)
    facts = sum(isinstance(element, Details) for element in card.elements)
    read = _Read(narrow=ways is not None, several=ruled and facts > 1)  # a rule stands between options
    first = next((element for element in card.elements if isinstance(element, Words)), None)
    quoted = first if first and first.weight in ("quote", "quiet") else _first_quote(card.elements)
    for element in card.elements:
        if element is quoted:
            read.quote = _clean(quoted.text)
        else:
            _sort(element, read, ways)
    if read.options:
        read.lines, rows = options_side_by_side(
            read.lines, read.options, SUB_TITLE if read.narrow else _LONGEST
        )
        read.facts += rows
    return read


def _first_quote(elements: Sequence[Element]) -> Words | None:
    return next((one for one in elements if isinstance(one, Words) and one.weight == "quote"), None)


def _sort(element: Element, read: _Read, ways: Ways | None) -> None:
    match element:
        case Words(weight="quote"):
            read.lines.append(f"“{_clean(element.text)}”")
        case Words(weight="strong") if read.several:
            read.options[len(read.lines)] = [_clean(element.text)]
            read.lines.append("")
        case Words():
            read.lines.append(_clean(element.text))
            read.states += [read.lines[-1]] if element.weight != "quiet" else []
        case Checklist() if read.several:
            read.beside(_counted(element))
        case Checklist():
            read.lines += _checklist(element)
        case Details():
            for fact in element.facts:
                _fact(fact, read)
        case Row() if ways is not None and len(read.facts) < ROWS:
            read.facts.append(shown_row(element, ways))
        case Row():
            read.lines.append(one_line(f"{element.title} · {element.detail}", _LONGEST))
        case Buttons() | More() | Link() | Rule() | Who():  # Who: here everybody is told by themselves
            pass
        case _:
            assert_never(element)


def _fact(fact: Fact, read: _Read) -> None:
    """In the columns where it fits whole; else as a line."""
    label, value = one_line(fact.label, 40), one_line(fact.value, _LONGEST)
    told = f"{label}{'：' if _HAN.search(label) else ': '}{value}"
    if read.several:
        read.beside(value if len(value) < VALUE // 2 else told)
    elif read.narrow and width(label) <= LABEL and len(value) <= VALUE and len(read.facts) < ROWS:
        read.facts.append({"keyname": label, "value": value})
    else:
        read.lines.append(told)


def _counted(checklist: Checklist) -> str:
    met = [met for _, met in checklist.items]
    return f"{MARKS[all(met)]} {sum(map(bool, met))}/{len(met)}"


def _checklist(checklist: Checklist) -> Iterator[str]:
    if checklist.title.strip():
        yield one_line(checklist.title, 80)
    for item, met in checklist.items:
        yield f"{MARKS[met]} {one_line(item, 400)}"


# The head of a card


def _headed(card: Card, read: _Read) -> tuple[str, str, list[str]]:
    """Title, how it stands in a line, and what is below. A summary may be older than what it stands on: it was news.

    So it is shown only where the card has no sentence of its own.
    """
    rest = [line for line in read.lines if line.strip()]
    if not read.states and not _is_repeated(card):
        rest = [_clean(card.summary), *(line for line in rest if not _same(line, card.summary))]
    news = next((line for line in (*read.states, *rest) if line in rest), "")
    if not card.title.strip():
        return _untitled(card, news, rest)
    if not _fits(news):
        news = _question(read, rest)
    return one_line(TONES[card.tone] + card.title, TITLE), news, [line for line in rest if line != news]


def _untitled(card: Card, news: str, rest: list[str]) -> tuple[str, str, list[str]]:
    """A card has to have a title: the sentence itself where it fits."""
    if len(news) <= TITLE and "\n" not in news:
        return news or ELLIPSIS, "", [line for line in rest if line != news]
    number, begun = number_on(card), _BEGUN.match(news)
    if not number and begun:  # said once: its beginning stands above, the rest below
        left = news[begun.end() :].lstrip()
        return begun[0].rstrip(" ：:"), "", [left if line == news else line for line in rest]
    return (f"#{number}" if number else one_line(news, TITLE)), "", rest


def _question(read: _Read, rest: Sequence[str]) -> str:
    """Return the question at a card's end, which belongs to its buttons: below, a long story would cut it off."""
    asked = read.states[-1] if read.states else ""
    return asked if asked.endswith(("？", "?")) and asked in rest and _fits(asked) else ""


def _fits(line: str) -> bool:
    """In its place, and by itself: what ends with a colon leads to what follows."""
    return "\n" not in line and len(line) <= DESC and not line.endswith(("：", ":"))


def _is_repeated(card: Card) -> bool:
    """A summary that only names the card; in notifications it stands alone, here under the very same title."""
    summary = card.summary.strip()
    return not summary or bool(card.title.strip() and summary.startswith(card.title.strip()))


def _same(one: str, other: str) -> bool:
    return one.strip() == other.strip()


def _clean(words: str) -> str:
    return plain(clean(words[:_LONGEST]), _LONGEST, "")
