from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permits.deadlines.reckoning import Given, Rule, Term, due_of, reckon
from permits.working_days import is_working_day

R3 = Rule("R3", ("arrival",), Term(8, "working-days"))
R5 = Rule("R5", ("arrival",), Term(6, "half-months"))
R7 = Rule("R7", ("card_expiry",), Term(4, "half-months"), True, Term(9, "half-months"))
R8 = Rule("R8", ("card_expiry",), Term(30, "days"), True, Term(45, "days"))
R9 = Rule("R9", ("card_expiry",), Term(15, "days"), True)
NEW = Rule("NEW", ("expiry",), Term(60, "days"), True, given=Given("first", date(2022, 1, 2)))
OLD = Rule("OLD", ("expiry",), Term(90, "days"), True, given=Given("first", None, date(2022, 1, 1)))
R16 = Rule("R16", ("work_start", "registration"), Term(30, "days"))
R18 = Rule("R18", ("registration",), Term(185, "days"))
days = st.dates(date(1990, 1, 1), date(2090, 12, 31))
units = st.sampled_from(["working-days", "days", "half-months"])


def test_working_days_tell_the_holidays_they_left_out() -> None:
    due = due_of(R3, {"arrival": date(2027, 3, 25)})
    assert due.act_by == due.due_on == date(2027, 4, 7)
    assert due.skipped == (date(2027, 3, 29),)
    assert not due.moved


@pytest.mark.parametrize(
    ("rule", "anchor", "on", "counted_to", "act_by"),
    [
        # Months and days run on to the next working day.
        (R5, "arrival", date(2027, 1, 15), date(2027, 4, 15), date(2027, 4, 15)),
        (R5, "arrival", date(2027, 2, 1), date(2027, 5, 1), date(2027, 5, 3)),
        (R5, "arrival", date(2026, 11, 30), date(2027, 2, 28), date(2027, 3, 1)),
        (R18, "registration", date(2026, 11, 2), date(2027, 5, 6), date(2027, 5, 7)),
        (R18, "registration", date(2027, 1, 4), date(2027, 7, 8), date(2027, 7, 8)),
        (R16, "work_start", date(2027, 2, 27), date(2027, 3, 29), date(2027, 3, 30)),
        # Days before an expiry never do: act on the working day before.
        (R9, "card_expiry", date(2027, 5, 31), date(2027, 5, 16), date(2027, 5, 14)),
        (R9, "card_expiry", date(2027, 4, 13), date(2027, 3, 29), date(2027, 3, 26)),
        (R8, "card_expiry", date(2027, 6, 30), date(2027, 5, 31), date(2027, 5, 31)),
        (R7, "card_expiry", date(2027, 5, 2), date(2027, 3, 2), date(2027, 3, 2)),
    ],
)
def test_the_rules_of_the_house(rule, anchor, on, counted_to, act_by) -> None:
    due = due_of(rule, {anchor: on})
    assert (due.counted_to, due.act_by) == (counted_to, act_by)
    assert due.moved == (counted_to != act_by)
    assert due.due_on == (counted_to if rule.before else act_by)


def test_a_window_opens_four_and_a_half_months_before() -> None:
    assert due_of(R7, {"card_expiry": date(2027, 5, 2)}).opens_on == date(2026, 12, 18)
    assert due_of(R8, {"card_expiry": date(2027, 6, 30)}).opens_on == date(2027, 5, 16)


def test_the_earliest_of_several_events_counts() -> None:
    known = {"work_start": date(2027, 3, 1), "registration": date(2027, 2, 1)}
    due = due_of(R16, known)
    assert (due.anchor, due.act_by) == ("registration", date(2027, 3, 3))
    assert due_of(R16, {"work_start": date(2027, 3, 1)}).anchor == "work_start"


def test_what_is_not_known_is_asked_for_and_the_rest_is_sorted() -> None:
    dated, waiting = reckon([R18, R5, R3, R7], {"arrival": date(2027, 1, 4)})
    assert [due.code for due in dated] == ["R3", "R5"]
    assert [(each.code, each.anchors) for each in waiting] == [
        ("R18", ("registration",)),
        ("R7", ("card_expiry",)),
    ]


@given(days, st.integers(1, 400), units)
def test_a_term_after_an_event_ends_on_a_working_day_after_it(on, count, unit) -> None:
    due = due_of(Rule("X", ("arrival",), Term(count, unit)), {"arrival": on})
    assert on < due.due_on == due.act_by
    assert is_working_day(due.act_by)
    assert timedelta(0) <= due.act_by - due.counted_to <= timedelta(5)


@given(days, st.integers(1, 400), st.sampled_from(["days", "half-months"]))
def test_a_term_before_an_expiry_never_gives_a_day_more(on, count, unit) -> None:
    due = due_of(Rule("X", ("card_expiry",), Term(count, unit), True), {"card_expiry": on})
    assert due.act_by <= due.due_on < on
    assert is_working_day(due.act_by)
    assert due.due_on - due.act_by <= timedelta(5)


@pytest.mark.parametrize(
    ("known", "dated", "waiting"),
    [
        ({}, [], [("NEW", ("first", "expiry")), ("OLD", ("first", "expiry"))]),
        ({"first": date(2022, 1, 1)}, [], [("OLD", ("expiry",))]),
        ({"expiry": date(2027, 6, 30)}, [], [("NEW", ("first",)), ("OLD", ("first",))]),
        ({"first": date(2022, 1, 1), "expiry": date(2027, 6, 30)}, ["OLD"], []),
        ({"first": date(2022, 1, 2), "expiry": date(2027, 6, 30)}, ["NEW"], []),
    ],
)
def test_a_condition_is_asked_for_and_refutes_what_does_not_meet_it(known, dated, waiting) -> None:
    found, asked = reckon([NEW, OLD], known)
    assert [due.code for due in found] == dated
    assert [(each.code, each.anchors) for each in asked] == waiting


def test_a_rule_gives_way_where_another_date_is_known() -> None:
    here = Rule("R3", ("arrival",), Term(8, "working-days"), unless=("decision",))
    arrived = {"arrival": date(2027, 1, 4)}
    assert [due.code for due in reckon([here], arrived)[0]] == ["R3"]
    assert reckon([here], arrived | {"decision": date(2027, 2, 1)}) == ([], [])


def test_a_term_of_nothing_ends_with_the_day_itself_or_the_working_day_before() -> None:
    until = Rule("R12", ("card_expiry",), Term(0, "days"), True, Term(42, "days"))
    due = due_of(until, {"card_expiry": date(2027, 5, 30)})
    assert (due.due_on, due.act_by) == (date(2027, 5, 30), date(2027, 5, 28))
    assert due.opens_on == date(2027, 4, 18)
