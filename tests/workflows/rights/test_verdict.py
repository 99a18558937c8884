"""Who may do what, and when: the whole table of acts against a table written independently of it."""

from __future__ import annotations

import pytest

from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, CHEN, DIEGO, EVA, LIN, MARIA, TOM
from workflows.facts import Refused
from workflows.phases.confirm import Rate
from workflows.phases.handing import HandOver
from workflows.rights import acts, verdict
from workflows.rights.act import Act
from workflows.state.values import Person

R, M, O, L, E, S, G, H, A = (  # noqa: E741
    "requester member owner lead escalation stranger guest helper approver".split()
)
OLGA = "slack:U0OLGA"  # another member of IT
WHO: dict[str, Person] = {R: ANA, M: OLGA, O: BEN, L: LIN, E: MARIA, S: CHEN, G: DIEGO, H: EVA, A: TOM}

DEPARTMENT, TAKEN = {M, O, L}, {O, L}  # before and after somebody has taken it: Ben was a member like others


def with_olga(house: g.House) -> g.House:
    """IT has a second member, who does nothing but look on."""
    it = g.IT.model_copy(update={"members": (BEN, OLGA)})
    house.company = house.company.model_copy(update={"departments": {"it": it, "buy": g.BUY}})
    return house


def waiting() -> g.House:
    """A required question waits for the requester."""
    needed = tuple(question.model_copy(update={"required": True}) for question in g.HELP.questions)
    return with_olga(g.asked(of=g.company(g.HELP.model_copy(update={"questions": needed}))))


def as_asked() -> g.House:
    house = g.asked()
    house.does(BEN, "do_it")
    return with_olga(house)


def withdrawn() -> g.House:
    house = g.taken()
    house.does(ANA, "withdraw")
    return with_olga(house)


def reminded() -> g.House:
    """Ben has been told that Ana waits."""
    house = g.taken()
    house.lives_until(g.shanghai(3, 12))
    return with_olga(house)


def handing() -> g.House:
    """Ben has asked Olga to take it over."""
    house = with_olga(g.taken())
    house.does(BEN, "hand_over", HandOver(to=OLGA))
    return house


def scored_low() -> g.House:
    """It is solved, and still far below what Ana expected."""
    house = g.satisfied()
    house.does(ANA, "rate", Rate(result=2))
    return with_olga(house)


def drafted() -> g.House:
    """Ben counts on Eva and Lin for a part each; they have not said yes yet."""
    return with_olga(g.drafted())


def shared() -> g.House:
    return with_olga(g.shared())


def joined() -> g.House:
    """What Ana asks for is the same as what Chen has asked for."""
    house = g.House()
    for by in (CHEN, ANA):
        house.asks(by=by)
        house.does(BEN, "take" if by == CHEN else "same_as")
    return with_olga(house)


def awaiting() -> g.House:
    """Ben has promised it just as asked, and it waits for something of Chen's."""
    house = g.House()
    for by in (CHEN, ANA):
        house.asks(by=by)
        house.does(BEN, "do_it")
    house.does(BEN, "wait_for")
    return with_olga(house)


SITUATIONS: dict[str, g.Given] = {
    "asked": lambda: with_olga(g.asked(goal="Mail")),
    "waits": waiting,
    "taken": lambda: with_olga(g.taken()),
    "offered": lambda: with_olga(g.offered()),
    "refused": lambda: with_olga(g.refused()),
    "promised": lambda: with_olga(g.promised()),
    "as asked": as_asked,
    "postponed": lambda: with_olga(g.postponed()),
    "delivered": lambda: with_olga(g.delivered()),
    "satisfied": lambda: with_olga(g.satisfied()),
    "withdrawn": withdrawn,
    "again": lambda: with_olga(g.second_round()),
    "unsolved": lambda: with_olga(g.unsolved()),
    "listened to": lambda: with_olga(g.listened_to()),
    "heard": lambda: with_olga(g.heard()),
    "restated": lambda: with_olga(g.restated()),
    "understood": lambda: with_olga(g.understood()),
    "apologised": lambda: with_olga(g.apologised()),
    "handed up": lambda: with_olga(g.handed_up()),
    "reminded": reminded,
    "scored low": scored_low,
    "drafted": drafted,
    "shared": shared,
    "joined": joined,
    "awaiting": awaiting,
    "handing": handing,
    "to be approved": lambda: with_olga(g.to_be_approved()),
    "waits for input": lambda: with_olga(g.awaiting_input()),
}

# Lin owns it once she follows up, and Maria once it is handed up: Ben is a member like others then.
RECOVERING = ("listened to", "heard", "restated", "understood")
OWNED = "taken offered refused again reminded drafted handing".split()
RESOLVED = {"apologised": {L}, "handed up": {L, E}}

REQUESTER, OWNER, LEAD, ASSIGNERS = {R}, {O}, {L}, {L, E}
PROMISED = ("promised", "as asked", "postponed", "shared")
YES = ("to be approved", "waits for input")  # a yes is still to come
NOW_LINS = ("listened to", "heard", "restated", "understood", "apologised")

# What is not written here, nobody may.
WRITE_TOO: dict[str, set[str]] = {"handed up": {E}, "drafted": {H}, "shared": {H}, "to be approved": {A}}
MAY: dict[str, dict[str, set[str]]] = {
    "answer": dict.fromkeys(("asked", "waits", "taken", "reminded", "drafted", "handing"), REQUESTER),
    "confirm": {"asked": {R}},
    "correct": {"asked": {R}},
    "skip": dict.fromkeys(("asked", "taken", "reminded", "drafted", "handing"), REQUESTER),
    "accept": {"offered": {R}},
    "change": {"offered": {R}, "as asked": {R}},
    "decline": {"offered": {R}},
    "appeal": {"refused": {R}},
    "agree": {"postponed": {R}},
    "keep_date": {"postponed": {R}},
    "yes": {"delivered": {R}},
    "partly": {"delivered": {R}},
    "no": {"delivered": {R}},
    "rate": {"satisfied": {R}, "again": {R}, "unsolved": {R}},
    "follow_up": {"unsolved": {R}, "scored low": {R}},
    "feedback": {"unsolved": {R}, "scored low": {R}},
    "listen": {"listened to": {R}},
    "restate": {"listened to": {L, E}, "heard": {L, E}},
    "thats_it": {"restated": {R}},
    "not_quite": {"restated": {R}},
    "apologise": {"understood": {L, E}},
    "thanks": {"satisfied": {R}},
    "nudge": {
        situation: {R}
        for situation in (
            *("as asked", "postponed", "handed up"),
            *"asked taken promised again heard understood apologised reminded drafted shared".split(),
            "handing",
        )
    },
    "need_changed": {key: {R} for key in ("promised", "as asked", "postponed", "shared", "waits for input")},
    "unhappy": {
        situation: {R}
        for situation in "asked waits taken offered refused promised postponed delivered satisfied".split()
        + "again apologised reminded drafted shared handing".split()
        + ["as asked", "handed up", "to be approved", "waits for input"]
    },
    "earlier": dict.fromkeys(("promised", "as asked", "shared"), TAKEN),
    "snooze": {"reminded": {O}},
    "close": {situation: {R} for situation in ("refused", "again", *RECOVERING, *RESOLVED)},
    "withdraw": {
        situation: {R}
        for situation in (
            "as asked",
            *"asked waits taken offered promised postponed reminded".split(),
            *("drafted", "shared", "handing", "to be approved", "waits for input"),
        )  # from the second round on, it is closed as it is
    },
    "reopen": {"satisfied": {R}, "withdrawn": {R}, "scored low": {R}},
    "again": {"satisfied": {R}, "withdrawn": {R}, "scored low": {R}},
    "wait_for": dict.fromkeys(
        (*OWNED, "promised", "as asked", "postponed", "shared", "to be approved", "waits for input"), TAKEN
    )
    | RESOLVED,
    "take_back": {situation: {R} for situation in ("asked", "waits", *OWNED, *RESOLVED)},
    "take": {"asked": DEPARTMENT, "waits": DEPARTMENT},
    **{
        act: {"asked": DEPARTMENT, "waits": DEPARTMENT} | dict.fromkeys(OWNED, TAKEN) | RESOLVED
        for act in ("do_it", "done", "ask", "same_as")
    },
    **{
        act: {"asked": DEPARTMENT, "waits": DEPARTMENT}
        | dict.fromkeys((*OWNED, "to be approved"), TAKEN)
        | RESOLVED
        for act in ("offer", "cannot")
    },
    # The second bounce is the escalation contact's to settle.
    "route": dict.fromkeys(("asked", "waits"), DEPARTMENT | {"escalation"})
    | dict.fromkeys(OWNED, TAKEN | {"escalation"})
    | {situation: {L, E} for situation in RESOLVED},
    # Lin and Ben do a part as well; Ben has said yes by making the offer, and the rule behind it tells him so.
    "take_part": {"drafted": {H, L, O}},
    "cannot_take_part": {"drafted": {H, L, O}, "shared": {H, L, O}},
    "deliver_part": {"shared": {H, L, O}},
    "deliver": dict.fromkeys(("promised", "as asked", "postponed", "shared", "waits for input"), TAKEN),
    "on_track": dict.fromkeys(("promised", "as asked", "postponed", "shared"), TAKEN),
    "miss": dict.fromkeys(("promised", "as asked", "shared"), TAKEN),
    "hand_over": dict.fromkeys((*OWNED, *PROMISED, *YES), OWNER)
    | dict.fromkeys(NOW_LINS, LEAD)
    | {"handed up": {E}},
    "assign": dict.fromkeys(("asked", "waits", *OWNED, *PROMISED, *YES, *NOW_LINS, "handed up"), ASSIGNERS),
    "take_over": {"handing": {M}},
    "cannot_take": {"handing": {M}},
    "update": dict.fromkeys((*OWNED, "promised", "as asked", "postponed", "shared", *YES), TAKEN) | RESOLVED,
    "approve": {"to be approved": {A}},
    "reject": {"to be approved": {A}},
    "approved_elsewhere": {"to be approved": TAKEN},
    "give_input": {"waits for input": {R}},
    "have_input": {"waits for input": TAKEN},
    "reply": {
        situation: {R, M, O, L} | WRITE_TOO.get(situation, set())
        for situation in SITUATIONS
        if situation not in ("satisfied", "withdrawn", "scored low")
    },
}
MAY["note"] = {situation: {M, O, L} for situation in SITUATIONS} | {"handed up": {M, O, L, E}}
MAY["note"]["drafted"] = MAY["note"]["shared"] = {M, O, L}
for _may in MAY.values():  # waiting for something else takes nothing away
    if "as asked" in _may:
        _may["awaiting"] = _may["as asked"]
del MAY["wait_for"]["awaiting"]
MAY |= {"unjoin": {"joined": TAKEN}, "wait_no_more": {"awaiting": TAKEN}}
for _act in ("nudge", "unhappy", "withdraw"):
    MAY[_act]["joined"] = {R}


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("act", acts.TABLE, ids=lambda act: act.key)
def test_exactly_these_may(act: Act, situation: str) -> None:
    house = SITUATIONS[situation]()
    assert {who for who, person in WHO.items() if goes(house, act, person)} == MAY[act.key].get(
        situation, set()
    )


def goes(house: g.House, act: Act, person: Person) -> bool:
    """Whether the table lets this person through; what the rule behind it then says is tested elsewhere."""
    try:
        house.desk.may_act(person)
        request, workflow = house.desk.seen(person, house.number)
        verdict.allowed(act, request, workflow, house.desk.roles(person, request))
    except Refused:
        return False
    return True


def test_the_expectation_names_every_act_and_no_other() -> None:
    assert set(MAY) == {act.key for act in acts.TABLE}


@pytest.mark.parametrize("person", [CHEN, EVA])
@pytest.mark.parametrize("act", ["reply", "accept", "done", "withdraw"])
def test_to_somebody_without_a_part_in_it_a_request_is_not_there(person: Person, act: str) -> None:
    with pytest.raises(Refused, match="no_such_request"):
        g.asked().does(person, act)


def test_a_guest_cannot_act_even_on_what_is_theirs() -> None:
    with pytest.raises(Refused, match="guests_cannot_act"):
        g.asked().does(DIEGO, "reply")


def test_a_guest_cannot_ask() -> None:
    with pytest.raises(Refused, match="guests_cannot_act"):
        g.House().asks(by=DIEGO)


def test_a_member_who_asks_their_own_department_is_both() -> None:
    house = g.House()
    house.asks(by=BEN)
    house.does(LIN, "offer")
    house.does(BEN, "accept")
    with pytest.raises(Refused, match="not_yours"):
        house.does(BEN, "deliver")
    house.does(LIN, "deliver")
