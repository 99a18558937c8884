"""A WeCom of canned answers behind the page: what it was told is kept, nothing more is understood."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.playground.server import PAGE
from bot.playground.shapes import LooseJson

NOW = datetime.fromisoformat("2026-11-25T10:20:00+08:00")
PEOPLE = (
    ("U0ANA", "Ana Silva", "Marketing", "#b3475e", "AS"),
    ("U0CHEN", "陈静 Chen Jing", "Sales 销售", "#2f7d6b", "CJ"),
    ("U0LIN", "林娜 Lin Na", "Head of IT 信息技术部主管", "#7a4fb0", "LN"),
)
MEMBERS: tuple[tuple[str, str, str, str, str | None], ...] = (
    ("linna", "林娜", "信息技术部主管", "#7a4fb0", "U0LIN"),
    ("ben", "Ben Okoro", "IT 支持", "#3563b5", None),
    ("chenjing", "陈静", "销售部", "#2f7d6b", "U0CHEN"),
    ("zhaomin", "赵敏", "人力资源", "#8a7a1c", None),
    ("priya", "Priya Nair", "人力资源主管", "#b5651d", None),
    ("wanglei", "王磊", "行政后勤", "#3b7d2c", None),
    ("sunli", "孙丽", "行政主管", "#a2447f", None),
    ("liuyang", "刘洋", "仓库", "#4a6670", None),
    ("grace", "Grace Kim", "行政主管", "#a2447f", None),
    ("tom", "Tom Berg", "财务主管", "#4a6670", None),
    ("maria", "Maria Rossi", "首席运营官", "#9c3b3b", None),
    ("ana", "Ana Silva", "市场部", "#b3475e", "U0ANA"),
)
MENU: list[LooseJson] = [
    {"name": "发起请求", "type": "click", "key": "raise"},
    {"name": "我的请求", "type": "click", "key": "mine"},
    {
        "name": "更多",
        "sub_button": [
            {"name": "待我处理", "type": "click", "key": "waiting"},
            {"name": "打开网页", "type": "view", "url": "https://bot.example/mine"},
        ],
    },
]


@dataclass
class SmallCorp:
    """What stands in each member's chat, and what the page did."""

    chats: dict[str, list[LooseJson]] = field(default_factory=dict)
    unread: dict[str, int] = field(default_factory=dict)
    done: list[LooseJson] = field(default_factory=list)
    opened: list[tuple[str, str]] = field(default_factory=list)
    after: Callable[[LooseJson], LooseJson | None] = lambda body: None
    tour: list[LooseJson] = field(default_factory=list)
    rev: int = 1

    def receives(
        self, member: str, said: str | LooseJson, *, minutes: float = 0, **more: object
    ) -> LooseJson:
        """A message of the app, that many minutes before now."""
        kind: LooseJson = (
            {"type": "text", "text": said} if isinstance(said, str) else {"type": "card", "card": said}
        )
        if isinstance(said, dict):
            kind["task_id"] = said.get("task_id")
        return self._add(member, {"from": "app", **kind, **more}, minutes)

    def says(self, member: str, text: str, *, minutes: float = 0) -> LooseJson:
        return self._add(member, {"from": "me", "type": "text", "text": text}, minutes)

    def _add(self, member: str, message: LooseJson, minutes: float) -> LooseJson:
        chat = self.chats.setdefault(member, [])
        at = (NOW - timedelta(minutes=minutes)).isoformat()
        chat.append({"id": f"{member}{len(chat)}", "at": at, **message})
        self.rev += 1
        return chat[-1]

    def does(self, body: LooseJson) -> LooseJson:
        self.done.append(body)
        refused = self.after(body)
        if refused:
            return refused
        if body["kind"] == "say":
            self.says(body["as"], body["text"])
        if body["kind"] == "read":
            self.unread.pop(body["as"], None)
        self.rev += 1
        return {"ok": True}

    def heard(self, kind: str) -> list[LooseJson]:
        return [body for body in self.done if body["kind"] == kind]

    def view(self, member: str) -> LooseJson:
        return {
            "rev": self.rev,
            "clock": _clock(),
            "unread_by_person": self.unread,
            "menu": MENU,
            "messages": self.chats.get(member, []),
        }


def _clock() -> LooseJson:
    due = (NOW + timedelta(hours=8)).isoformat()
    return {
        "now": NOW.isoformat(),
        "offset_seconds": 0,
        "tz": "Asia/Shanghai",
        "stepping": False,
        "next_due": due,
    }


def hello() -> LooseJson:
    people = [
        {"id": id_, "real_name": name, "title": title, "color": color, "initials": initials}
        for id_, name, title, color, initials in PEOPLE
    ]
    both = {"locale": "en-US", "tz": "Asia/Shanghai", "guest": False}
    members = [
        {"id": id_, "name": name, "title": title, "color": color, "initials": name[:2], "slack": slack}
        for id_, name, title, color, slack in MEMBERS
    ]
    return {
        "team": {"name": "Lantern 灯笼"},
        "people": [{**person, "name": person["real_name"], **both} for person in people],
        "channels": [{"id": "C0GENERAL", "name": "general", "members": [person["id"] for person in people]}],
        "bot": {"id": "U0YINUO", "name": "Yinuo 一诺"},
        "commands": [{"name": "/request", "hint": ""}],
        "shortcuts": [],
        "platforms": ["slack", "wecom"],
        "members": members,
        "corp": {"name": "灯笼 Lantern", "app": "一诺 Yinuo"},
    }


def _slack_view() -> LooseJson:
    place = {"id": "C0GENERAL", "name": "general", "kind": "channel"}
    said = [{"ts": "1795573000.000100", "user": "U0ANA", "text": "Good morning"}]
    return {
        "rev": 1,
        "clock": _clock(),
        "sidebar": [{**place, "unread": 0, "mention": 0}],
        "unread_by_person": {},
        "channel": {**place, "topic": "Everyone"},
        "messages": said,
        "thread": None,
        "home": None,
        "modals": [],
    }


def make_small_app(corp: SmallCorp) -> Starlette:
    """The page's files and the API that they ask."""

    async def page(_request: Request) -> Response:
        policy = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'"
        return FileResponse(Path(PAGE) / "index.html", headers={"Content-Security-Policy": policy})

    async def answered(request: Request) -> Response:
        asked = request.query_params
        answers: dict[str, Callable[[], object]] = {
            "hello": hello,
            "view": _slack_view,
            "wecom/view": lambda: corp.view(asked["as"]),
            "tour": lambda: corp.tour,
            "journal": list,
            "inspect": lambda: {"requests": [], "request": None, "events": [], "due": []},
        }
        return JSONResponse(answers[request.path_params["name"]]())

    async def do(request: Request) -> Response:
        return JSONResponse(corp.does(await request.json()))

    async def opened(request: Request) -> Response:
        corp.opened.append((request.query_params["as"], request.query_params["url"]))
        return HTMLResponse("<!doctype html><title>bot</title>")

    async def stream(_request: Request) -> Response:
        return StreamingResponse(iter(["data: {}\n\n"]), media_type="text/event-stream")

    return Starlette(
        routes=[
            Route("/", page),
            Route("/playground/stream", stream),
            Route("/playground/wecom/do", do, methods=["POST"]),
            Route("/playground/wecom/open", opened),
            Route("/playground/{name:path}", answered),
            Mount("/static", StaticFiles(directory=PAGE)),
        ]
    )
