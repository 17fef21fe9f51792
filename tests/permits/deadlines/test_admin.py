import pytest

from permits.models import DeadlineRule
from rotonde.accounts.models import User
from tests.factories.deadlines import RuleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(User.objects.create_superuser(email="editor@example.org", password="x"))
    return client


def form(**changes) -> dict[str, object]:
    values = {
        "code": "R6",
        "position": 1,
        "authority": "municipality",
        "anchors": ["move"],
        "due_count": 8,
        "due_unit": "working-days",
        "groups": [],
        "bases": ["work", "study"],
        "reminder_days": "3,1",
        "title_en": "Report your new address",
        "summary_en": "Within 8 working days.",
        "source": "stad.gent",
        "verified": "on",
    }
    return values | changes


def test_staff_confirm_and_correct_a_rule(editor) -> None:
    rule = RuleFactory(code="R6", verified=False)
    path = f"/admin/permits/deadlinerule/{rule.pk}/change/"
    assert editor.get(path).status_code == 200
    response = editor.post(path, form())
    assert response.status_code == 302, response.context["errors"]
    rule = DeadlineRule.objects.get()
    assert (rule.anchors, rule.bases, rule.groups) == (["move"], ["work", "study"], [])
    assert rule.reminder_days == [3, 1]
    assert rule.verified


def test_a_new_version_beside_the_old(editor) -> None:
    RuleFactory(code="R6")
    response = editor.post("/admin/permits/deadlinerule/add/", form(valid_from="2027-07-01"))
    assert response.status_code == 302, response.context["errors"]
    assert DeadlineRule.objects.filter(code="R6").count() == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"anchors": []},
        {"anchors": ["birthday"]},
        {"due_count": "-1"},
        {"before": "on"},
        {"opens_count": "9"},
        {"opens_count": "9", "opens_unit": "half-months"},
    ],
)
def test_what_cannot_be_counted_is_refused_with_a_message(editor, changes) -> None:
    response = editor.post("/admin/permits/deadlinerule/add/", form(**changes))
    assert response.status_code == 200
    assert response.context["errors"]
    assert not DeadlineRule.objects.exists()


def test_lists_open(editor) -> None:
    RuleFactory()
    assert editor.get("/admin/permits/deadlinerule/").status_code == 200
