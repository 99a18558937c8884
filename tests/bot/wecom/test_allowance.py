"""What a member may still get: WeCom drops what is too much, without a word."""

from bot.wecom.allowance import LIMITS, MOST_MEMBERS, Allowance
from tests.fakes import FakeTick


def sent(allowance: Allowance, member: str, times: int) -> int:
    return sum(allowance.spend(member) == 0 for _ in range(times))


def test_a_minute_holds_so_many_and_the_next_one_as_many_again() -> None:
    tick = FakeTick()
    allowance, (span, most) = Allowance(tick), LIMITS[0]
    assert sent(allowance, "linna", 50) == most
    assert allowance.ready_in("linna") == span
    assert allowance.ready_in("ben") == 0
    tick.move(span)
    assert sent(allowance, "linna", 50) == most


def test_an_hour_holds_no_more_than_wecom_allows() -> None:
    tick, total = FakeTick(), 0
    allowance, (span, most) = Allowance(tick), LIMITS[1]
    for _ in range(60):
        total += sent(allowance, "linna", 40)
        tick.move(span / 60)
    assert total == most
    assert sent(allowance, "linna", 40) > 0


def test_members_who_are_quiet_for_an_hour_are_not_remembered() -> None:
    tick = FakeTick()
    allowance = Allowance(tick)
    for place in range(MOST_MEMBERS):
        allowance.spend(f"member{place}")
    tick.move(3601)
    for place in range(2):
        allowance.spend(f"late{place}")
    assert len(allowance._sent) == 2
