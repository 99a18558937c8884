"""A small company and a workflow in a folder, for tests that change a word and look at what is said."""

from __future__ import annotations

from pathlib import Path

from storage.catalogue import check_catalogue

COMPANY = """\
name: {en: Lantern, zh: 灯笼}
calendar:
  timezone: Asia/Shanghai
  country: CN
  hours:
    mon-fri: 09:00-12:00, 13:00-18:00
  extra_holidays: [2026-12-31]
people:
  lin: slack:U0LIN
  ben: [slack:U0BEN, wecom:BenOkoro]
  maria: slack:U0MARIA
admins: [maria]
departments:
  it:
    name: {en: IT, zh: 信息技术部}
    channel: slack:C0IT
    leads: [lin]
    members: [ben]
    on_call: ben
    escalation: maria
    vows:
      - {en: We call you by name., zh: 我们称呼您的名字。}
"""

WORKFLOW = """\
name: {en: IT help, zh: IT 支持}
department: it
about: {en: What does not work, zh: 出了问题}
done: {en: Done., zh: 办好了。}
words: [password, 密码]
questions:
  - id: kind
    kind: choice
    ask: {en: What is it?, zh: 是什么？}
    choices:
      - {id: login, label: {en: Signing in, zh: 登录}}
      - {id: net, label: {en: The network, zh: 网络}}
  - id: where
    ask: {en: Where?, zh: 在哪里？}
    when: {kind: net}
conditions:
  - text: {en: It works, zh: 好用了}
"""


def write_sample(folder: Path) -> Path:
    (folder / "company.yml").write_text(COMPANY, encoding="utf-8")
    (folder / "it-help.yml").write_text(WORKFLOW, encoding="utf-8")
    return folder


def company_with(folder: Path, old: str, new: str) -> list[str]:
    return told(folder, "company.yml", COMPANY, old, new)


def workflow_with(folder: Path, old: str, new: str) -> list[str]:
    return told(folder, "it-help.yml", WORKFLOW, old, new)


def told(folder: Path, name: str, text: str, old: str, new: str) -> list[str]:
    """What is said of a file after a change to it, without the folder's name."""
    assert text.count(old) == 1
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    return [str(problem).removeprefix(f"{folder}/") for problem in check_catalogue([folder])]
