"""Settings are read from the environment, and every mistake is told in one line, without secrets."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.service import settings
from bot.service.settings import Wrong


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's `.env` is read."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(settings.Settings.model_config, "env_file", ".env")
    monkeypatch.setattr(settings, "FILES", (Path(".env"),))


def told(monkeypatch: pytest.MonkeyPatch, **given: str) -> str:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(Wrong) as wrong:
        settings.read_settings()
    said = str(wrong.value)
    assert "\n" not in said
    return said


def test_without_any_setting_the_defaults_hold() -> None:
    here = settings.read_settings()
    assert (here.eoac_host, here.eoac_port, here.eoac_lang) == ("127.0.0.1", 3000, "en")
    assert here.store_path.name == "eoac.db"
    assert not here.has_slack
    assert not here.has_wecom


def test_a_file_named_env_is_read_and_the_environment_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("EOAC_PORT=4000\nEOAC_LANG=zh\n", encoding="utf-8")
    monkeypatch.setenv("EOAC_PORT", "5000")
    assert (settings.read_settings().eoac_port, settings.read_settings().eoac_lang) == (5000, "zh")


def test_an_empty_setting_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "")
    assert not settings.read_settings().has_slack


def test_a_port_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, EOAC_PORT="abc").startswith("EOAC_PORT: not a port")


def test_a_name_that_is_mistyped_in_a_file_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("EOAC_PROT=4000\n", encoding="utf-8")
    assert told(monkeypatch) == "EOAC_PROT: no such setting; did you mean EOAC_PORT?"


def test_a_file_in_another_encoding_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("EOAC_LANG=中文\n", encoding="gb18030")
    assert told(monkeypatch).startswith(".env: is not UTF-8")


@pytest.mark.parametrize("path", ["", ".", "/"])
def test_a_store_that_names_no_file_is_told(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    assert told(monkeypatch, EOAC_STORE=f"tinydb:{path}").startswith("EOAC_STORE: names no file")


def test_a_language_that_we_lack_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, EOAC_LANG="fr").startswith("EOAC_LANG: ")


def test_a_store_that_we_lack_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, EOAC_STORE="mysql://x").startswith("EOAC_STORE: ")


def test_a_mistyped_name_is_told_with_the_right_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, EOAC_PROT="1") == "EOAC_PROT: no such setting; did you mean EOAC_PORT?"


def test_a_wrong_kind_of_token_is_told_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    said = told(monkeypatch, SLACK_BOT_TOKEN="xoxp-very-secret", SLACK_APP_TOKEN="xapp-1")
    assert said.startswith("SLACK_BOT_TOKEN: does not begin with xoxb-")
    assert "very-secret" not in said


def test_a_bot_token_alone_is_not_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, SLACK_BOT_TOKEN="xoxb-1").startswith("SLACK_APP_TOKEN: missing")


def test_an_app_token_alone_is_not_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, SLACK_APP_TOKEN="xapp-1").startswith("SLACK_BOT_TOKEN: missing")


def test_secrets_print_as_stars(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-very-secret")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "also-secret")
    here = settings.read_settings()
    assert "secret" not in repr(here).replace("slack_signing_secret", "").replace("wecom_secret", "").replace(
        "eoac_secret", ""
    )
    assert set(here.secrets) == {"xoxb-very-secret", "also-secret"}


# WeCom

WECOM = {
    "WECOM_CORP_ID": "ww1234567890abcdef",
    "WECOM_AGENT_ID": "1000002",
    "WECOM_SECRET": "app-secret",
    "WECOM_TOKEN": "callback-token",
    "WECOM_ENCODING_AES_KEY": "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
}


def test_wecom_is_configured_when_all_of_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in WECOM.items():
        monkeypatch.setenv(name, value)
    here = settings.read_settings()
    assert here.has_wecom
    assert (here.wecom_corp_id, here.wecom_agent_id) == ("ww1234567890abcdef", "1000002")


@pytest.mark.parametrize("name", sorted(WECOM))
def test_what_is_missing_of_wecom_is_told_with_where_to_find_it(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = told(monkeypatch, **{other: value for other, value in WECOM.items() if other != name})
    assert said.startswith(f"{name}: missing beside WECOM_")
    assert "admin console: 应用管理" in said or "admin console: 我的企业" in said


@pytest.mark.parametrize("name", sorted(WECOM))
def test_one_setting_of_wecom_alone_asks_for_the_others(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    said = told(monkeypatch, **{name: WECOM[name]})
    assert f": missing beside {name} (" in said
    assert all(other in said for other in WECOM)


@pytest.mark.parametrize(
    ("name", "value", "wrong"),
    [
        ("WECOM_CORP_ID", "my company", "not a company's id"),
        ("WECOM_AGENT_ID", "agent 2", "not a number"),
        ("WECOM_AGENT_ID", "１０００", "not a number"),
        ("WECOM_ENCODING_AES_KEY", "sh0rt", "not 43 letters and digits"),
        ("WECOM_ENCODING_AES_KEY", "k" * 44, "not 43 letters and digits"),
        ("WECOM_ENCODING_AES_KEY", "密" * 43, "not 43 letters and digits"),
    ],
)
def test_what_cannot_be_wecoms_is_told_without_it(
    name: str, value: str, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = told(monkeypatch, **(WECOM | {name: value}))
    assert said.startswith(f"{name}: {wrong}")
    assert "admin console: " in said
    assert value not in said


def test_addresses_come_without_a_slash_behind_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WECOM_API_URL", "https://wecom.example.com/")
    monkeypatch.setenv("EOAC_PUBLIC_URL", "https://yinuo.example.com/")
    here = settings.read_settings()
    assert (here.wecom_api_url, here.eoac_public_url) == (
        "https://wecom.example.com",
        "https://yinuo.example.com",
    )


def test_wecoms_secrets_are_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in WECOM.items():
        monkeypatch.setenv(name, value)
    here = settings.read_settings()
    hidden = {WECOM[name] for name in ("WECOM_SECRET", "WECOM_TOKEN", "WECOM_ENCODING_AES_KEY")}
    assert set(here.secrets) == hidden
    assert not [value for value in hidden if value in repr(here)]


# What signs links


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file beside the store; neither is there yet, nor is their folder."""
    monkeypatch.setenv("EOAC_STORE", f"tinydb:{tmp_path / 'kept' / 'eoac.db'}")
    return tmp_path / "kept" / "eoac.db.secret"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_secret_that_is_set_is_used_and_nothing_is_written(
    beside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EOAC_SECRET", "a long enough secret")
    assert settings.secret_of(settings.read_settings()) == "a long enough secret"
    assert not beside.parent.exists()


def test_a_secret_is_made_once_and_for_us_alone(beside: Path) -> None:
    made = settings.secret_of(settings.read_settings())
    assert len(made) >= 43
    assert settings.secret_of(settings.read_settings()) == made
    assert [file.name for file in beside.parent.iterdir()] == ["eoac.db.secret"]
    assert mode(beside) == 0o600


def test_two_stores_have_two_secrets(beside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = settings.secret_of(settings.read_settings())
    monkeypatch.setenv("EOAC_STORE", f"tinydb:{beside.parent / 'other.db'}")
    assert settings.secret_of(settings.read_settings()) != here


def test_who_starts_at_the_same_moment_gets_the_same_secret(beside: Path) -> None:
    here = settings.read_settings()
    with ThreadPoolExecutor(8) as many:
        got = list(many.map(lambda _: settings.secret_of(here), range(16)))
    assert len(set(got)) == 1
    assert [file.name for file in beside.parent.iterdir()] == ["eoac.db.secret"]


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
@pytest.mark.parametrize("loose", [0o644, 0o660, 0o400])
def test_a_wrong_mode_of_the_secrets_file_is_mended(beside: Path, loose: int) -> None:
    made = settings.secret_of(settings.read_settings())
    beside.chmod(loose)
    assert settings.secret_of(settings.read_settings()) == made
    assert mode(beside) == 0o600


def refused(beside: Path) -> str:
    with pytest.raises(Wrong) as wrong:
        settings.secret_of(settings.read_settings())
    said = str(wrong.value)
    assert said.startswith(f"EOAC_SECRET: {beside} ")
    assert "\n" not in said
    return said


def test_a_secrets_file_that_cannot_be_read_is_told(beside: Path) -> None:
    beside.mkdir(parents=True)
    assert "or set EOAC_SECRET" in refused(beside)


@pytest.mark.parametrize("content", [b"", b"short\n"])
def test_a_secrets_file_that_holds_none_is_told(beside: Path, content: bytes) -> None:
    beside.parent.mkdir()
    beside.write_bytes(content)
    assert "delete it, and a new one is made" in refused(beside)


def test_a_secrets_file_that_is_no_text_is_told_without_its_content(beside: Path) -> None:
    beside.parent.mkdir()
    beside.write_bytes(b"\xff\xfe secret secret secret")
    assert "secret secret" not in refused(beside)


def test_a_folder_that_cannot_hold_the_secret_is_told(beside: Path) -> None:
    beside.parent.write_text("a file where the folder should be", encoding="utf-8")
    assert "or set EOAC_SECRET" in refused(beside)
