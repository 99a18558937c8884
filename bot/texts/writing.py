"""How a language is written: what stands between words and things, and how days and amounts look."""

from __future__ import annotations

from workflows.frozen import Frozen


class Writing(Frozen):
    """Days are patterns of babel's; `gap` stands between two sentences, `comma` between things in a row."""

    gap: str = " "
    comma: str = ", "
    day: str = "EEE d MMM"
    day_of_another_year: str = "EEE d MMM y"
    short_day: str = "d MMM"
    weekday: str = "EEE d MMM"  # on a narrow button
    hour_gap: str = " "  # between a day and its hour
    spaced: bool = False  # a space where a value's Latin letters or digits meet a character
    currencies: dict[str, str] = {}  # what people write for a currency's code
