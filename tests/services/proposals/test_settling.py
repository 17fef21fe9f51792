"""What an editor makes of a proposal: written, found, told; or declined with a reason."""

from datetime import timedelta

import pytest
from django.db import connection

from rotonde.notifications.delivery import deliver_due
from rotonde.notifications.models import Message
from rotonde.translations.models import TranslationState
from services.filters import Filters
from services.models import Channel, OpenInterval, OwnersCheck, Proposal, Schedule, Service
from services.proposals.entry import read, values_of
from services.proposals.proposing import propose
from services.proposals.settling import (
    AlreadySettled,
    EntryMoved,
    accept,
    decline,
    fingerprint,
)
from services.truth.asking import ask_owners
from tests.services.proposals.conftest import NOW

pytestmark = pytest.mark.django_db


def seen_of(proposal: Proposal) -> str:
    return fingerprint(proposal, values_of(read(proposal.service_id)))


def accepted(service: Service, member, editor, *, only=None, **values: str) -> Proposal:
    """Propose `values` and accept them, or those named by `only`."""
    proposal = propose(service=service, by=member, values=values, at=NOW)
    taken = {key: text for key, text in values.items() if only is None or key in only}
    seen = fingerprint(proposal, values_of(read(service.pk)))
    return accept(proposal=proposal, values=taken, seen=seen, by=editor, at=NOW)


def test_it_is_written_checked_and_found(service, member, editor) -> None:
    accepted(service, member, editor, name_en="Counsel", phone="2")
    live = Service.objects.get()
    assert (live.name_en, live.phone, live.verified) == ("Counsel", "2", True)
    assert live.checked_on == NOW.date()
    assert live.changed_at == NOW
    assert list(Service.objects.matching(Filters(q="counsel"), reader="en")) == [live]
    assert not Service.objects.matching(Filters(q="advice"), reader="en").exists()


def test_only_what_was_chosen(service, member, editor) -> None:
    proposal = accepted(service, member, editor, only=["phone"], phone="2", name_en="Counsel")
    live = Service.objects.get()
    assert (live.name_en, live.phone) == ("Advice", "2")
    assert proposal.taken == {"phone": "2"}


def test_the_editor_has_the_last_word(service, member, editor) -> None:
    proposal = propose(service=service, by=member, values={"phone": "2"}, at=NOW)
    seen = fingerprint(proposal, values_of(service))
    accept(proposal=proposal, values={"phone": "09 2"}, seen=seen, by=editor, at=NOW)
    assert Service.objects.get().phone == "09 2"


def test_nothing_that_was_not_proposed_is_written(service, member, editor) -> None:
    proposal = propose(service=service, by=member, values={"phone": "2"}, at=NOW)
    seen = fingerprint(proposal, values_of(service))
    values = {"phone": "2", "email": "sneaked@example.org"}
    accept(proposal=proposal, values=values, seen=seen, by=editor, at=NOW)
    assert Service.objects.get().email == ""


class TestHoursAndLanguages:
    def test_the_hours_are_laid_out(self, service, desk, member, editor) -> None:
        day = f"c{desk.pk}_day"
        accepted(service, member, editor, **{f"{day}1": "", f"{day}2": "14:00-16:00"})
        schedule = Schedule.objects.get()
        assert [(row.weekday, row.opens_at.hour) for row in schedule.hours.all()] == [(2, 14)]
        assert (schedule.checked_on, schedule.verified) == (NOW.date(), True)
        first = OpenInterval.objects.filter(starts_at__gte=NOW).first()
        assert first.starts_at.isoformat() == "2027-03-02T13:00:00+00:00"

    def test_a_day_that_was_not_proposed_stays(self, service, desk, member, editor) -> None:
        accepted(service, member, editor, **{f"c{desk.pk}_day2": "14:00-16:00"})
        assert [row.weekday for row in Schedule.objects.get().hours.all()] == [1, 2]

    def test_the_first_hours_there_ever_were(self, service, desk, member, editor) -> None:
        Schedule.objects.all().delete()
        accepted(service, member, editor, **{f"c{desk.pk}_day2": "14:00-16:00"})
        assert Schedule.objects.get().hours.count() == 1

    def test_languages_come_and_go_and_keep_how_well(self, service, desk, member, editor) -> None:
        desk.spoken.update(level="good")
        desk.spoken.create(language="fr")
        desk.spoken.create(language="tr", weekday=1, starts_at="09:00", ends_at="10:00")
        accepted(service, member, editor, **{f"c{desk.pk}_spoken": "ar nl"})
        spoken = {(row.language, row.level) for row in Channel.objects.get().spoken.all()}
        assert spoken == {("ar", ""), ("nl", "good"), ("tr", "")}


def test_a_translation_was_made_from_todays_text(service, member, editor) -> None:
    accepted(service, member, editor, name_fr="Conseil")
    state = TranslationState.objects.get(field="name", language="fr")
    assert (state.source_language, state.origin) == ("en", "human")


def test_what_changed_meanwhile_is_never_overwritten_unseen(service, member, editor) -> None:
    proposal = propose(service=service, by=member, values={"phone": "2"}, at=NOW)
    seen = fingerprint(proposal, values_of(service))
    Service.objects.update(phone="3")
    with pytest.raises(EntryMoved):
        accept(proposal=proposal, values={"phone": "2"}, seen=seen, by=editor, at=NOW)
    assert Service.objects.get().phone == "3"
    assert Proposal.objects.get().is_open


def test_nor_what_the_member_proposed_meanwhile(service, member, editor) -> None:
    proposal = propose(service=service, by=member, values={"phone": "2"}, at=NOW)
    seen = fingerprint(proposal, values_of(service))
    propose(service=service, by=member, values={"phone": "4"}, at=NOW)
    with pytest.raises(EntryMoved):
        accept(proposal=proposal, values={"phone": "2"}, seen=seen, by=editor, at=NOW)


def test_settled_once(service, member, editor) -> None:
    proposal = accepted(service, member, editor, phone="2")
    with pytest.raises(AlreadySettled):
        decline(proposal=proposal, seen=seen_of(proposal), reason="Too late.", by=editor, at=NOW)
    assert Message.objects.count() == 1


def test_an_accepted_proposal_answers_the_quarterly_question(service, member, editor) -> None:
    Service.objects.update(email="owner@example.org", state="hidden")
    OwnersCheck.objects.create(
        service=service, code="x", recipient="o@example.org", asked_at=NOW, asks=4,
        marked_at=NOW, hidden_at=NOW,
    )  # fmt: skip
    accepted(service, member, editor, phone="2")
    assert Service.objects.get().state == "published"
    assert OwnersCheck.objects.get().answered_at == NOW
    assert ask_owners(at=NOW + timedelta(1)).asked == 0


class TestTheMail:
    def test_says_in_the_members_language_what_was_taken_over(
        self, service, member, editor, mailoutbox
    ) -> None:
        accepted(service, member, editor, only=["phone"], phone="2", website="https://x.example")
        deliver_due(at=NOW)
        (mail,) = mailoutbox
        assert mail.to == ["member@example.org"]
        assert "Advies" in mail.subject
        assert "/nl/my/entries/" in mail.body
        taken, left = mail.body.split("Niet overgenomen")
        assert ("Telefoon" in taken, "Website" in left) == (True, True)

    def test_carries_the_reason(self, service, member, editor, mailoutbox) -> None:
        proposal = propose(service=service, by=member, values={"phone": "2"}, at=NOW)
        decline(
            proposal=proposal,
            seen=seen_of(proposal),
            reason="That is <another> office.",
            by=editor,
            at=NOW,
        )
        deliver_due(at=NOW)
        assert "That is <another> office." in mailoutbox[0].body
        assert "That is &lt;another&gt; office." in mailoutbox[0].alternatives[0][0]

    def test_nobody_is_written_to_who_is_gone(self, service, member, editor) -> None:
        proposal = propose(service=service, by=member, values={"phone": "2"}, at=NOW)
        member.delete()
        decline(
            proposal=Proposal.objects.get(),
            seen=seen_of(Proposal.objects.get()),
            reason="No.",
            by=editor,
            at=NOW,
        )
        assert proposal.pk
        assert not Message.objects.exists()


def test_reading_a_proposal_asks_no_more_for_more_fields(
    service, member, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(7):
        values_of(read(service.pk))
    assert connection.in_atomic_block
