"""Two centers side by side: whoever manages one finds nothing of the other, on any page."""

import pytest
from django.urls import URLPattern, get_resolver, reverse

from permits.breaks import block
from permits.desk.inquiries import take_down
from permits.desk.noting import check_in
from permits.desk.roster_forms import FORMS
from permits.models import (
    Agency,
    Break,
    Center,
    CenterStaff,
    Closure,
    Inquiry,
    Officer,
    Proposal,
    Shift,
    Visit,
    WorkKind,
)
from rotonde.notifications.models import Message
from tests.factories.permits import NOW, at_local
from tests.permits.desk.conftest import clock, desk, steps_of

__all__ = ["clock", "desk"]

# Open to whoever may open them, whatever their center is; all other addresses belong to a center.
CENTER_FREE = {
    "one book of rules counts at every center": {
        "rules",
        "rules-start",
        "rules-draft",
        "rules-preview",
        "rules-publish",
        "rules-give-up",
        "rules-new",
        "rules-rule",
        "rules-remove",
        "rules-outcome",
        "rules-words",
    },
    "one directory for all, and its editors": {
        "data",
        "suggestion",
        "guide-gap",
        "entry-proposal",
        "entry-declined",
        "municipalities",
        "municipalities-csv",
    },
    # What of it belongs to a center: tests/pages/test_languages.py.
    "all content in eight languages, and its editors": {"languages", "side-by-side"},
    "about whoever asks: their calendars, their clock": {
        "feeds",
        "feed-renew",
        "feed-revoke",
        "clock-stop",
    },
    "one list, of which everybody sees their part (below)": {"outbox"},
}
# Every address of the desk: whether it is about one thing, by its key, or a page of a center.
ADDRESSES = {
    pattern.name: pattern
    for pattern in get_resolver().namespace_dict["desk"][1].url_patterns
    if isinstance(pattern, URLPattern)
}
BOUND = {
    name: pattern
    for name, pattern in ADDRESSES.items()
    if not any(name in free for free in CENTER_FREE.values())
}
# What a form may send, so that nothing is refused for what is missing in it.
SENT = {
    "text": "x",
    "procedure": "registration",
    "kind": WorkKind.PREPARATION.value,
    "outcome": Inquiry.Outcome.ANSWERED.value,
}
THINGS = sorted(name for name, each in BOUND.items() if "key" in each.pattern.converters)
PAGES = [
    (name, kind)
    for name in sorted(set(BOUND) - set(THINGS))
    for kind in (sorted(FORMS) if name == "roster-change" else [""])
]


@pytest.fixture
def world(desk):
    """A visit that has been checked in, a question, a closure, a message."""
    visit = check_in(visit=desk.book(name="Secret Person"), at=at_local("09:00"), by=desk.host)
    Officer.objects.filter(agency__center=visit.center).update(name="Secret Officer")
    Closure.objects.create(center=desk.world.center, month=7, day=11, reason_en="Secret feast")
    block(officer=desk.world.city[0], start=at_local("15:30"), minutes=10, at=NOW)
    take_down(
        center=visit.center,
        question="Where is the Secret bus?",
        language="en",
        about=None,
        outcome="open",
        at=visit.starts_at,
        by=desk.host,
    )
    return visit


@pytest.fixture
def proposal(desk, world):
    """A visit whose officer will not be there, and whose visitor was asked."""
    visit = desk.book("14:00", name="Asked Person")
    return Proposal.objects.create(visit=visit, sequence=visit.sequence, created_at=NOW)


def address(name: str, visit: Visit, asked: Visit) -> str:
    """The address of every page that is about one thing, of a thing of the first center."""
    route = str(ADDRESSES[name].pattern)
    about = route.split("/", 1)[0]
    keys = {
        "visits": lambda: asked.pk if name == "proposal" else visit.pk,
        "preparation": lambda: visit.pk,
        "steps": lambda: steps_of(visit)[0].pk,
        "entries": lambda: visit.entries.first().pk,
        "outbox": lambda: Message.objects.filter(target=f"visit:{visit.pk}").first().pk,
        "breaks": lambda: Break.objects.get(officer__agency__center=visit.center).pk,
        "questions": lambda: Inquiry.objects.get(center=visit.center).pk,
    }
    more = {"answer": "decline", "outcome": "done", "position": 0}
    named = {each: more[each] for each in ADDRESSES[name].pattern.converters if each != "key"}
    return reverse(f"desk:{name}", kwargs={"key": keys[about](), **named})


def test_every_exception_is_an_address() -> None:
    assert set().union(*CENTER_FREE.values()) <= set(ADDRESSES)
    assert len(BOUND) > len(ADDRESSES) / 2


@pytest.mark.parametrize("name", THINGS)
def test_nothing_of_another_center_opens_or_changes(desk, world, proposal, name) -> None:
    path, browser = address(name, world, proposal.visit), desk.browser("elsewhere")
    answers = {browser.get(path).status_code, browser.post(path, SENT).status_code}
    if name == "undo":
        # Nobody takes back another's click; the answer does not say whether there was one.
        assert answers == {302, 405}
    else:
        assert answers <= {404, 405}
        assert 404 in answers
    for each in (world, proposal, proposal.visit):
        each.refresh_from_db()
    assert (world.left_at, world.interpreter, world.entries.count()) == (None, "", 1)
    assert (proposal.state, proposal.visit.arrived_at) == ("open", None)
    # Their own staff find it there.
    own = desk.browser("manager")
    assert {own.get(path).status_code, own.post(path, SENT).status_code} - {404, 405}


@pytest.mark.parametrize(("name", "kind"), PAGES)
def test_another_center_cannot_be_asked_for(desk, world, name, kind) -> None:
    path = reverse(f"desk:{name}", args=[kind] if kind else [])
    officer = desk.world.city[0].slug
    foreign = f"{path}?center={world.center.slug}&officer={officer}"
    browser = desk.browser("elsewhere")
    answers = [browser.get(foreign), browser.post(foreign, {"officer": officer})]
    assert {each.status_code for each in answers} <= {404, 405}
    assert 404 in {each.status_code for each in answers}
    for response in (browser.get(path), browser.get(f"{path}?officer={officer}")):
        assert response.status_code in (200, 404, 405)
        assert b"Secret" not in response.content


def test_the_outbox_holds_no_mail_of_another_center(desk, world) -> None:
    own = desk.browser("manager").get(reverse("desk:outbox")).content.decode()
    assert world.email in own
    assert world.email not in desk.browser("elsewhere").get(reverse("desk:outbox")).content.decode()


@pytest.mark.parametrize("model", [Center, Agency, Officer, Closure, Shift, Visit, CenterStaff])
def test_the_admin_lists_and_opens_ones_own_only(desk, world, model) -> None:
    lists = reverse(f"admin:permits_{model._meta.model_name}_changelist")
    foreign = {
        Center: desk.world.center,
        Agency: desk.world.city[0].agency,
        Officer: desk.world.city[0],
        Closure: Closure.objects.get(),
        Shift: Shift.objects.filter(officer=desk.world.city[0]).first(),
        Visit: world,
        CenterStaff: CenterStaff.objects.get(user=desk.host),
    }[model]
    change = reverse(f"admin:permits_{model._meta.model_name}_change", args=[foreign.pk])
    secrets = ["Secret Person", "Secret Officer", "host@example.org"]
    mine, theirs = desk.browser("manager"), desk.browser("elsewhere")
    assert mine.get(change).status_code == 200
    assert theirs.get(change).status_code == 302
    listed = theirs.get(lists)
    assert listed.status_code == 200
    assert [secret for secret in secrets if f">{secret}<" in listed.content.decode()] == []
    assert all(row.pk != foreign.pk for row in listed.context["cl"].result_list)


def test_a_manager_reads_who_works_there_and_appoints_nobody(desk) -> None:
    browser = desk.browser("manager")
    own = CenterStaff.objects.get(user=desk.host)
    change = reverse("admin:permits_centerstaff_change", args=[own.pk])
    refused = browser.post(
        change, {"center": own.center_id, "user": own.user_id, "role": "manager"}
    )
    assert refused.status_code == 403
    assert browser.get(reverse("admin:permits_centerstaff_add")).status_code == 403
    own.refresh_from_db()
    assert own.role == "host"


def test_each_center_keeps_its_own_time_and_hours(desk) -> None:
    abroad = Center.objects.exclude(pk=desk.world.center.pk).get()
    Center.objects.filter(pk=abroad.pk).update(time_zone="Asia/Tokyo")
    page = desk.browser("anonymous").get(reverse("permits:center", args=[abroad.slug]))
    assert "Asia/Tokyo" in page.content.decode()
    board = desk.browser("elsewhere").get(reverse("desk:board"))
    assert board.status_code == 200
    assert board.context["now"] == at_local("09:00")
