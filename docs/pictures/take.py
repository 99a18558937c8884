"""Takes the READMEs' pictures from a running playground: `.venv/bin/python docs/pictures/take.py URL en|zh`.

It starts the playground over, so point it at one that nobody else is using; for the Chinese pictures at one started
with EOAC_LANG=zh.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import httpx
from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from bot import texts  # noqa: E402  (the house is two floors up)
from bot.playground.person import Visitor  # noqa: E402
from bot.playground.story.words import story_words  # noqa: E402
from bot.playground.wecom.person import CorpPerson  # noqa: E402
from workflows.languages import Language  # noqa: E402

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "msedge")
IN_WECOM = "liuyang"
PEOPLE: dict[Language, tuple[str, str]] = {"en": ("U0ANA", "U0BEN"), "zh": ("U0CHEN", "U0LIN")}


def main(url: str, language: Language) -> None:
    httpx.post(f"{url}/playground/reset", json={}, headers={"X-Playground": "1"}, trust_env=False)
    asks, answers = PEOPLE[language]
    with Visitor(url, asks) as requester, Visitor(url, answers) as owner, sync_playwright() as started:
        browser = started.chromium.launch(executable_path=_browser(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 800})

        def picture(name: str, who: str, where: str) -> None:
            _take(page, f"{url}/?lang={language}#as={who}&channel={where}", HERE / f"{name}-{language}.png")

        _story(requester, owner, language, picture)
        with CorpPerson(url, IN_WECOM) as member:
            _across(member, owner, language)
        _take(page, f"{url}/?lang={language}#platform=wecom&as={IN_WECOM}", HERE / f"wecom-{language}.png")
        browser.close()


def _story(
    requester: Visitor, owner: Visitor, language: Language, picture: Callable[[str, str, str], None]
) -> None:
    """A small request first, then a laptop up to its offer."""
    words = story_words("it", language)
    _asks(requester, words["password"])
    _presses(owner, language, "done", words["password"])
    _presses(requester, language, "yes")
    _asks(requester, words["laptop"])
    _presses(requester, language, "answer")
    days = {days: _working_day(requester, days) for days in (7, 9)}
    requester.wait_for(requester.modal)
    requester.fill({"f:q.purpose": words["purpose"], "f:q.reason": "slow", "f:q.wished": days[9]})
    _sends(requester)
    owner.wait_for(lambda: words["purpose"] in str(owner.messages("C0IT")))
    picture("department", owner.user, "C0IT")
    _presses(owner, language, "offer", words["laptop"])
    owner.wait_for(owner.modal)
    said = {f"f:{field}-1": words[field] for field in ("what", "beyond", "needs")}
    owner.fill({**said, "f:day-1": days[7]})
    _sends(owner)
    requester.wait_for(lambda: words["what"] in str(requester.dm()))
    picture("offer", requester.user, requester.dm_id)


def _across(member: CorpPerson, owner: Visitor, language: Language) -> None:
    """Asked in WeCom, offered in Slack."""
    words = story_words("it", language)
    if language == "en":
        member.say("English")
        member.wait_for(member.texts)
    member.say(words["laptop"])
    member.wait_for(member.cards)
    _presses(owner, language, "offer", words["laptop"])
    owner.wait_for(owner.modal)
    owner.fill({"f:what-1": words["what"], "f:beyond-1": words["beyond"], "f:day-1": _working_day(owner, 7)})
    _sends(owner)
    member.wait_for(lambda: any(words["what"] in text for text in member.texts()))
    member.read()


def _asks(person: Visitor, words: str) -> None:
    person.command(f"/request {words}")
    person.wait_for(lambda: words in str(person.dm()))


def _presses(person: Visitor, language: Language, act: str, near: str | None = None) -> None:
    """A card may still be on its way: looked for again until it is there."""
    label = texts.say(language, f"act.{act}")

    def pressed() -> bool:
        try:
            person.press(label, near)
        except AssertionError:
            return False
        return True

    person.wait_for(pressed, 10)


def _sends(person: Visitor) -> None:
    answer = person.submit()
    if not answer["ok"]:
        sys.exit(f"The form stayed open: {answer}")


def _working_day(person: Visitor, days: int) -> str:
    """About that many days from now, on the playground's clock."""
    day = date.fromisoformat(str(person.view()["clock"]["now"])[:10]) + timedelta(days=days)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day.isoformat()


def _take(page: Page, address: str, path: Path) -> None:
    page.goto("about:blank")
    page.goto(address)
    time.sleep(1.5)  # fonts, and what is still on its way
    page.screenshot(path=str(path))


def _browser() -> str:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        sys.exit("This needs Chromium, Chrome or Edge.")
    return found


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), "zh" if sys.argv[2:] == ["zh"] else "en")
