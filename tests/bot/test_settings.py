"""Settings are read from the environment, and every mistake is told in one line, without secrets."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import settings
from bot.settings import Wrong


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
        settings.read()
    said = str(wrong.value)
    assert "\n" not in said
    return said


def test_without_any_setting_the_defaults_hold() -> None:
    here = settings.read()
    assert (here.eoac_host, here.eoac_port, here.eoac_lang) == ("127.0.0.1", 3000, "en")
    assert here.store_path.name == "eoac.db"
    assert not here.has_slack
    assert not here.has_wecom


def test_a_file_named_env_is_read_and_the_environment_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("EOAC_PORT=4000\nEOAC_LANG=zh\n", encoding="utf-8")
    monkeypatch.setenv("EOAC_PORT", "5000")
    assert (settings.read().eoac_port, settings.read().eoac_lang) == (5000, "zh")


def test_an_empty_setting_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "")
    assert not settings.read().has_slack


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
    here = settings.read()
    assert "secret" not in repr(here).replace("slack_signing_secret", "").replace("wecom_secret", "").replace(
        "eoac_secret", ""
    )
    assert set(here.secrets) == {"xoxb-very-secret", "also-secret"}
