"""The app's menu at the bottom of its conversation. https://developer.work.weixin.qq.com/document/path/90231"""

from collections.abc import Iterator

from bot.playground.shapes import LooseJson
from bot.playground.wecom import cast
from bot.playground.wecom.corp import Corp
from bot.playground.wecom.limit_cuts import byte_length
from bot.playground.wecom.sending import Call
from bot.playground.wecom.shapes import WRONG_AGENT, WRONG_ARGUMENT, WecomError

MOST, MOST_BELOW = 3, 5
NAME_BYTES, NAME_BELOW_BYTES, KEY_BYTES, URL_BYTES = 16, 40, 128, 1024


def create(corp: Corp, call: Call) -> LooseJson:
    _check_agent(call)
    wrong = list(menu_problems(call.body))
    if wrong:
        corp.fault(f"menu/create: {wrong[0]}")
        raise WecomError(WRONG_ARGUMENT, wrong[0])
    corp.save_menu(call.body["button"])
    return {}


def get(corp: Corp, call: Call) -> LooseJson:
    _check_agent(call)
    return {"button": corp.menu}


def delete_menu(corp: Corp, call: Call) -> LooseJson:
    _check_agent(call)
    corp.save_menu([])
    return {}


def entries(menu: list[LooseJson]) -> Iterator[LooseJson]:
    """Return the entries that can be pressed, at the top and below."""
    for button in menu:
        yield from button.get("sub_button") or [button]


def menu_problems(body: LooseJson) -> Iterator[str]:
    """Yield everything that breaks a limit of menus."""
    yield from _row("button", body.get("button"), MOST, NAME_BYTES)
    for index, button in enumerate(body.get("button") or []):
        if isinstance(button, dict) and "sub_button" in button:
            yield from _row(f"button[{index}].sub_button", button["sub_button"], MOST_BELOW, NAME_BELOW_BYTES)


def _row(where: str, row: object, most: int, name_bytes: int) -> Iterator[str]:
    if (
        not isinstance(row, list)
        or not 1 <= len(row) <= most
        or any(not isinstance(one, dict) for one in row)
    ):
        yield f"{where}: 1 to {most} entries are allowed"
        return
    for index, button in enumerate(row):
        yield from _entry(f"{where}[{index}]", button, name_bytes)


def _entry(where: str, button: LooseJson, name_bytes: int) -> Iterator[str]:
    name = button.get("name")
    if not isinstance(name, str) or not 0 < byte_length(name) <= name_bytes:
        yield f"{where}.name: 1 to {name_bytes} bytes"
    if "sub_button" in button:
        return
    field, most = {"click": ("key", KEY_BYTES), "view": ("url", URL_BYTES)}.get(
        str(button.get("type")), ("", 0)
    )
    value = button.get(field)
    if not field:
        yield f"{where}.type: click or view"
    elif not isinstance(value, str) or not 0 < byte_length(value) <= most:
        yield f"{where}.{field}: 1 to {most} bytes"


def _check_agent(call: Call) -> None:
    if call.query.get("agentid") != cast.AGENT_ID:
        raise WecomError(WRONG_AGENT)
