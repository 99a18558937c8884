"""A small WeCom that runs, a tiny bot that hears its callbacks, and members by id."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pytest
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.playground.ports import QuietBot
from bot.playground.run import Running, serve_app
from bot.playground.server import Playground, make_app
from bot.playground.shapes import LooseJson
from bot.playground.wecom import cast
from bot.playground.wecom.corp import Corp
from bot.playground.wecom.person import CorpPerson
from bot.playground.wecom.sealed import CorpSeal
from bot.playground.workspace import Workspace

WEB = httpx.Client(trust_env=False, timeout=10, limits=httpx.Limits(max_keepalive_connections=0))
SEAL = CorpSeal(cast.TOKEN, cast.ENCODING_AES_KEY, cast.CORP_ID)


@dataclass
class Ears:
    """The tiny bot: what it heard, and what it answers next (200 when nothing is said)."""

    heard: list[str] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    word: str = ""
    forms: list[list[tuple[str, str]]] = field(default_factory=list)
    api: str = ""

    @property
    def events(self) -> list[dict[str, str]]:
        """The fields of what it heard; nested ones by their own name."""
        return [{one.tag: one.text or "" for one in ElementTree.fromstring(xml).iter()} for xml in self.heard]

    async def callback(self, request: Request) -> Response:
        query = request.query_params
        sealed = (
            query.get("echostr") or ElementTree.fromstring(await request.body()).findtext("Encrypt") or ""
        )
        signature = SEAL.signature(query["timestamp"], query["nonce"], sealed)
        assert signature == query["msg_signature"]
        if "echostr" in query:
            return PlainTextResponse(SEAL.open(sealed))
        self.heard.append(SEAL.open(sealed))
        return PlainTextResponse(self.word, self.answers.pop(0) if self.answers else 200)

    async def enter(self, request: Request) -> Response:
        """The page that sends people to WeCom to be told who they are."""
        back = f"{request.url.scheme}://{request.url.netloc}/back"
        query = {"appid": cast.CORP_ID, "redirect_uri": back, "response_type": "code", "scope": "snsapi_base"}
        there = httpx.URL(f"{self.api}/connect/oauth2/authorize", params={**query, "state": "s 1"})
        return RedirectResponse(f"{there}#wechat_redirect")

    async def back(self, request: Request) -> Response:
        query = dict(request.query_params)
        token = await run_in_threadpool(token_of, self.api)
        params = {"access_token": token, "code": query["code"]}
        url = f"{self.api}/cgi-bin/auth/getuserinfo"
        first = await run_in_threadpool(lambda: WEB.get(url, params=params).json())
        again = await run_in_threadpool(lambda: WEB.get(url, params=params).json())
        said = f"{first['userid']} {query['state']} {again['errcode']}"
        return HTMLResponse(f"<main><h1>{said}</h1></main>")

    async def form(self, request: Request) -> Response:
        if request.method == "POST":
            form = await request.form()
            self.forms.append([(name, str(value)) for name, value in form.multi_items()])
            if "f.what-1" not in form or form.get("update"):
                return HTMLResponse(FORM.replace("<!-- more -->", '<input name="f.what-1" id="w">'))
            if not form["f.purpose"]:
                return HTMLResponse(FORM.replace("<!-- wrong -->", WRONG), 422)
            return HTMLResponse("<main><p>谢谢</p><p>已收到</p></main>")
        return HTMLResponse(FORM)


WRONG = '<p id="f-p-wrong" class="wrong">请填写</p>'
FORM = """<!doctype html><title>请求</title><header><form action="/no"><button>EN</button></form></header>
<main><h1>提出 &lt;请求&gt;</h1><form method="post" action="/form"><input type="hidden" name="mark" value="m&amp;1">
<label for="p">用途 <span>（可选）</span></label><!-- wrong -->
<textarea id="p" name="f.purpose" aria-describedby="f-p-hint f-p-wrong">
第一行</textarea>
<fieldset><legend>哪一种</legend>
<label for="a"><input type="radio" id="a" name="f.kind" value="new" data-refresh>新的</label>
<label for="b"><input type="radio" id="b" name="f.kind" value="old" checked data-refresh>旧的</label></fieldset>
<label for="d">期限</label><input type="date" id="d" name="f.day-1">
<label for="s">部门</label><select id="s" name="f.to"><option value="">请选择</option>
<option value="it">信息技术部</option></select>
<label for="c"><input type="checkbox" id="c" name="f.sure" value="yes">确定</label><!-- more -->
<noscript><button name="update" value="1">更新</button></noscript>
<button>提交</button><a class="button" href="/enter">返回</a></form></main>"""


def token_of(api: str) -> str:
    params = {"corpid": cast.CORP_ID, "corpsecret": cast.SECRET}
    return str(WEB.get(f"{api}/cgi-bin/gettoken", params=params).json()["access_token"])


@dataclass
class Lantern:
    """A running playground with the tiny bot behind its WeCom."""

    corp: Corp
    running: Running
    playground: Playground
    ears: Ears
    bot_url: str
    made: dict[str, CorpPerson] = field(default_factory=dict)

    def member(self, user: str) -> CorpPerson:
        if user not in self.made:
            self.made[user] = CorpPerson(self.running.url, user)
        return self.made[user]

    @property
    def api(self) -> str:
        return f"{self.running.url}/qyapi"

    def call(self, method: str, body: LooseJson | None = None, **query: str) -> LooseJson:
        """One call with a good token."""
        params = {"access_token": token_of(self.api), **query}
        url = f"{self.api}/cgi-bin/{method}"
        verb = "GET" if body is None else "POST"
        answer = WEB.request(verb, url, params=params, json=body)
        assert answer.status_code == 200
        whole: LooseJson = answer.json()
        return whole

    def send(self, to: str = "linna", *, check: bool = False, **content: object) -> LooseJson:
        """One message; `text="…"` or `template_card={…}`."""
        (kind, inside), *_ = content.items()
        body: LooseJson = {"touser": to, "agentid": int(cast.AGENT_ID), "msgtype": kind, kind: inside}
        if check:
            body |= {"enable_duplicate_check": 1, "duplicate_check_interval": 14_400}
        return self.call("message/send", body)

    def update(self, code: str, *users: str, **change: object) -> LooseJson:
        body: LooseJson = {
            "userids": list(users),
            "agentid": int(cast.AGENT_ID),
            "response_code": code,
            **change,
        }
        return self.call("message/update_template_card", body)


@contextmanager
def lantern_at(path: Path | None = None) -> Iterator[Lantern]:
    space, ears = Workspace(), Ears()
    corp = Corp(path, clock=space.clock, journal=space.journal, touched=space.touch)
    app = make_app(space, QuietBot(), app_token="xapp", bot_token="xoxb", corp=corp)
    playground: Playground = app.state.playground
    playground.wecom.callbacks._pauses = (0.01, 0.01, 0.01)
    running = serve_app(app)
    routes = [
        Route("/wecom/callback", ears.callback, methods=["GET", "POST"]),
        Route("/enter", ears.enter),
        Route("/back", ears.back),
        Route("/form", ears.form, methods=["GET", "POST"]),
    ]
    bot = serve_app(Starlette(routes=routes))
    playground.bot_web, ears.api = bot.url, f"{running.url}/qyapi"
    scene = Lantern(corp, running, playground, ears, bot.url)
    yield scene
    for member in scene.made.values():
        member.close()
    running.stop()
    bot.stop()
    corp.close()
    space.close()


@pytest.fixture(scope="module")
def running() -> Iterator[Lantern]:
    """Two servers, started once."""
    with lantern_at() as scene:
        yield scene


@pytest.fixture
def lantern(running: Lantern) -> Lantern:
    """As on the first day."""
    running.playground.wecom.reset()
    running.corp.save_menu([])
    running.corp.clock.set_offset(0)
    running.corp.journal.clear()
    running.playground.bot_web = running.bot_url
    ears = Ears(api=running.ears.api)
    vars(running.ears).update(vars(ears))
    for member in running.made.values():
        member.close()
    running.made.clear()
    return running


def card(task_id: str = "t1", **more: object) -> LooseJson:
    """A card with one button that asks the bot and one that opens a page."""
    return {
        "card_type": "button_interaction",
        "task_id": task_id,
        "main_title": {"title": "#118 两台笔记本"},
        "button_list": [
            {"text": "接受", "style": 1, "key": "accept 118"},
            {"text": "填写", "type": 1, "url": "http://127.0.0.1:1/form"},
        ],
        **more,
    }
