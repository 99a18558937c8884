"""What somebody's words say by themselves: an answer to one question, a yes, thanks, a greeting, a question, haste."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from bot.reading.typed_dates import understood
from workflows.calendars import Calendar
from workflows.definition import Choice, Question
from workflows.languages import Language

YES = frozenset("yes y yeah yep right ok okay sure correct 对 是 是的 对的 没错 好 好的 嗯 可以 行".split())
CANCEL = frozenset("cancel stop quit 取消 停 停止 算了 不答了".split())
SKIP = frozenset("skip 跳过".split())
AGREED = frozenset(
    "👍|👌|🙏|[强]|[ok]|[抱拳]|可以的|好的好的|好吧|没问题|同意|接受|批准|解决了|已解决|已经解决了|好了|已经好了|可以了|收到|ok的|"
    "fine|fine with me|sounds good|great|perfect|agree|agreed|accept|accepted|approve|approved|solved|done".split(
        "|"
    )
)
_UNHAPPY = re.compile(
    r"不满意|很不满|太不像话|失望|生气|气死|太差|太慢|没人管|没人理|"
    r"un(?:happy|acceptable)|disappoint|angry|fed up|terrible"
)
_WITHDRAWN = re.compile(
    r"(?:算了|不用|不需要|不要|撤回|取消)(?:.{0,6}了|吧)?|never ?mind.*|forget it|(?:please )?cancel it|"
    r".{0,20}(?:no longer|not) need(?:ed)?(?: it)?(?: any ?more)?"
)
_SIGNS = re.compile(r"\[[^\[\]\d\s]{1,6}\]")  # how WeCom writes its own little pictures: [强], [微笑]
GREETING = frozenset(
    "hi|hello|hey|good morning|good afternoon|你好|您好|嗨|哈喽|在吗|在么|早|早上好|上午好|下午好|你是谁".split(
        "|"
    )
)
THANKS = frozenset(
    "thanks|thank you|thx|thank you very much|谢谢|谢谢您|谢谢你|谢了|多谢|感谢|辛苦了".split("|")
)
SOON = frozenset(
    "as soon as possible|as soon as you can|asap|the sooner the better|right away|immediately|now|soon|urgent|"
    "urgently|it's urgent|hurry|please hurry|越快越好|尽快|请尽快|尽早|马上|立刻|现在|急|很急|急急|急急急|非常急|加急|"
    "紧急|特急|着急|快点|快一点|快点吧|麻烦快点|尽快吧|尽快处理|请尽快处理|麻烦尽快".split("|")
)
_REFUSED = re.compile(
    r"(?:不行|不可以|不同意|不接受|不批准|不好|(?:还|都)?没(?:有)?(?:好|修好|弄好|办好|解决)|还没有?)(?:[，,。.!！;；、\s]|$)"
    r"|(?:no|nope|not ok|not okay|not yet|not solved)(?:[,.!;，。]|$)"
)
_THANKED = r"(?:thanks|thank you|thx|谢谢|多谢|谢了|感谢|辛苦)(?: very much| a lot| so much)?(?:您|你|了|啦)?"
_WITH_THANKS = re.compile(rf"^{_THANKED}[\s,，.。!！~～、]+|[\s,，.。!！~～、]*(?<![a-z]){_THANKED}$")
_MARKED = re.compile(r"[?？][\s!！。.~～…)）”\"']*$")
_ASKED = re.compile(  # without a question mark; "不知道什么时候开始的" and "什么时候都行" ask nothing
    r"(?<!不知道)(?<!没)(?<!不清楚)(?<!忘了)(?<!不管)(?<!无论)(?:什么时候|啥时候|何时|多久(?!了))(?!.*[都也])"
    r"|[吗呢][。.!！~～…]*$|[好完修弄到办]了?没有?[。.!！~～…]*$"
    r"|^(?:(?:and|but|so|hi|hello|ok|please)[, ]+)*(?:"
    r"(?:when|how|why|where|who|what) (?:is|are|was|will|would|can|could|do|does|did|should|long|soon|much|about)"
    r"|(?:is|are|can|could|will|would|do|does|did|has|have) (?:it|this|that|there|you|they|we|i|anyone|someone)"
    r"|any (?:news|update|progress))\b"
)
LONGEST = 200  # characters: what is longer is no choice, and no name of one


def read_answer(
    question: Question | None, text: str, language: Language, today: date, calendar: Calendar
) -> str | date | None:
    """The answer in these words, a choice by its id; None when they are none. Any words answer an open question."""
    if question is None:
        return text
    match question.kind:
        case "choice":
            chosen = choice(question, text)
            return chosen.id if chosen else None
        case "date":
            return understood(text, today, language, calendar.add_working_days)
        case "person":
            return text.replace(":", "：")  # a colon is what makes an id of a name
        case "text":
            return text


def choice(question: Question, text: str) -> Choice | None:
    """The one choice that is meant, in any language."""
    if len(text) > LONGEST or not (said := meant(text)):
        return None
    if number := re.fullmatch(r"第?(\d{1,2})(?:[.、)]|个|项)?", said):
        place = int(number[1])
        return question.choices[place - 1] if 0 < place <= len(question.choices) else None
    labels = [(made, folded(label)) for made in question.choices for _, label in made.label.each()]
    same = {made.id: made for made, label in labels if label == said}
    begun = {made.id: made for made, label in labels if label.startswith(said)}
    found = same or begun
    return next(iter(found.values())) if len(found) == 1 else None


def greets(text: str) -> bool:
    """A greeting, a sticker, a question mark: nothing that anybody could do."""
    words = _SIGNS.sub("", text[:200])
    return folded(words[:20]).rstrip("?~") in GREETING or not any(one.isalnum() for one in words)


def asks(text: str) -> bool:
    """A question of their own: whatever they were asked, this is no answer to it."""
    return bool(_MARKED.search(text[-80:]) or (len(text) <= LONGEST and _ASKED.search(folded(text))))


def answers_nothing(text: str) -> bool:
    """Whatever open question is before them: they ask something themselves, greet, or say thanks."""
    return asks(text) or is_courtesy(text)


def is_courtesy(text: str) -> bool:
    """A greeting or thanks."""
    return greets(text) or folded(text[:20]) in THANKS


def agrees(text: str) -> bool:
    """Only that it is well so."""
    return meant(text[:40]) in YES | AGREED


def replies(text: str) -> bool:
    """A plain yes or no, perhaps with more behind it: "可以，就这样", "No, it must be Friday"."""
    first = re.split(r"[，,。.！!；;]", text[:LONGEST], maxsplit=1)[0]
    return agrees(first) or bool(_REFUSED.match(folded(text[:LONGEST])))


def urges(text: str) -> bool:
    """Only that it should be soon."""
    return folded(text[:40]).rstrip("~ ") in SOON


def complains(text: str) -> bool:
    """Whether somebody is not happy with how it goes: that is for a lead as well."""
    return bool(_UNHAPPY.search(folded(text[:LONGEST])))


def withdraws(text: str) -> bool:
    """Whether they say that it isn't needed any more."""
    parts = re.split(r"[，,。.；; ]+", folded(text)) if len(text) <= 40 else []
    return bool(_WITHDRAWN.fullmatch(meant(text[:40]))) or any(_WITHDRAWN.fullmatch(part) for part in parts)


def meant(text: str) -> str:
    """Return what is said beside a thank-you; thanks alone stay as they are."""
    words = folded(text)
    return folded(_WITH_THANKS.sub("", words)) or words


def closed_up(words: str) -> str:
    """Drop the space of "方案 2", which nobody writes."""
    return "".join(words.split()).casefold()


def folded(text: str) -> str:
    """Without the differences that nobody means."""
    return unicodedata.normalize("NFKC", text).strip().casefold().strip("。.!！ ").replace("’", "'")
