"""A refusal in WeCom's terms: HTTP says 200, `errcode` says what is wrong."""

from typing import NamedTuple

from bot.playground.shapes import LooseJson


class Code(NamedTuple):
    """One of WeCom's error codes. https://developer.work.weixin.qq.com/document/path/90313"""

    number: int
    words: str


BUSY = Code(-1, "system busy")
WRONG_SECRET = Code(40001, "invalid credential")
WRONG_MSGTYPE = Code(40008, "invalid message type")
WRONG_CORP = Code(40013, "invalid corpid")
WRONG_TOKEN = Code(40014, "invalid access_token")
WRONG_CODE = Code(40029, "invalid code")
WRONG_AGENT = Code(40056, "invalid agentid")
WRONG_ARGUMENT = Code(40058, "invalid request parameter")
NO_SUCH_ADDRESS = Code(40066, "invalid url")
NO_TOKEN = Code(41001, "access_token missing")
EXPIRED_TOKEN = Code(42001, "access_token expired")
TOO_OFTEN = Code(45009, "api freq out of limit")
NO_JSON = Code(47001, "data format error")
NO_SUCH_DEPARTMENT = Code(60003, "department not found")
NO_SUCH_USER = Code(60111, "userid not found")
NOBODY = Code(81013, "user & party & tag all invalid")
TASK_TAKEN = Code(81019, "task_id already used")
NO_RECEIVER = Code(82001, "all touser & toparty & totag empty")
# Its number is not in the published list; what counts is that it is not 0.
USED_RESPONSE_CODE = Code(72023, "invalid response_code")


class WecomError(Exception):
    """WeCom says no."""

    def __init__(self, code: Code, detail: str = "") -> None:
        super().__init__(f"{code.number} {code.words} {detail}".strip())
        self.code = code
        self.detail = detail

    def answer(self) -> LooseJson:
        words = f"{self.code.words}: {self.detail}" if self.detail else self.code.words
        return {"errcode": self.code.number, "errmsg": words}
