"""Editors write the next version at the desk; nobody else sees that there is such a page."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from permits.eligibility import drafting
from permits.models import RuleSet
from rotonde.accounts.roles import Role
from tests.factories.accounts import an_account, browser_of
from tests.permits.eligibility.books import NOW
from tests.strict_client import StrictClient


@pytest.fixture
def editor(rules) -> StrictClient:
    return browser_of(an_account("editor@example.org", Role.EDITOR))


@pytest.fixture
def begun(rules) -> RuleSet:
    return drafting.start_draft(at=NOW)


PAGES = [
    ("desk:rules", []),
    ("desk:rules-draft", [2]),
    ("desk:rules-preview", [2]),
    ("desk:rules-new", [2]),
    ("desk:rules-rule", [2, "arrives"]),
    ("desk:rules-outcome", [2, "come"]),
    ("desk:rules-words", [2, "questions", "topic"]),
    ("desk:rules-words", [2, "passages", "looks"]),
]
POSTS = [
    ("desk:rules-start", []),
    ("desk:rules-publish", [2]),
    ("desk:rules-give-up", [2]),
    ("desk:rules-remove", [2, "arrives"]),
]


@pytest.mark.parametrize(("name", "arguments"), PAGES)
def test_pages_are_for_those_who_edit(editor, begun, name, arguments) -> None:
    address = reverse(name, args=arguments)
    assert editor.get(address).status_code == 200
    manager = browser_of(an_account("manager@example.org", Role.MANAGER))
    assert manager.get(address).status_code == 200
    officer = browser_of(an_account("officer@example.org", Role.OFFICER))
    assert officer.get(address).status_code == 404
    assert StrictClient().get(address).status_code == 302


@pytest.mark.parametrize(("name", "arguments"), POSTS)
def test_changes_are_for_those_who_edit_and_by_post(editor, begun, name, arguments) -> None:
    address = reverse(name, args=arguments)
    assert editor.get(address).status_code == 405
    newcomer = browser_of(an_account("new@example.org", Role.NEWCOMER))
    assert newcomer.post(address, {"revision": 0}).status_code == 404
    assert RuleSet.objects.get(version=2).revision == 0


@pytest.mark.parametrize("part", ["rules", "outcomes", "nothing"])
def test_only_words_are_changed_as_words(editor, begun, part: str) -> None:
    code = "arrives" if part == "rules" else "come"
    address = reverse("desk:rules") + f"2/{part}/{code}-x/"
    assert editor.get(address).status_code == 404


def test_what_is_published_is_read_only(editor) -> None:
    assert editor.get(reverse("desk:rules-draft", args=[1])).status_code == 200
    assert editor.get(reverse("desk:rules-rule", args=[1, "arrives"])).status_code == 404
    response = editor.post(reverse("desk:rules-publish", args=[1]), {"revision": 0})
    assert response.status_code == 302


def test_write_try_out_and_publish(editor) -> None:
    response = editor.post(reverse("desk:rules-start"))
    assert response["Location"] == reverse("desk:rules-draft", args=[2])
    address = reverse("desk:rules-words", args=[2, "questions", "topic"])
    form = filled(editor.get(address))
    form["title__en"] = "What brings you here?"
    assert editor.post(address, form).status_code == 302
    page = editor.get(reverse("desk:rules-preview", args=[2])).content.decode()
    assert "What brings you here?" in page
    assert "draft 2" in page
    public = reverse("permits:what-you-need")
    assert "What brings you here?" not in editor.get(public).content.decode()
    editor.post(reverse("desk:rules-publish", args=[2]), {"revision": 1})
    assert "What brings you here?" in editor.get(public).content.decode()


def test_a_rule_saved_unchanged_says_the_same(editor, begun) -> None:
    address = reverse("desk:rules-rule", args=[2, "arrives"])
    assert editor.post(address, filled(editor.get(address))).status_code == 302
    before, after = begun.book.rules, RuleSet.objects.get(version=2).book.rules
    assert before == after


def test_an_outcome_saved_unchanged_says_the_same(editor, begun) -> None:
    address = reverse("desk:rules-outcome", args=[2, "come"])
    assert editor.post(address, filled(editor.get(address))).status_code == 302
    before = begun.book.outcomes["come"]
    after = RuleSet.objects.get(version=2).book.outcomes["come"]
    assert (after.procedures, after.documents, after.desk, after.deadlines) == (
        before.procedures,
        before.documents,
        before.desk,
        before.deadlines,
    )
    assert after.lead_en == before.lead_en


def test_a_broken_draft_is_not_published_and_the_page_says_why(editor, begun) -> None:
    drafting.remove_rule(version=2, revision=0, code="season")
    response = editor.post(reverse("desk:rules-publish", args=[2]), {"revision": 1})
    assert response.status_code == 409
    page = response.content.decode()
    assert "These answers lead nowhere: topic=tax." in page
    assert RuleSet.objects.get(version=2).state == "draft"


def test_what_was_typed_survives_somebody_elses_change(editor, begun) -> None:
    address = reverse("desk:rules-words", args=[2, "passages", "looks"])
    form = filled(editor.get(address)) | {"text__en": "They look twice"}
    drafting.remove_rule(version=2, revision=0, code="season")
    response = editor.post(address, form)
    assert response.status_code == 409
    page = response.content.decode()
    assert "They look twice" in page
    again = filled(response)
    assert editor.post(address, again).status_code == 302


@pytest.mark.parametrize(
    "changes",
    [
        {"priority": "-1"},
        {"outcome": "nothing"},
        {"when-topic": "nonsense"},
        {"first_day": "02-30", "last_day": "03-01"},
        {"first_day": "05-01"},
        {"case_on": "soon"},
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(editor, begun, changes) -> None:
    address = reverse("desk:rules-rule", args=[2, "arrives"])
    response = editor.post(address, filled(editor.get(address)) | changes)
    assert response.status_code == 400
    assert "data-error-summary" in response.content.decode()


def test_a_new_rule_needs_a_code_of_its_own(editor, begun) -> None:
    address = reverse("desk:rules-new", args=[2])
    new = {"revision": 0, "code": "arrives", "priority": 5, "outcome": "wait", "when-topic": "tax"}
    assert editor.post(address, new).status_code == 400
    assert editor.post(address, new | {"code": "taxes"}).status_code == 302
    assert RuleSet.objects.get(version=2).book.rule("taxes").when.wanted == {"topic": ["tax"]}


def filled(response) -> dict[str, object]:
    """What a browser would send: every field of the page's form as it stands."""
    form = BeautifulSoup(response.content, "html.parser").select_one("form.form")
    sent: dict[str, object] = {}
    for each in form.select("input[name]"):
        if each.get("type") == "checkbox" or each.get("type") == "radio":
            if each.has_attr("checked"):
                sent.setdefault(each["name"], []).append(each.get("value", "on"))
        else:
            sent[each["name"]] = each.get("value", "")
    for each in form.select("textarea[name]"):
        sent[each["name"]] = each.get_text().removeprefix("\n")
    for each in form.select("select[name]"):
        chosen = each.select_one("option[selected]")
        sent[each["name"]] = chosen["value"] if chosen else ""
    return sent
