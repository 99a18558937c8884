"""The company as a model: who is away, who stands in for whom, and where somebody works."""

from __future__ import annotations

from datetime import timedelta

from tests.workflows import given as g
from tests.workflows.given import BEN, LIN, TOM, shanghai
from workflows.definition import Absence, Company
from workflows.state.values import Person

BEN_IN_WECOM = "wecom:Ben"
BACK = shanghai(9)


def away(person: Person, stand_in: Person | None = None) -> Absence:
    return Absence(
        person=person,
        back=BACK.date(),
        until=BACK,
        since=BACK - timedelta(days=7),
        stand_in=stand_in,
        by=person,
    )


def company(*absences: Absence) -> Company:
    both = g.company().model_copy(update={"people": ((BEN, BEN_IN_WECOM),)})
    return both.while_away(absences)


def test_an_absence_is_known_by_each_id_of_the_person() -> None:
    whole = company(away(BEN_IN_WECOM))
    assert whole.absence(BEN) == whole.absence(BEN_IN_WECOM) is not None
    assert whole.absence(LIN) is None


def test_of_two_absences_of_one_person_the_first_counts() -> None:
    whole = company(away(BEN, LIN), away(BEN_IN_WECOM, TOM))
    assert whole.there(BEN) == LIN


def test_one_person_stands_in_for_everybody_along_the_chain() -> None:
    whole = company(away(BEN, LIN), away(LIN, TOM))
    assert whole.stands_in_for(TOM) == {BEN, LIN}
    assert whole.stands_in_for(LIN) == frozenset()


def test_two_who_name_each_other_stand_in_for_nobody_else() -> None:
    whole = company(away(BEN, LIN), away(LIN, BEN))
    assert (whole.there(BEN), whole.there(LIN)) == (LIN, BEN)


def test_a_copy_with_other_fields_computes_its_properties_anew() -> None:
    whole = company(away(BEN, LIN))
    assert whole.absence(BEN)
    assert whole.stands_in_for(LIN)
    back = whole.while_away(())
    assert back.absence(BEN) is None
    assert back.stands_in_for(LIN) == frozenset()
    alone = whole.model_copy(update={"people": ()})
    assert alone.ids(BEN) == (BEN,)


def test_what_was_computed_makes_no_difference_between_equal_companies() -> None:
    whole, same = company(away(BEN)), company(away(BEN))
    assert whole.absence(BEN)
    assert whole == same


def test_somebody_works_in_the_first_department_that_names_them_by_the_preferred_id() -> None:
    whole = company()
    assert whole.department_of(BEN) == whole.department_of(BEN_IN_WECOM) == whole.departments["it"]
