"""What an operator may set, in the environment or in a file `.env`; every mistake is told in one line."""

from __future__ import annotations

import os
import re
import secrets
import stat
import tempfile
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Self, TypeVar

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from workflows.languages import LANGUAGES, Language

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[2]
TINYDB = "tinydb:"
FILES = (ROOT / ".env", Path(".env"))
SLACK_API = "https://slack.com/api/"
WECOM_API = "https://qyapi.weixin.qq.com"
# In the order in which one meets them; and where, in WeCom's admin console (work.weixin.qq.com).
WECOM = {
    "wecom_corp_id": "我的企业 (My Company), 企业信息, 企业ID at the bottom",
    "wecom_agent_id": "应用管理 (App Management), your app, AgentId",
    "wecom_secret": "应用管理 (App Management), your app, Secret",
    "wecom_token": "应用管理 (App Management), your app, 接收消息, 设置API接收, Token",
    "wecom_encoding_aes_key": "应用管理 (App Management), your app, 接收消息, 设置API接收, EncodingAESKey",
}
SHORTEST_SECRET = 16  # characters


class Wrong(Exception):
    """A setting can't be used: which, what is wrong, and what would be right. Never with a secret in it."""


class Settings(BaseSettings):
    """The table of settings. Secrets show as stars wherever they are printed."""

    model_config = SettingsConfigDict(env_file=FILES, env_ignore_empty=True, extra="ignore", frozen=True)

    eoac_store: str = f"{TINYDB}{ROOT / 'data' / 'eoac.db'}"
    eoac_config: Path = ROOT / "workflows" / "catalogue"
    eoac_public_url: str = Field("http://127.0.0.1:3000", pattern=r"^https?://[^\s/]+")
    eoac_host: str = "127.0.0.1"
    eoac_port: int = Field(3000, ge=0, le=65535)
    eoac_lang: Language = "en"
    eoac_secret: SecretStr | None = Field(None, min_length=SHORTEST_SECRET)
    eoac_paused: bool = False

    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_api_url: str = Field(SLACK_API, pattern=r"^https?://[^\s]+/$")

    wecom_corp_id: str | None = None
    wecom_agent_id: str | None = None
    wecom_secret: SecretStr | None = None
    wecom_token: SecretStr | None = None
    wecom_encoding_aes_key: SecretStr | None = None
    wecom_api_url: str = Field(WECOM_API, pattern=r"^https?://[^\s]+")

    @field_validator("eoac_public_url", "wecom_api_url")
    @classmethod
    def _without_slash(cls, address: str) -> str:
        """Paths are put behind it."""
        return address.rstrip("/")

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
        if not self.eoac_store.startswith(TINYDB):
            raise ValueError(f"EOAC_STORE: this store is not known; write it like {TINYDB}data/eoac.db")
        if not self.store_path.name or self.store_path.is_dir():
            raise ValueError("EOAC_STORE: names no file; write it like tinydb:data/eoac.db")
        _must_begin("SLACK_BOT_TOKEN", self.slack_bot_token, "xoxb-", "OAuth & Permissions")
        _must_begin("SLACK_APP_TOKEN", self.slack_app_token, "xapp-", "Basic Information, App-Level Tokens")
        if (self.slack_app_token or self.slack_signing_secret) and not self.slack_bot_token:
            raise ValueError("SLACK_BOT_TOKEN: missing beside the other Slack settings; set it to xoxb-…")
        if self.slack_bot_token and not (self.slack_app_token or self.slack_signing_secret):
            raise ValueError(
                "SLACK_APP_TOKEN: missing beside SLACK_BOT_TOKEN; set it to xapp-… (Socket Mode), "
                "or SLACK_SIGNING_SECRET (HTTP)"
            )
        self._wecom_is_whole()
        return self

    def _wecom_is_whole(self) -> None:
        missing = [name for name in WECOM if getattr(self, name) is None]
        if self.has_wecom and missing:
            beside = next(name for name in WECOM if name not in missing).upper()
            more = f" ({', '.join(missing[1:]).upper()} too)" if missing[1:] else ""
            raise ValueError(_look_up(missing[0], f"missing beside {beside}{more}"))
        for name, shape, wrong in _SHAPES:
            value = getattr(self, name)
            written = revealed(value) if isinstance(value, SecretStr) else value
            if written and not re.fullmatch(shape, written):
                raise ValueError(_look_up(name, wrong))

    @property
    def store_path(self) -> Path:
        return Path(self.eoac_store.removeprefix(TINYDB))

    @property
    def has_slack(self) -> bool:
        return self.slack_bot_token is not None

    @property
    def has_wecom(self) -> bool:
        return any(getattr(self, name) for name in WECOM)

    @property
    def platforms(self) -> tuple[str, ...]:
        """Return the platforms that are configured."""
        has = {"slack": self.has_slack, "wecom": self.has_wecom}
        return tuple(name for name, configured in has.items() if configured)

    @property
    def has_pages(self) -> bool:
        """Whether people's browsers reach our pages: WeCom needs them, and whoever names their address has them."""
        return self.has_wecom or "eoac_public_url" in self.model_fields_set

    @property
    def secrets(self) -> tuple[str, ...]:
        """Return everything that must never be seen in a log."""
        kept = (value for _, value in self if isinstance(value, SecretStr))
        return tuple(value.get_secret_value() for value in kept)


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings in force. Raises Wrong."""
    try:
        _refuse_unknown({**_in_files(), **environment})
        return Settings()
    except UnicodeDecodeError:
        raise Wrong(".env: is not UTF-8; save it as UTF-8") from None
    except ValidationError as invalid:
        raise Wrong(_told(invalid.errors(include_url=False, include_input=False)[0])) from None


def reserved(start: Callable[[], T], setting: str) -> T:
    """Open the socket at an address that a setting names. Raises Wrong when it can't be had."""
    try:
        return start()
    except OSError as taken:
        mend = "is another one running there? Choose another port"
        raise Wrong(f"{setting}: this address cannot be had ({taken.strerror or taken}); {mend}") from None


def revealed(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""


def secret_of(here: Settings) -> str:
    """Return the secret that signs web links: the setting, or the one made at the first start beside the store.

    Raises Wrong if that file can be neither read nor made.
    """
    if here.eoac_secret:
        return revealed(here.eoac_secret)
    path = here.store_path.with_name(f"{here.store_path.name}.secret")
    try:
        if not path.exists():
            _make_secret(path)
        kept = _kept_to_ourselves(path)
    except (OSError, UnicodeDecodeError) as problem:
        why = getattr(problem, "strerror", None) or "it is no text"
        raise Wrong(
            f"EOAC_SECRET: {path} cannot be used ({why}); mend or delete it, or set EOAC_SECRET"
        ) from None
    if len(kept) < SHORTEST_SECRET:
        raise Wrong(f"EOAC_SECRET: {path} holds no secret; delete it, and a new one is made")
    return kept


def _make_secret(path: Path) -> None:
    """There as a whole or not at all, and never readable by others. Whoever is first counts."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)  # mode 0600
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(32))
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(name)
    except FileExistsError:
        pass  # another process has just made one
    finally:
        Path(name).unlink()


def _kept_to_ourselves(path: Path) -> str:
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) != 0o600:
        path.chmod(0o600)
    return path.read_text(encoding="utf-8").strip()


def _in_files() -> dict[str, str]:
    return {name: value or "" for file in FILES for name, value in dotenv_values(file).items()}


def _refuse_unknown(environment: Mapping[str, str]) -> None:
    """A name of ours that isn't one is most likely mistyped, and would be silently ignored."""
    known = [name.upper() for name in Settings.model_fields]
    for name in sorted(environment):
        if name.upper().startswith("EOAC_") and name.upper() not in known:
            likely = get_close_matches(name.upper(), known, 1, 0.5)
            mend = f"did you mean {likely[0]}?" if likely else "the README lists them all"
            raise Wrong(f"{name}: no such setting; {mend}")


def _told(error: ErrorDetails) -> str:
    if not error["loc"]:
        return error["msg"].removeprefix("Value error, ")
    name = str(error["loc"][0])
    return f"{name.upper()}: {_RIGHT.get(name, 'this value cannot be used')}"


_SHAPES = (
    ("wecom_corp_id", r"[A-Za-z0-9_-]+", "not a company's id, which looks like ww1234567890abcdef"),
    ("wecom_agent_id", r"[0-9]+", "not a number like 1000002"),
    ("wecom_encoding_aes_key", r"[A-Za-z0-9+/]{43}", "not 43 letters and digits"),
)

_RIGHT = {
    "eoac_port": "not a port; write a number from 1 to 65535, like 3000",
    "eoac_lang": f"not a language we have; write {' or '.join(LANGUAGES)}",
    "eoac_paused": "neither yes nor no; write 1 or 0",
    "eoac_public_url": "not an address; write it like https://yinuo.example.com",
    "eoac_secret": "too short to be secret; use 16 characters or more",
    "slack_api_url": "not an address that ends with a slash; write it like https://slack.com/api/",
    "wecom_api_url": "not an address; write it like https://qyapi.weixin.qq.com",
}


def _look_up(name: str, wrong: str) -> str:
    return f"{name.upper()}: {wrong}; copy it from WeCom's admin console: {WECOM[name]}"


def _must_begin(name: str, secret: SecretStr | None, beginning: str, place: str) -> None:
    if secret and not secret.get_secret_value().startswith(beginning):
        raise ValueError(f"{name}: does not begin with {beginning}; copy it from your app's page: {place}")
