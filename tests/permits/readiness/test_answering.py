"""What people say before a visit: each person for themselves, as often as they like, no later."""

from datetime import timedelta

import pytest

from permits import booking
from permits.models import CenterDay, PaperCheck, Requirement
from permits.parties import Party, Person
from permits.readiness.answering import answer
from permits.readiness.reading import readiness_by_visit, readiness_of
from permits.refusals import NotBooked, VisitStarted
from tests.factories.permits import NOW, at_local

BOTH = ("registration", "residence-permit")
FAMILY = Party((Person("adult", BOTH), Person("child", BOTH)))


def test_a_paper_two_procedures_ask_for_is_one_item_and_children_have_their_own_list(office):
    people = readiness_of(office.desk.book(party=FAMILY)).people
    assert [[p.document.slug for p in each.papers] for each in people] == [
        ["passport", "lease"],
        ["passport"],
    ]
    assert [each.total for each in people] == [3, 1]


def test_what_is_answered_counts_for_that_person_only(office):
    visit = office.desk.book(party=FAMILY)
    assert answer(visit=visit, given={office.paper(visit): "have"}, at=NOW) == 1
    adult, child = readiness_of(visit).people
    assert (adult.answered, child.answered) == (1, 0)
    assert [paper.document.slug for paper in adult.missing] == ["lease"]
    assert readiness_of(visit).missing == 3


def test_everybody_is_ready_when_everything_is_answered(office):
    visit = office.desk.book()
    given = {office.paper(visit): "have", office.paper(visit, 0, 1): "not-mine"}
    answer(visit=visit, given=given, at=NOW)
    assert not readiness_of(visit).is_ready
    answer(visit=visit, given={office.question(visit): "yes"}, at=NOW)
    assert readiness_of(visit).is_ready


def test_an_answer_that_is_not_the_wanted_one_is_worth_a_second_look(office):
    visit = office.desk.book()
    answer(visit=visit, given={office.question(visit): "unsure"}, at=NOW)
    assert readiness_of(visit).doubtful == 1


def test_an_answer_is_changed_and_taken_back_without_a_second_row(office):
    visit, given = office.desk.book(), {}
    for paper, question in (("have", "yes"), ("not-mine", "no"), ("", "")):
        given = {office.paper(visit): paper, office.question(visit): question}
        assert answer(visit=visit, given=given, at=NOW) == 2
        assert PaperCheck.objects.count() == 1
    assert answer(visit=visit, given=given, at=NOW) == 0
    assert readiness_of(visit).missing == 3


def test_an_answer_survives_that_the_list_was_sorted_anew(office):
    visit = office.desk.book()
    answer(visit=visit, given={office.paper(visit): "have"}, at=NOW)
    Requirement.objects.filter(procedure=office.desk.world.permit).update(position=0)
    office.desk.world.permit.position = 0
    office.desk.world.permit.save()
    first = readiness_of(visit).people[0].papers[0]
    assert (first.requirement.procedure, first.answer) == (office.desk.world.permit, "have")
    answer(visit=visit, given={first.name: "not-mine"}, at=NOW)
    assert PaperCheck.objects.get().answer == "not-mine"


def test_somebody_elses_paper_stays_as_it_is(office):
    mine, other = office.desk.book("09:00"), office.desk.book("10:30", "Bo Ng")
    assert answer(visit=mine, given={office.paper(other): "have"}, at=NOW) == 0
    assert not PaperCheck.objects.exists()


def test_the_board_learns_of_it(office):
    visit = office.desk.book()
    before = CenterDay.objects.get(date=visit.date).version
    answer(visit=visit, given={office.paper(visit): "have"}, at=NOW)
    assert CenterDay.objects.get(date=visit.date).version == before + 1


def test_no_answers_once_the_visit_has_begun_or_is_cancelled(office):
    visit = office.desk.book()
    given = {office.paper(visit): "have"}
    with pytest.raises(VisitStarted):
        answer(visit=visit, given=given, at=visit.starts_at)
    booking.cancel(code=visit.code, at=NOW)
    with pytest.raises(NotBooked):
        answer(visit=visit, given=given, at=NOW)
    assert not PaperCheck.objects.exists()


def test_a_visit_that_moves_keeps_its_answers(office):
    visit = office.desk.book()
    answer(visit=visit, given={office.paper(visit): "have"}, at=NOW)
    moved = booking.move(code=visit.code, start=at_local("14:00"), at=NOW + timedelta(minutes=1))
    assert readiness_of(moved).people[0].answered == 1


@pytest.mark.parametrize("visits", [1, 3])
def test_reading_takes_the_same_queries_however_many_visits(
    office, visits, django_assert_num_queries
):
    booked = [office.desk.book(f"{9 + n:02}:00", f"Ada{n} Ng", FAMILY) for n in range(visits)]
    for visit in booked:
        answer(visit=visit, given={office.paper(visit): "have"}, at=NOW)
    with django_assert_num_queries(6):
        found = readiness_by_visit(booked)
        assert sum(each.missing for each in found.values()) == visits * 3
        assert all(person.documents for each in found.values() for person in each.people)
