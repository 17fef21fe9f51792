"""Whose entries are seen and proposed anew, and what the data desk shows of it."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse

from rotonde.accounts.personal_data import erase, export, person_of
from rotonde.accounts.roles import Role
from services.models import Proposal, Service
from services.proposals.entry import read, values_of
from services.proposals.forms import EntryForm
from services.proposals.proposing import propose
from services.proposals.settling import EntryMoved, accept, fingerprint
from tests.factories.accounts import an_account, browser_of
from tests.factories.services import ChannelFactory, ServiceFactory
from tests.services.proposals.conftest import NOW, joined

pytestmark = pytest.mark.django_db


def page_of(service: Service) -> str:
    return reverse("my:entry", args=[service.public_id])


def sent(service: Service, **changes: object) -> dict[str, object]:
    """The form as the page shows it, with `changes`."""
    values = values_of(service)
    lists = {key: text.split() for key, text in values.items() if key.endswith("_spoken")}
    return {**values, **lists, **changes}


def seen_of(page) -> str:
    """What the button that takes a proposal back sends along."""
    return re.search(r'name="seen" value="([^"]+)"', page.text)[1]


def boxes(browser, service: Service, **changes: str) -> dict[str, object]:
    """What a browser sends that opened the page now, with `changes`."""
    form = browser.get(page_of(service)).context["form"]
    return sent(service, **{key: form[key].value() for key in form.fields}) | changes


def decline(browser, proposal: Proposal, reason: str, *, meanwhile: Callable = bool):
    """Decline it as the page shows it; `meanwhile` happens before it is sent."""
    form = browser.get(of_desk("entry-proposal", proposal)).context["declining"]
    meanwhile()
    told = {"reason": reason, "seen": form["seen"].value()}
    return browser.post(of_desk("entry-declined", proposal), told)


def of_desk(name: str, proposal: Proposal) -> str:
    return reverse(f"desk:{name}", args=[proposal.pk])


class TestAMember:
    def test_finds_the_way_on_my_rotonde(self, service, member) -> None:
        assert reverse("my:entries") in browser_of(member).get(reverse("my:overview")).text
        stranger = browser_of(an_account("stranger@example.org"))
        assert reverse("my:entries") not in stranger.get(reverse("my:overview")).text

    def test_sees_their_entries_and_no_others(self, service, member) -> None:
        ServiceFactory(name_en="Somebody else's")
        page = browser_of(member).get(reverse("my:entries"))
        assert "Advice" in page.text
        assert "Somebody else" not in page.text

    def test_proposes_and_reads_that_it_waits(self, service, member) -> None:
        browser = browser_of(member)
        told = boxes(browser, service, phone="09 222", name_fr="Conseil")
        for _twice in range(2):
            assert browser.post(page_of(service), told).status_code == 302
        assert set(Proposal.objects.get().changes) == {"phone", "name_fr"}
        page = browser.get(page_of(service)).text
        assert "waits for an editor" in page
        assert 'value="09 222"' in page
        assert Service.objects.get().phone == "09 111 11 11"

    def test_what_cannot_be_is_said_beside_the_box_and_nothing_is_lost(
        self, service, desk, member
    ) -> None:
        wrong = {"phone": "09 222", "email": "nobody", f"c{desk.pk}_day1": "9-8"}
        page = browser_of(member).post(page_of(service), sent(service, **wrong))
        assert page.status_code == 400
        assert set(page.context["form"].errors) == {"email", f"c{desk.pk}_day1"}
        assert 'value="09 222"' in page.text
        assert not Proposal.objects.exists()

    def test_takes_it_back(self, service, member) -> None:
        propose(service=service, by=member, values={"phone": "2"}, at=NOW)
        path = reverse("my:entry-withdraw", args=[service.public_id])
        assert browser_of(member).get(path).status_code == 405
        browser = browser_of(member)
        browser.post(path)
        assert Proposal.objects.get().state == "open"
        browser.post(path, {"seen": seen_of(browser.get(page_of(service)))})
        assert Proposal.objects.get().state == "withdrawn"

    def test_reads_why_it_was_declined(self, service, member, editor) -> None:
        proposal = propose(service=service, by=member, values={"phone": "2"}, at=NOW)
        decline(browser_of(editor), proposal, "Not yours.")
        assert "Not yours." in browser_of(member).get(page_of(service)).text

    def test_is_told_and_forgotten(self, service, member, editor) -> None:
        propose(service=service, by=member, values={"phone": "2"}, at=NOW)
        told, _step = export(person_of(member))["proposed changes of entries"]
        assert told["changes"]["phone"]["new"] == "2"
        erase(person_of(member), at=NOW)
        assert not Proposal.objects.exists()


class TestTwoMembers:
    @pytest.fixture
    def other(self, service):
        user = an_account("other@example.org")
        joined(user, service)
        return browser_of(user)

    @pytest.fixture
    def mine(self, member):
        return browser_of(member)

    def both(self, service, mine, other, *, theirs: dict[str, str], own: dict[str, str]):
        """Two pages are open; the other one sends first. What the page says to the second."""
        for each in (mine, other):
            assert each.get(page_of(service)).status_code == 200
        late = boxes(mine, service, **own)
        assert other.post(page_of(service), boxes(other, service, **theirs)).status_code == 302
        return mine.post(page_of(service), late)

    def test_nobody_writes_over_what_they_have_not_seen(self, service, mine, other) -> None:
        theirs = {"summary_en": "Open on Friday.", "phone": "2"}
        own = {"phone": "3", "email": "new@example.org"}
        page = self.both(service, mine, other, theirs=theirs, own=own)
        assert page.status_code == 409
        (summary, _phone) = page.context["moves"]
        assert [part.text for part in summary.now if part.changed] == ["Friday"]
        moves = {move.field.key: move.typed for move in page.context["moves"]}
        assert moves == {"summary_en": False, "phone": True}
        assert Proposal.objects.get().changes["phone"]["new"] == "2"

    def test_nothing_typed_is_lost_and_it_is_sent_on_purpose(self, service, mine, other) -> None:
        theirs = {"summary_en": "Open on Friday.", "phone": "2"}
        own = {"phone": "3", "email": "new@example.org"}
        page = self.both(service, mine, other, theirs=theirs, own=own)
        form = page.context["form"]
        again = {key: form[key].value() for key in form.fields}
        assert mine.post(page_of(service), again).status_code == 302
        changes = Proposal.objects.get().changes
        assert {key: change["new"] for key, change in changes.items()} == {
            "summary_en": "Open on Friday.",
            "phone": "3",
            "email": "new@example.org",
        }

    def test_who_says_the_same_is_not_stopped(self, service, mine, other) -> None:
        both = {"phone": "2"}
        assert self.both(service, mine, other, theirs=both, own=both).status_code == 302

    def test_spoken_languages_are_told_by_name(self, service, desk, mine, other) -> None:
        key = f"c{desk.pk}_spoken"
        page = self.both(service, mine, other, theirs={key: ["fr"]}, own={"phone": "3"})
        (move,) = page.context["moves"]
        assert "French" in "".join(piece.text for piece in move.now)
        assert page.context["form"][key].value() == ["fr"]

    def test_what_an_editor_wrote_meanwhile_is_not_proposed_back(self, service, mine) -> None:
        late = boxes(mine, service, email="new@example.org")
        Service.objects.update(phone="9")
        page = mine.post(page_of(service), late)
        assert [move.field.key for move in page.context["moves"]] == ["phone"]
        assert page.context["form"]["phone"].value() == "9"

    def test_a_channel_that_came_meanwhile_is_not_emptied(self, service, mine) -> None:
        late = boxes(mine, service, email="new@example.org")
        channel = ChannelFactory(service=service, phone="7", position=99)
        page = mine.post(page_of(service), late)
        assert page.context["form"][f"c{channel.pk}_phone"].value() == "7"

    def test_a_page_that_says_nothing_of_what_it_held_overwrites_nothing(
        self, service, mine, other
    ) -> None:
        other.post(page_of(service), boxes(other, service, phone="2"))
        for opened in ("", "nonsense", "[1]"):
            page = mine.post(page_of(service), sent(service, phone="3", opened=opened))
            assert page.status_code == 409
        assert Proposal.objects.get().changes["phone"]["new"] == "2"

    def test_what_changed_is_not_taken_back_unread(self, service, mine, other) -> None:
        mine.post(page_of(service), boxes(mine, service, phone="2"))
        seen = seen_of(mine.get(page_of(service)))
        other.post(page_of(service), boxes(other, service, phone="3"))
        mine.post(reverse("my:entry-withdraw", args=[service.public_id]), {"seen": seen})
        assert Proposal.objects.get().is_open


class TestNobodyElse:
    @pytest.mark.parametrize("who", ["stranger", "of another", "expired", "not yet", "editor"])
    def test_has_such_a_page(self, service, editor, who) -> None:
        user = editor if who == "editor" else an_account("other@example.org")
        if who == "of another":
            joined(user, ServiceFactory())
        if who == "expired":
            joined(user, service, valid_until=date(2021, 1, 1))
        if who == "not yet":
            joined(user, service, valid_from=date(2100, 1, 1))
        browser, withdraw = browser_of(user), reverse("my:entry-withdraw", args=[service.public_id])
        assert browser.get(page_of(service)).status_code == 404
        assert browser.post(page_of(service), sent(service, phone="2")).status_code == 404
        assert browser.post(withdraw).status_code == 404
        assert not Proposal.objects.exists()

    def test_signs_in_first(self, client, service) -> None:
        assert client.get(page_of(service)).status_code == 302


class TestTheDesk:
    @pytest.fixture
    def proposal(self, service, member) -> Proposal:
        values = {"summary_en": "Open on Friday.", "phone": "2"}
        return propose(service=service, by=member, values=values, at=NOW)

    @pytest.mark.parametrize("role", [None, Role.HOST, Role.OFFICER, Role.ORGANISER])
    def test_is_for_editors(self, proposal, member, role) -> None:
        browser = browser_of(an_account("x@example.org", role) if role else member)
        assert browser.get(of_desk("entry-proposal", proposal)).status_code == 404
        assert browser.post(of_desk("entry-declined", proposal), {"reason": "x"}).status_code == 404
        assert Proposal.objects.get().is_open

    def test_lists_what_waits(self, proposal, editor) -> None:
        assert of_desk("entry-proposal", proposal) in browser_of(editor).get("/en/desk/data/").text

    def test_shows_word_by_word_what_changes_also_to_who_hears_it(self, proposal, editor) -> None:
        page = browser_of(editor).get(of_desk("entry-proposal", proposal)).text
        assert "removed: </span>Monday" in page
        assert "added: </span>Friday" in page

    def accept(self, editor, proposal, **changes):
        path = of_desk("entry-proposal", proposal)
        browser = browser_of(editor)
        seen = browser.get(path).context["form"]["seen"].value()
        ticked = {"take_summary_en": "on", "take_phone": "on"}
        told = {"summary_en": "Open on Friday.", "phone": "2", "seen": seen}
        sent = {key: value for key, value in (told | ticked | changes).items() if value}
        return browser, path, sent

    def test_a_double_click_writes_once(self, proposal, editor) -> None:
        browser, path, told = self.accept(editor, proposal, take_phone="")
        for _twice in range(2):
            assert browser.post(path, told).status_code == 302
        live = Service.objects.get()
        assert (live.summary_en, live.phone) == ("Open on Friday.", "09 111 11 11")

    def test_with_nothing_ticked_nothing_happens(self, proposal, editor) -> None:
        browser, path, told = self.accept(editor, proposal, take_phone="", take_summary_en="")
        assert browser.post(path, told).status_code == 400
        assert Proposal.objects.get().is_open

    def test_no_entry_is_left_without_a_name(self, service, member, editor) -> None:
        Service.objects.update(name_en="")
        names = {"name_en": "Advice", "name_nl": ""}
        proposal = propose(service=read(service.pk), by=member, values=names, at=NOW)
        ticked = {"take_name_nl": "on", "name_nl": "", "name_en": "Advice desk"}
        browser, path, told = self.accept(editor, proposal, **ticked)
        page = browser.post(path, told)
        assert page.status_code == 400
        assert "Write the name in English or in Dutch." in page.text
        assert 'value="Advice desk"' in page.text  # what was typed stays
        assert Service.objects.get().name_nl == "Advies"
        assert browser.post(path, told | {"take_name_en": "on"}).status_code == 302
        assert Service.objects.get().name_en == "Advice desk"

    def test_a_name_that_left_while_it_was_read_is_missed(self, service, member, editor) -> None:
        proposal = propose(service=service, by=member, values={"name_nl": ""}, at=NOW)
        seen = fingerprint(proposal, values_of(service))
        Service.objects.update(name_en="")
        with pytest.raises(EntryMoved):
            accept(proposal=proposal, values={"name_nl": ""}, seen=seen, by=editor, at=NOW)

    def test_what_changed_meanwhile_is_shown_and_not_ticked(self, proposal, editor) -> None:
        browser, path, told = self.accept(editor, proposal)
        Service.objects.update(phone="3")
        page = browser.post(path, told, follow=True)
        assert "It has changed while you read it" in page.text
        assert "When this was proposed, it said: 09 111 11 11" in page.text
        form = page.context["form"]
        assert (form["take_phone"].value(), form["take_summary_en"].value()) == (False, True)
        assert Service.objects.get().phone == "3"

    def test_no_declining_without_a_reason(self, proposal, editor) -> None:
        assert decline(browser_of(editor), proposal, " ").status_code == 400
        assert Proposal.objects.get().is_open

    def test_no_declining_of_what_changed_while_it_was_read(
        self, service, member, proposal, editor
    ) -> None:
        def anew() -> None:
            propose(service=service, by=member, values={"phone": "4"}, at=NOW)

        page = decline(browser_of(editor), proposal, "Not yours.", meanwhile=anew)
        assert page.status_code == 400
        assert "It has changed while you read it" in page.text
        form = page.context["declining"]
        assert form["reason"].value() == "Not yours."
        again = {name: form[name].value() for name in form.fields}
        browser_of(editor).post(of_desk("entry-declined", proposal), again)
        assert Proposal.objects.get().state == "declined"

    def test_a_channel_that_is_gone_is_said(self, service, desk, member, editor) -> None:
        values = {"phone": "2", f"c{desk.pk}_phone": "3"}
        proposal = propose(service=service, by=member, values=values, at=NOW)
        desk.delete()
        page = browser_of(editor).get(of_desk("entry-proposal", proposal)).text
        assert "1 change is about a way to get the service that is no longer there." in page


def test_the_hours_of_a_night_shelter_can_be_sent_as_they_stand(service, desk, member) -> None:
    hours = desk.schedules.get().hours
    hours.update(opens_at="20:00", closes_at="08:00", closes_next_day=True)
    browser = browser_of(member)
    told = boxes(browser, read(service.pk), phone="2")
    assert told[f"c{desk.pk}_day1"] == "20:00-08:00 +1"
    assert browser.post(page_of(service), told).status_code == 302
    assert set(Proposal.objects.get().changes) == {"phone"}


def test_the_page_shows_every_box_of_the_form(service, member) -> None:
    page = browser_of(member).get(page_of(service))
    form: EntryForm = page.context["form"]
    shown = [box.name for part in page.context["parts"] for box in part.boxes]
    assert sorted(shown) == sorted(form.of)
