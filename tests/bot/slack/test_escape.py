"""People's words: as typed, never live, within the limit."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from bot.slack import escape
from bot.texts.cut import cut

ANY = st.text(st.characters(exclude_categories=()), max_size=300)


def test_mentions_and_links_are_shown_as_typed() -> None:
    assert escape.mrkdwn("<!channel> <@U1> <http://x|y> &amp;", 200) == (
        "&lt;!channel&gt; &lt;@U1&gt; &lt;http://x|y&gt; &amp;amp;"
    )


@given(ANY, st.integers(1, 200))
def test_mrkdwn_is_never_longer_than_the_limit_and_never_live(text: str, limit: int) -> None:
    safe = escape.mrkdwn(text, limit)
    assert len(safe) <= max(limit, 0)
    assert "<" not in safe
    assert ">" not in safe


@given(ANY, st.integers(1, 200))
def test_plain_text_is_never_empty_and_holds_nothing_invisible(text: str, limit: int) -> None:
    short = escape.plain(text, limit)
    assert 1 <= len(short) <= limit
    assert not any(unicodedata.category(char) in ("Cs", "Cc") and char != "\n" for char in short)
    assert not set(short) & set("\u200b\u202e\u2066\u2069\ufeff\u200f")
    short.encode()


@given(ANY)
def test_what_is_kept_can_be_stored(text: str) -> None:
    escape.storable(text).encode()
    assert "\0" not in escape.storable(text)


def test_a_cut_tears_no_emoji_apart() -> None:
    family = "👩\u200d👩\u200d👧"
    assert cut("ab" + family, 5) == "ab…"
    assert cut("ab👍🏽c", 4) == "ab…"


def test_joined_emoji_stay_joined() -> None:
    assert escape.clean("👩\u200d💻 a\u200db") == "👩\u200d💻 ab"


def test_a_text_of_a_megabyte_is_cut_quickly() -> None:
    assert len(escape.mrkdwn("&" * 1_000_000, 3000)) <= 3000


@given(st.text(max_size=200))
def test_escaping_comes_back_as_typed(text: str) -> None:
    typed = text.replace("\0", "")
    assert escape.decoded(escape.entities(typed)) == typed


def test_slacks_own_marks_become_what_was_seen() -> None:
    raw = (
        "<@U0BEN> <@U1|ana> <#C1|general> <#C2> <!here> <!subteam^S1|@it> <!date^1^{date}|Friday> "
        "<http://a.example|a.example> <https://b.example> <mailto:x@y.z|x@y.z>"
    )
    seen = escape.decoded(raw, lambda user: {"U0BEN": "Ben"}[user])
    assert seen == "@Ben @ana #general #C2 @here @it Friday a.example https://b.example x@y.z"
