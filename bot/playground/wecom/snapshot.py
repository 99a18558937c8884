"""What the page shows one member at one moment: their conversation with the app, its menu, what is unread."""

from bot.playground.shapes import LooseJson
from bot.playground.wecom import cast
from bot.playground.wecom.corp import Corp

SHOWN = 200
_INSIDE = ("user", "sent_as", "msgid")


def members(corp: Corp) -> list[LooseJson]:
    return [
        {
            "id": one.id,
            "name": one.name,
            "title": one.title,
            "color": "#" + one.color,
            "initials": one.initials,
            "title_en": cast.ENGLISH_TITLES.get(one.id),
        }
        for one in corp.members()
    ]


def hello(corp: Corp) -> LooseJson:
    """Return what the page learns of WeCom at the start."""
    return {
        "members": members(corp),
        "corp": {"name": cast.CORP_NAME, "app": cast.APP_NAME},
    }


def view(corp: Corp, user: str) -> LooseJson:
    """The whole of what this member sees. The caller holds the lock."""
    member = corp.member(user)
    messages = [one for one in corp.seen_by(member.id) if not one.get("recalled")]
    return {
        "unread_by_person": {one.id: corp.unread(one.id) for one in corp.members()},
        "menu": corp.menu,
        "messages": [_shown(one) for one in messages[-SHOWN:]],
    }


def _shown(message: LooseJson) -> LooseJson:
    return {key: value for key, value in message.items() if key not in _INSIDE and value is not None}
