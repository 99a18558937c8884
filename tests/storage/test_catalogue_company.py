"""Each fault that company.yml can have, with its place and its mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.storage.sample_catalogue import COMPANY, company_with, write_sample


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_sample(tmp_path)


# what is changed, into what, and how the one problem begins: its place, what is wrong, and the mend
COMPANY_FAULTS = {
    "an unknown key": ("admins:", "admin:", "12:1: `admin` is not known here; did you mean `admins`?"),
    "an unknown timezone": (
        "Asia/Shanghai",
        "Asia/Shanghia",
        "3:13: timezone 'Asia/Shanghia' is not known; write it like Asia/Shanghai",
    ),
    "an unknown country": ("country: CN", "country: XX", "4:12: no holidays are known for 'XX'; "),
    "a day that cannot be": (
        "2026-12-31",
        "2026-02-30",
        "7:20: '2026-02-30' is not a day of the calendar; write one that exists",
    ),
    "hours that run backwards": (
        "09:00-12:00, 13:00-18:00",
        "18:00-09:00",
        "5:3: working hours must run forward",
    ),
    "an hour that no clock shows": (
        "09:00-12:00, 13:00-18:00",
        "09:00-25:00",
        "5:3: '09:00-25:00' has a time that no clock shows; ",
    ),
    "hours that are none": (
        "09:00-12:00, 13:00-18:00",
        "always",
        "5:3: 'always' are not working hours; write it like",
    ),
    "a day of the week that is none": (
        "mon-fri",
        "mon-fry",
        "5:3: 'mon-fry' is not a day or days; use mon, tue",
    ),
    "days that run backwards": ("mon-fri", "fri-mon", "5:3: 'fri-mon' runs backwards; "),
    "somebody unknown": (
        "leads: [lin]",
        "leads: [lina]",
        "17:13: 'lina' is nobody in `people:`; did you mean `lin`?",
    ),
    "a department without leads": ("leads: [lin]", "leads: []", "17:5: at least one is needed here; add one"),
    "an id that is none": (
        "lin: slack:U0LIN",
        "lin: '@lin'",
        "9:8: '@lin' is not a person's id; write slack: and the member ID",
    ),
    "one id for two people": (
        "maria: slack:U0MARIA",
        "maria: slack:U0LIN",
        "11:10: 'slack:U0LIN' is already 'lin'; ",
    ),
    "a channel by its name": (
        "slack:C0IT",
        "'#it-help'",
        "16:14: '#it-help' is not a channel; write slack: and the channel ID",
    ),
    "a channel in WeCom, where apps have none": (
        "slack:C0IT",
        "wecom:it",
        "16:14: 'wecom:it' is not a channel; write slack: and the channel ID",
    ),
    "on call without being a member": (
        "on_call: ben",
        "on_call: maria",
        "19:14: 'maria' is on call, but neither a member nor a lead",
    ),
    "a vow in one language": (
        "{en: We call you by name., zh: 我们称呼您的名字。}",
        "{en: We call you by name.}",
        "22:9: the Chinese words (zh) are missing; add `zh: …`",
    ),
    "a person twice in a list": (
        "members: [ben]",
        "members: [ben, slack:U0BEN]",
        "18:20: 'slack:U0BEN' is in this list already; keep one",
    ),
    "a weight that is no number": (
        "admins: [maria]",
        "weights: {broken: many}",
        "12:19: a whole number is expected here; ",
    ),
    "a language we don't speak": (
        "admins: [maria]",
        "language: fr",
        "12:11: 'fr' is not possible here; write en or zh",
    ),
    "no department at all": (
        COMPANY[COMPANY.index("  it:\n") :],
        "  {}\n",
        "13:1: at least one is needed here; add one",
    ),
}


class TestCompany:
    @pytest.mark.parametrize("name", COMPANY_FAULTS)
    def test_a_fault_is_told_with_its_place_and_its_mend(self, folder: Path, name: str) -> None:
        old, new, begins = COMPANY_FAULTS[name]
        problems = company_with(folder, old, new)
        assert problems[0].startswith("company.yml:" + begins)
        assert len(problems) == 1
