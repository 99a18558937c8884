"""What WeCom tells a bot, as fields and as XML. https://developer.work.weixin.qq.com/document/path/90238"""

import re
import secrets

from bot.playground.shapes import LooseJson
from bot.playground.wecom import cast
from bot.playground.wecom.corp import Corp

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NUMBERS = ("CreateTime", "MsgId", "AgentID")


def text_callback(corp: Corp, user: str, words: str) -> LooseJson:
    id_ = f"7{secrets.randbelow(10**18):018d}"
    return {**_from(corp, user, "text"), "Content": words, "MsgId": id_, "AgentID": cast.AGENT_ID}


def clicked(corp: Corp, user: str, key: str) -> LooseJson:
    """A menu entry that asks the bot."""
    return _event(corp, user, "click", {"EventKey": key})


def viewed(corp: Corp, user: str, url: str) -> LooseJson:
    """A menu entry that opens a page."""
    return _event(corp, user, "view", {"EventKey": url})


def press_callback(
    corp: Corp, user: str, card: LooseJson, key: str, selected: LooseJson, response_code: str
) -> LooseJson:
    """A button, or what was chosen and sent. https://developer.work.weixin.qq.com/document/path/90240"""
    known = any(one.get("key") == key for one in card.get("action_menu", {}).get("action_list", []))
    event = "template_card_menu_event" if known else "template_card_event"
    about = {
        "EventKey": key,
        "TaskId": card["task_id"],
        "CardType": card["card_type"],
        "ResponseCode": response_code,
    }
    items = [{"QuestionKey": question, "OptionIds": {"OptionId": ids}} for question, ids in selected.items()]
    return _event(
        corp, user, event, {**about, **({"SelectedItems": {"SelectedItem": items}} if items else {})}
    )


def as_xml(fields: LooseJson) -> str:
    """Write it as WeCom does: words in CDATA, numbers bare, lists as repeated elements."""
    return f"<xml>{_elements(fields)}</xml>"


def envelope(sealed: str) -> bytes:
    outer = {"ToUserName": cast.CORP_ID, "AgentID": cast.AGENT_ID, "Encrypt": sealed}
    return (
        f"<xml>{''.join(f'<{name}>{_cdata(value)}</{name}>' for name, value in outer.items())}</xml>".encode()
    )


def _from(corp: Corp, user: str, kind: str) -> LooseJson:
    now = int(corp.clock.now().timestamp())
    return {"ToUserName": cast.CORP_ID, "FromUserName": user, "CreateTime": now, "MsgType": kind}


def _event(corp: Corp, user: str, event: str, about: LooseJson) -> LooseJson:
    return {**_from(corp, user, "event"), "Event": event, **about, "AgentID": cast.AGENT_ID}


def _elements(fields: LooseJson) -> str:
    return "".join(_element(name, value) for name, value in fields.items())


def _element(name: str, value: object) -> str:
    match value:
        case dict():
            return f"<{name}>{_elements(value)}</{name}>"
        case list():
            return "".join(_element(name, one) for one in value)
        case _ if name in _NUMBERS:
            return f"<{name}>{value}</{name}>"
        case _:
            return f"<{name}>{_cdata(str(value))}</{name}>"


def _cdata(words: str) -> str:
    """Wrap words so that nothing in them ends the section, without characters that XML cannot carry."""
    safe = _NOT_IN_XML.sub("", words).replace("]]>", "]]]]><![CDATA[>")
    return f"<![CDATA[{safe}]]>"
