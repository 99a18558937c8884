"""What an operator may set, in the environment or in a file `.env`; every mistake is told in one line."""

from __future__ import annotations

import os
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Literal, Self

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[1]
TINYDB = "tinydb:"
FILES = (ROOT / ".env", Path(".env"))
SLACK_API = "https://slack.com/api/"
WECOM_API = "https://qyapi.weixin.qq.com"


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
    eoac_lang: Literal["en", "zh"] = "en"
    eoac_secret: SecretStr | None = Field(None, min_length=16)
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
        return self

    @property
    def store_path(self) -> Path:
        return Path(self.eoac_store.removeprefix(TINYDB))

    @property
    def has_slack(self) -> bool:
        return self.slack_bot_token is not None

    @property
    def has_wecom(self) -> bool:
        return any((self.wecom_corp_id, self.wecom_secret, self.wecom_token, self.wecom_encoding_aes_key))

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be seen in a log."""
        kept = (value for _, value in self if isinstance(value, SecretStr))
        return tuple(value.get_secret_value() for value in kept)


def read(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings in force. Raises Wrong."""
    try:
        _refuse_unknown({**_in_files(), **environment})
        return Settings()
    except UnicodeDecodeError:
        raise Wrong(".env: is not UTF-8; save it as UTF-8") from None
    except ValidationError as invalid:
        raise Wrong(_told(invalid.errors(include_url=False, include_input=False)[0])) from None


def revealed(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""


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


_RIGHT = {
    "eoac_port": "not a port; write a number from 1 to 65535, like 3000",
    "eoac_lang": "not a language we have; write en or zh",
    "eoac_paused": "neither yes nor no; write 1 or 0",
    "eoac_public_url": "not an address; write it like https://yinuo.example.com",
    "eoac_secret": "too short to be secret; use 16 characters or more",
    "slack_api_url": "not an address that ends with a slash; write it like https://slack.com/api/",
    "wecom_api_url": "not an address; write it like https://qyapi.weixin.qq.com",
}


def _must_begin(name: str, secret: SecretStr | None, beginning: str, place: str) -> None:
    if secret and not secret.get_secret_value().startswith(beginning):
        raise ValueError(f"{name}: does not begin with {beginning}; copy it from your app's page: {place}")
