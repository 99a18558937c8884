"""Every word that people read: there in both languages, exact where it is promised, and in plain words."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path
from string import Formatter

import pytest
from pydantic import ValidationError

from bot import texts
from bot.texts.en import WORDS as EN
from bot.texts.zh import WORDS as ZH
from workflows.definition import Text
from workflows.languages import LANGUAGES, NAMED, Language
from workflows.rights import acts
from workflows.rights.act import Act
from workflows.state.values import Outcome, Phase, Side

ROOT = Path(__file__).parents[2]

# docs/interface.md, In chat: people find things by these words.
PROMISED = {
    "answer": ("Answer", "回答"),
    "skip": ("Skip", "跳过"),
    "confirm": ("That's right", "没错"),
    "correct": ("Not quite", "不太对"),
    "take": ("Take it", "我来负责"),
    "ask": ("Ask a question", "提问"),
    "route": ("Not ours", "转给合适的部门"),
    "done": ("Done", "已办好"),
    "do_it": ("I'll do it", "我来办"),
    "offer": ("Make an offer", "提出方案"),
    "cannot": ("Can't do", "暂时无法满足"),
    "accept": ("Accept", "接受"),
    "change": ("Ask for a change", "希望调整"),
    "decline": ("Decline", "暂不考虑"),
    "on_track": ("On track", "进展正常"),
    "miss": ("I may miss this", "可能延期"),
    "deliver": ("Delivered", "已完成"),
    "update": ("Send an update", "发送进展"),
    "agree": ("Agree", "同意"),
    "keep_date": ("Keep the old date", "按原日期"),
    "yes": ("Yes, solved", "已解决"),
    "partly": ("Partly", "部分解决"),
    "no": ("No", "没有解决"),
    "close": ("Close as it is", "就此结束"),
    "approve": ("Approve", "批准"),
    "reject": ("Reject", "不批准"),
    "withdraw": ("Withdraw", "撤回"),
    "reopen": ("Reopen", "重新打开"),
    "earlier": ("Can be earlier", "可以提前"),
    "snooze": ("Snooze", "稍后提醒"),
    "follow_up": ("Please follow up", "请跟进"),
    "feedback": ("Just feedback", "仅供参考"),
    "thanks": ("Say thanks", "道个谢"),
    "thats_it": ("That's it", "是这个意思"),
    "not_quite": ("Not quite", "不太对"),
    "apologise": ("Send apology", "发送致歉"),
    "nudge": ("Nudge", "催一下"),
    "need_changed": ("Needs changed", "情况有变"),
    "hand_over": ("Hand over", "转交"),
    "assign": ("Assign", "指派"),
    "take_over": ("I'll take over", "我来接手"),
    "cannot_take": ("I can't", "我接不了"),
    "unhappy": ("Not happy", "想反映一下"),
    "note": ("Note", "备注"),
    "take_part": ("I'll take over", "我来接手"),
    "cannot_take_part": ("I can't", "我接不了"),
}
STATES = {
    "exploring": ("Exploring", "了解中"),
    "waiting": ("Waiting for an offer", "待提方案"),
    "approval": ("Waiting for approval", "待批准"),
    "offered": ("Offered", "已提方案"),
    "committed": ("Committed", "已承诺"),
    "delivered": ("Delivered", "已交付"),
    "recovering": ("Recovering", "补救中"),
    "closed": ("Closed: {outcome}", "已关闭：{outcome}"),
}
OUTCOMES = {
    "satisfied": "满意",
    "unsatisfied": "不满意",
    "unconfirmed": "未确认",
    "withdrawn": "已撤回",
    "declined": "已拒绝",
    "unanswered": "无人回应",
}
# What bot/inbox/refusals.py always has: of the request, and what a refusal brings along.
GIVEN = {"number", "requester", "department", "owner", "outcome", "day", "approver"}
ENGINEERING = re.compile(
    r"\b(error|exception|invalid|null|none|payload|id|json|database|server|timeout|time-out|field|parameter|"
    r"boolean|string|token|api|webhook|thread-safe|enum|event|handler|status|user|ticket|sla|process(ed|ing)?)\b"
    r"|错误|异常|无效|数据库|服务器|超时|字段|参数|接口|令牌|工单|用户|非法",
    re.IGNORECASE,
)
FOR_ADMINS = ("admin.",)


def placeholders(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}


def test_both_languages_have_the_same_keys() -> None:
    assert EN.keys() == ZH.keys()


@pytest.mark.parametrize("key", EN)
def test_both_languages_speak_of_the_same_things(key: str) -> None:
    assert placeholders(EN[key]) == placeholders(ZH[key])


@pytest.mark.parametrize("key", EN)
def test_nothing_is_empty_or_untidy(key: str) -> None:
    for words in (EN[key], ZH[key]):
        assert words.strip() == words
        assert words
        assert "  " not in words


HALF_WIDTH = re.compile(
    "[,:;?!()](?=[\u3000-\u303f\u3400-\u9fff\uff00-\uffef])|(?<=[\u3000-\u303f\u3400-\u9fff\uff00-\uffef])[,:;?!().]"
)


def chinese_said() -> dict[str, str]:
    """Every text with a Chinese value in each place; and what the playground's story says."""
    texts = {key: re.sub(r"\{\w+\}", "某", words) for key, words in ZH.items()}
    told = (ROOT / "bot/playground/story/words_zh.py").read_text(encoding="utf-8")
    literals = (node for node in ast.walk(ast.parse(told)) if isinstance(node, ast.Constant))
    story = {f"story line {node.lineno}": node.value for node in literals if isinstance(node.value, str)}
    return texts | {key: re.sub(r"\{[^}]+\}", "某", words) for key, words in story.items()}


@pytest.mark.parametrize("words", ["好:", "好, 是", "(好", "某)", "好.", "！)"])
def test_half_width_punctuation_beside_chinese_is_found(words: str) -> None:
    assert HALF_WIDTH.search(words)


def test_chinese_sentences_use_chinese_punctuation() -> None:
    """Times, addresses and English stay as they are: 09:00, https://, Write “English”."""
    assert not HALF_WIDTH.search("早上 09:00 打开 https://example.com，写 “OK” 就行")
    assert {key: words for key, words in chinese_said().items() if HALF_WIDTH.search(words)} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_somebodys_words_after_a_sentence_of_ours_stand_in_quotes(language: Language) -> None:
    """They would run on as if they were ours: there it is {quoted}, never the bare words."""
    run_on = re.compile(r"[.。!！?？…]\s*\{(words|reason|text)\}")
    assert {key for key, words in texts.WORDS[language].items() if run_on.search(words)} == set()


def test_chinese_is_polite_throughout() -> None:
    assert {key for key, words in ZH.items() if "你" in words} == set()


@pytest.mark.parametrize("key", EN)
def test_no_engineers_words(key: str) -> None:
    if not key.startswith(FOR_ADMINS):
        plain = (re.sub(r"\{\w+\}", "", words) for words in (EN[key], ZH[key]))
        assert [ENGINEERING.search(words) for words in plain] == [None, None]


@pytest.mark.parametrize(("act", "words"), PROMISED.items())
def test_buttons_say_what_the_interface_promises(act: str, words: tuple[str, str]) -> None:
    assert (EN[f"act.{act}"], ZH[f"act.{act}"]) == words


@pytest.mark.parametrize(("state", "words"), STATES.items())
def test_states_say_what_the_interface_promises(state: str, words: tuple[str, str]) -> None:
    assert (EN[f"state.{state}"], ZH[f"state.{state}"]) == words


def test_outcomes_say_what_the_interface_promises() -> None:
    assert {outcome: ZH[f"outcome.{outcome}"] for outcome in Outcome} == OUTCOMES
    assert [EN[f"outcome.{outcome}"] for outcome in Outcome] == list(Outcome)


@pytest.mark.parametrize("act", [act.key for act in acts.TABLE if act.card])
def test_every_act_has_its_label(act: str) -> None:
    assert texts.knows(f"act.{act}")


@pytest.mark.parametrize("act", [act for act in acts.TABLE if act.form])
def test_every_form_has_title_and_submit(act: Act) -> None:
    assert texts.knows(f"form.{act.key}.title")
    assert texts.knows(f"form.{act.key}.submit")


@pytest.mark.parametrize("act", [act for act in acts.TABLE if act.sure])
def test_what_cannot_be_undone_is_asked_about(act: Act) -> None:
    assert texts.knows(f"sure.{act.key}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_forms_fit_slacks_windows(language: Language) -> None:
    """Title, submit and close of a modal: 24 characters."""
    window = {
        k: w
        for k, w in texts.WORDS[language].items()
        if re.fullmatch(r"form\.(\w+\.)?(title|submit|close|ok)", k)
    }
    assert {key for key, words in window.items() if len(words) > 24} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_fit_slacks_buttons(language: Language) -> None:
    labels = {key: words for key, words in texts.WORDS[language].items() if key.startswith("act.")}
    assert {key for key, words in labels.items() if len(words) > 75} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_fits_a_narrow_card(language: Language) -> None:
    """WeCom: about ten characters, in the label or in its shorter form."""
    words = texts.WORDS[language]
    labels = {key.removeprefix("act.") for key in words if key.startswith("act.")}
    shown = {key: words.get(f"short.{key}", words[f"act.{key}"]).replace("{n}", "3") for key in labels}
    assert {key for key, label in shown.items() if len(label) > 10} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_confirmations_fit_slacks_windows(language: Language) -> None:
    sure = {key: words for key, words in texts.WORDS[language].items() if key.startswith("sure.")}
    assert {key for key, words in sure.items() if len(words.format(number=99999)) > 300} == set()


def refusals_raised() -> dict[str, set[str]]:
    """Every key that workflows and bot refuse with, and the details it brings along."""
    found: dict[str, set[str]] = {}
    ours = [path for room in ("workflows", "bot") for path in (ROOT / room).rglob("*.py")]
    for path in (one for one in ours if one.name != "client.py"):  # a platform's no is none of ours
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refused":
                details = {str(k.arg) for k in node.keywords}
                for key in _keys(node.args[0]):
                    found.setdefault(key, set()).update(details)
    return dict(sorted(found.items()))  # each core has to find them in the same order


WHYS = ("closed", "listening", "heard", "joined", "approval", "promised", "delivered", "moved_on")


def _keys(value: ast.expr) -> set[str]:
    match value:
        case ast.Constant():
            return {str(value.value)}
        case ast.BinOp(left=ast.Constant(value="too_late.")):
            return {f"too_late.{why}" for why in WHYS}
        case ast.Call(func=ast.Name(id="_whose")):
            whose = ("requester", "department", "handler", "asked", "lead", "assign")
            return {f"not_yours.{who}" for who in whose} | {"not_asked", "yours_already"}
        case ast.Attribute(attr="key"):  # the same one again, at another field
            return set()
        case _:
            raise AssertionError(ast.dump(value))


@pytest.mark.parametrize(("key", "details"), refusals_raised().items())
def test_every_refusal_has_its_sentence(key: str, details: set[str]) -> None:
    assert placeholders(EN[f"refused.{key}"]) <= GIVEN | details


def test_every_state_has_its_sentence() -> None:
    for phase in (Phase.EXPLORE, Phase.OFFER):
        for side in (Side.REQUESTER, Side.DEPARTMENT, Side.OWNER):
            assert texts.knows(f"mine.{phase}.{side}")
    for outcome in Outcome:
        assert texts.knows(f"mine.closed.{outcome}")


def test_days_are_written_as_people_write_them() -> None:
    today, friday = date(2026, 3, 2), date(2026, 3, 6)
    assert (texts.day("en", friday, today), texts.day("zh", friday, today)) == ("Fri 6 Mar", "3月6日（周五）")
    assert texts.day("en", date(2027, 1, 4), today).endswith("2027")
    assert texts.day("zh", date(2027, 1, 4), today).startswith("2027年")


def test_the_one_list_of_languages_has_words_a_way_of_writing_and_a_name_for_each() -> None:
    assert set(texts.WORDS) == set(texts.WRITINGS) == set(LANGUAGES) == set(NAMED)


def test_a_text_of_a_workflow_has_every_language() -> None:
    assert [language for language, _ in Text(en="Day", zh="日").each()] == list(LANGUAGES)


def test_a_text_that_was_stored_before_a_language_came_is_english_there() -> None:
    stored = Text.model_validate_json('{"en": "Day"}')
    assert stored.in_("zh") == "Day"
    assert stored.missing == ("zh",)
    assert stored.model_dump() == {"en": "Day"}


def test_a_text_is_stored_as_it_ever_was() -> None:
    assert Text(zh="日", en="Day").model_dump_json() == '{"en":"Day","zh":"日"}'
    assert Text.model_validate_json('{"en":"Day","zh":"日"}') == Text(en="Day", zh="日")


@pytest.mark.parametrize("nothing", ["", "  ", None])
def test_no_language_of_a_text_is_empty(nothing: str | None) -> None:
    with pytest.raises(ValidationError):
        Text.model_validate({"en": "Day", "zh": nothing})
