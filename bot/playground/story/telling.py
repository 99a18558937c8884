"""One telling of a story: what people do in it and what they see, each told in a line. Chapters are made of these."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import date, datetime, timedelta

from bot import texts
from bot.playground.actors import Actor
from bot.playground.story.people import Cast, casts
from bot.playground.story.words import story_words
from bot.playground.working_days import working_day
from workflows.languages import Language

PATIENCE = 15.0  # seconds until somebody gives up
LONGEST_WAIT = 20  # working days that pass until something must have happened
NUMBER = re.compile(r"#(\d+) · ")  # how a request is called wherever its words stand
IN_SHORT = 10  # characters of what somebody said that even a narrow card shows
OF_OPTION = re.compile(r"_(\d)$")


class StoryFailed(AssertionError):
    """A step of the story did not happen."""


def tellings(url: str, platform: str, language: Language, tell: Callable[[str], None]) -> Iterator[Telling]:
    """Return what is told on a platform; across both, each side asks the other once."""
    for department, cast in casts(url, platform, language):
        with closing(cast):
            yield Telling(cast, department, language, tell)


class Telling:
    """A cast, its language and its words. `tell` gets each line of the transcript.

    What somebody says is named by its key in `words`; so is a request, by the words it was raised with.
    """

    def __init__(self, cast: Cast, department: str, language: Language, tell: Callable[[str], None]) -> None:
        self.cast = cast
        self.language: Language = language
        self.words = story_words(department, language)
        self._tell = tell
        self._heard: dict[Actor, str] = {}  # the last message that somebody has read
        self._began = self.day(0, working=False)
        for person in cast.everyone:
            person.speaks(language)

    # What people do

    def asks(self, person: Actor, words: str) -> None:
        said = person.asks(self.words[words])
        self._line(f"{person.name}: {said}")
        person.wait_for(lambda: any(self.words[words] in shown for _, shown in person.told()), PATIENCE)

    def calls(self, person: Actor, word: str) -> None:
        """Opens a form by its word."""
        self._line(f"{person.name}: {person.calls(word)}")

    def press(self, person: Actor, act: str, near: str = "") -> None:
        """The newest button of this act, on a card about the request that was raised with `near`."""
        about = self.words.get(near, near) or None
        label = person.wait_for(lambda: _pressed(person, act, about), PATIENCE)
        self._line(f"{person.name} [{label}]")

    def fills(self, person: Actor, answers: Mapping[str, str]) -> None:
        """Each answer is words of the story, or stands for itself."""
        said = {field: self.words.get(answer, answer) for field, answer in answers.items()}
        title = person.fill(said)
        self._line(f"{person.name} ⟨{title}⟩ {' · '.join(said.values())}")

    def does(self, person: Actor, act: str, near: str = "", **answers: str) -> None:
        """Presses, and fills in the form that opens. `what_1` is the field what-1."""
        self.press(person, act, near)
        self.fills(person, {OF_OPTION.sub(r"-\1", field): answer for field, answer in answers.items()})

    def answers(self, person: Actor, kind: str, **more: str) -> None:
        """Answers questions: "place=purpose" is the question, and which words answer it."""
        known: Iterator[list[str]] = (pair.split("=") for pair in self.words[kind].split())
        asked = {**dict(known), **more}
        self.press(person, "answer")
        self.fills(person, {f"q.{question}": answer for question, answer in asked.items()})

    def time_until(self, person: Actor, key: str) -> None:
        """Working days pass until somebody hears this."""
        sentence = texts.say(person.language, key)
        for _ in range(LONGEST_WAIT):
            if any(sentence in shown for _, shown in person.told()):
                self._line(f"{person.name} ← {sentence}")
                return
            self._passes(person)
        raise StoryFailed(f"{key} never came")

    def a_week_passes(self) -> None:
        """Until a week after this was first told."""
        week = date.fromisoformat(self._began) + timedelta(days=7)
        for _ in range(LONGEST_WAIT):
            if date.fromisoformat(self.day(0, working=False)) >= week:
                return
            self._passes(self.cast.requester)
        raise StoryFailed(f"a week after {self._began} never came")

    # What people see

    def hears(
        self,
        person: Actor,
        news: str,
        act: str = "",
        said: str = "",
        by: Actor | None = None,
        **details: str,
    ) -> None:
        """A message that was not there before brings this news, and the button that answers it."""
        words = self.words.get(said, said)
        other = by or self.cast.owner
        names = dict.fromkeys(("by", "requester", "owner", "who"), other.full_name)
        details |= {
            "text": words,
            "words": words,
            "quoted": f"“{words}”" if words else "",
            "day": self._named(details.get("day"), person.language),
        }
        key = f"news.{news}" if texts.knows(f"news.{news}") else news
        sentence = texts.say(person.language, key, **names, **details).strip()
        shows = (
            sentence if person.hears_in_words else "",
            person.label(act) if act else "",
            words[:IN_SHORT],
        )

        def heard() -> str:
            return next((id for id, shown in self._fresh(person) if all(one in shown for one in shows)), "")

        self._heard[person] = person.wait_for(heard, PATIENCE)
        self._line(f"{person.name} ← {sentence}")

    def shows(self, person: Actor, words: str, state: str = "") -> None:
        """A card of theirs says this, and how it stands."""
        wanted = (self.words[words], self._say(state) if state else "")
        person.wait_for(lambda: any(all(w in card for w in wanted) for card in person.cards()), PATIENCE)

    def stands(self, person: Actor, words: str, state: str) -> None:
        """Return how a request stands (the newest, if it is confidential), where they would look."""
        said = self._say(state)
        person.wait_for(lambda: said in person.stands(self.words.get(words, "")), PATIENCE)
        self._line(f"= {said}")

    def never_sees(self, person: Actor, *words: str) -> None:
        """In no channel, and in no message."""
        seen = " ".join([*person.cards(), *(shown for _, shown in person.told())])
        if read := [self.words[key] for key in words if self.words[key] in seen]:
            raise StoryFailed(f"{person.name} read what is confidential: {read[0]}")
        self._line(f"{person.name} ← —")

    def number(self, person: Actor, words: str) -> str:
        """Return the number of the request that was raised with these words."""
        about = next(shown for _, shown in person.told() if self.words[words] in shown)
        found = NUMBER.search(about)
        assert found, about
        return found[1]

    # When

    def chapter(self, title: str) -> None:
        self._tell(title)

    def day(self, days: int, *, working: bool = True) -> str:
        """A day about that many days from now, on the clock that everybody sees."""
        now = datetime.fromisoformat(self.cast.requester.now())
        day = working_day(now, days) if working else now.date() + timedelta(days=days)
        return day.isoformat()

    def _named(self, day: str | None, language: Language) -> str:
        """A day as people call it."""
        if not day:
            return ""
        return texts.day(language, date.fromisoformat(day), date.fromisoformat(self.day(0, working=False)))

    def _passes(self, person: Actor) -> None:
        self._line(f"… {person.pass_time('working_day')[:16]}")

    def _fresh(self, person: Actor) -> list[tuple[str, str]]:
        """Return what they have not read yet, oldest first."""
        told = person.told()
        read = [place for place, (id, _) in enumerate(told) if id == self._heard.get(person)]
        return told[read[-1] + 1 :] if read else told

    def _line(self, words: str) -> None:
        self._tell(f"  {words}")

    def _say(self, key: str) -> str:
        return texts.say(self.language, key)


def _pressed(person: Actor, act: str, near: str | None) -> str:
    """A card may still be on its way: looked for again until it is there."""
    try:
        return person.press(act, near)
    except AssertionError:
        return ""
