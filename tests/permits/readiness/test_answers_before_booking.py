"""What somebody told before booking narrows their list, as it does on the other pages."""

from permits.eligibility.telling import told_of
from permits.models import Visit
from permits.readiness.reading import readiness_by_visit
from tests.permits.eligibility.conftest import clock, newcomer, rules, stranger, world

__all__ = ["clock", "newcomer", "rules", "stranger", "world"]


def papers(found):
    return [paper.document.slug for paper in found.people[0].papers]


def test_only_what_the_answers_lead_to_is_asked_for(
    newcomer, world, rules, django_assert_num_queries
):
    plain, told = newcomer.book(world.at(0, 9)), newcomer.hold(world.at(0, 11))
    assert newcomer.confirm(told, email="bob@example.org").status_code == 302
    told.refresh_from_db()
    Visit.objects.filter(pk=told.pk).update(rule_set=rules, answers={"topic": "arrive"})
    told.refresh_from_db()
    assert told_of(told) is not None
    with django_assert_num_queries(7):
        found = readiness_by_visit([plain, told])
    assert papers(found[plain.pk]) == ["passport", "lease"]
    assert papers(found[told.pk]) == ["passport"]
