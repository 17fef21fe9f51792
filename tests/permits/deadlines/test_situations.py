from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.http import QueryDict

from permits.deadlines.forms import SituationForm
from permits.deadlines.situations import Situation, reckoning
from permits.models import DeadlineRule
from tests.factories.deadlines import RuleFactory
from tests.factories.region import MunicipalityFactory

pytestmark = pytest.mark.django_db

DAY = date(2027, 3, 1)


def codes(situation: Situation, on: date = DAY) -> set[str]:
    return set(reckoning(situation, on=on).rules)


def test_rules_concern_whom_they_name() -> None:
    RuleFactory(code="all")
    RuleFactory(code="eu", groups=["eu"])
    RuleFactory(code="study", groups=["non-eu"], bases=["study", "family"])
    RuleFactory(code="a-card", cards=["a"])
    assert codes(Situation("eu", "work", "none")) == {"all", "eu"}
    assert codes(Situation("non-eu", "study", "none")) == {"all", "study"}
    assert codes(Situation("non-eu", "work", "a")) == {"all", "a-card"}


def test_a_card_nobody_named_excludes_nothing() -> None:
    RuleFactory(code="a-card", cards=["a"])
    assert codes(Situation("eu", "work")) == {"a-card"}


def test_a_rule_of_one_municipality() -> None:
    here, there = MunicipalityFactory(), MunicipalityFactory()
    RuleFactory(code="here", municipalities=[here])
    assert codes(Situation("eu", "work", "", here)) == {"here"}
    assert codes(Situation("eu", "work", "", there)) == set()


@pytest.mark.parametrize(
    ("on", "count"),
    [
        (date(2026, 12, 31), 1),
        (date(2027, 1, 1), 2),
        (date(2027, 6, 30), 2),
        (date(2027, 7, 1), 3),
        (date(2028, 7, 1), None),
    ],
)
def test_the_version_of_the_day_holds_and_no_other(on: date, count: int | None) -> None:
    RuleFactory(code="R", due_count=1)
    RuleFactory(code="R", due_count=2, valid_from=date(2027, 1, 1))
    RuleFactory(code="R", due_count=3, valid_from=date(2027, 7, 1), valid_until=date(2028, 6, 30))
    found = [rule.due_count for rule in DeadlineRule.objects.in_force(on=on)]
    assert found == ([count] if count else [])


def test_a_version_once_per_date() -> None:
    RuleFactory(code="R")
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleFactory(code="R")


@pytest.mark.parametrize(
    "changes",
    [
        {"anchors": []},
        {"opens_count": 3},
        {"opens_count": 3, "opens_unit": "days", "before": False},
        {"before": True, "due_unit": "working-days"},
    ],
)
def test_the_database_refuses_rules_that_cannot_be_counted(changes) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleFactory(**changes)


def test_the_address_says_the_same_as_the_form() -> None:
    here = MunicipalityFactory(nis_code="44021")
    known = {"arrival": date(2027, 3, 1), "card_expiry": date(2028, 2, 29)}
    situation = Situation("non-eu", "study", "a", here, known)
    assert SituationForm(QueryDict(situation.query())).situation == situation


def test_one_query_whatever_the_rules(django_assert_num_queries) -> None:
    for _ in range(3):
        RuleFactory()
    with django_assert_num_queries(1):
        reckoning(Situation("eu", "work", known={"arrival": DAY}), on=DAY)
