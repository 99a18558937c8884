"""Cards and forms as the bot makes them, for golden files and for whoever wants to look at them."""

from __future__ import annotations

from datetime import date

from bot.cards.elements import (
    Button,
    Buttons,
    Card,
    Checklist,
    Details,
    Fact,
    Field,
    Form,
    FormNote,
    Home,
    More,
    Row,
    Rule,
    Who,
    Words,
)


def _button(act: str, label: str, about: str = "118") -> Button:
    return Button(act=act, label=label, about=about)


REQUEST = Card(
    title="#118 · New laptop for Ana",
    summary="Ana Silva asks IT: new laptop <!channel>",
    elements=(
        Who(person="slack:U0BEN", text="Ben Okoro"),
        Words(text="I need a laptop that runs <Figma> & *Blender*.\n@everyone knows why", weight="quote"),
        Details(
            facts=(Fact(label="Wished", value="Fri 27 Nov"), Fact(label="Kind", value="Hardware & more"))
        ),
        Checklist(
            title="Done when",
            items=(("I can log in from home", True), ("Figma opens", None), ("Bag fits", False)),
        ),
        Words(text="Usually within 4 working days", weight="quiet"),
        Rule(),
        Buttons(
            buttons=(
                Button(act="done", label="Done", about="118", style="primary"),
                _button("do", "I'll do it"),
                _button("offer", "Make an offer"),
                _button("ask", "Ask a question"),
            )
        ),
        More(
            label="More",
            buttons=(
                _button("assign", "Assign"),
                _button("route", "Not ours"),
                Button(
                    act="refuse",
                    label="Can't do",
                    about="118",
                    style="danger",
                    sure="Say no to this request?",
                ),
            ),
        ),
    ),
)

DELIVERED = Card(
    title="#118 已完成",
    summary="您的新笔记本已就绪",
    tone="good",
    elements=(
        Words(text="您的问题解决了吗？", weight="strong"),
        Buttons(
            buttons=(
                Button(act="yes", label="已解决", about="118", style="primary"),
                _button("partly", "部分解决"),
                _button("no", "没有解决"),
            )
        ),
    ),
)

RAISE = Form(
    act="raise",
    about="it-help",
    title="Raise a request",
    submit="Send",
    close="Cancel",
    fields=(
        FormNote(text="This goes to IT. Usually within 4 working days.", weight="quiet"),
        Field(
            key="workflow",
            label="What is it about?",
            kind="choice",
            required=True,
            value="laptop",
            refresh=True,
            choices=(("laptop", "New laptop"), ("access", "Access"), ("other", "Something else")),
        ),
        Field(
            key="need", label="What do you need?", kind="text", required=True, placeholder="In your own words"
        ),
        Field(key="title", label="In a word", value="Laptop", limit=80),
        Field(key="day", label="By when?", kind="date", value=date(2026, 11, 27)),
        Field(key="for", label="For whom?", kind="person", value="slack:U0CHEN"),
        Field(key="cost", label="Up to which cost?", kind="number", hint="In euros", value="1200"),
        Field(
            key="extras",
            label="With it",
            kind="checks",
            value=("bag",),
            choices=(("bag", "Bag"), ("mouse", "Mouse")),
        ),
        Field(
            key="site",
            label="Where?",
            kind="choice",
            choices=tuple((f"s{number}", f"Site {number}") for number in range(1, 8)),
        ),
    ),
)

PAGE = Home(
    elements=(
        Words(text="Waits for you", weight="strong"),
        Row(
            title="#118 New laptop", detail="Offered · answer by Friday", buttons=(_button("open", "Answer"),)
        ),
        Row(
            title="#119 Badge",
            detail="Ana <Marketing>",
            buttons=(_button("take", "Take it", "119"), _button("open", "Open page", "119")),
        ),
        Rule(),
        Words(text="Your requests", weight="strong"),
        Words(text="Nothing under way. Type /request to raise one.", weight="quiet"),
    )
)
