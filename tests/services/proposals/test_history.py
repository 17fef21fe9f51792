"""The history of a proposal: all of it, in order, and nobody writes it anew."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from rotonde.accounts.personal_data import erase, export, person_of
from services.models import Proposal, ProposalStep
from services.proposals.entry import read, values_of
from services.proposals.history import history_of
from services.proposals.proposing import propose, withdraw
from services.proposals.settling import accept, decline, fingerprint
from tests.factories.accounts import an_account, browser_of
from tests.services.proposals.conftest import NOW, joined

pytestmark = pytest.mark.django_db


def seen(proposal: Proposal) -> str:
    return fingerprint(proposal, values_of(read(proposal.service_id)))


@pytest.fixture
def proposal(service, member) -> Proposal:
    """Proposed by one member, changed by another."""
    other = an_account("other@example.org")
    joined(other, service)
    values = {"phone": "2", "summary_en": "Open on Friday."}
    propose(service=service, by=member, values=values, at=NOW)
    return propose(service=service, by=other, values={"phone": "3"}, at=NOW)


def told(proposal: Proposal) -> list[tuple[str, str, dict[str, str]]]:
    """Each step: what it was, whose, and what every field it changed became."""
    return [
        (
            each.step.kind,
            each.step.by.email.partition("@")[0] if each.step.by else "",
            {
                turn.field.key: "".join(p.text for p in turn.parts if p.change != "gone")
                for turn in each.turns
            },
        )
        for each in history_of(proposal, read(proposal.service_id))
    ]


def test_each_step_tells_what_it_changed_of_the_one_before(proposal, editor) -> None:
    accept(proposal=proposal, values={"phone": "09 3"}, seen=seen(proposal), by=editor, at=NOW)
    assert told(proposal) == [
        ("proposed", "member", {"summary_en": "Open on Friday.", "phone": "2"}),
        ("changed", "other", {"summary_en": "Open on Monday.", "phone": "3"}),
        ("accepted", "editor", {"phone": "09 3"}),
    ]


def test_what_an_editor_left_out_is_told(service, member, editor) -> None:
    values = {"phone": "2", "email": "new@example.org"}
    proposal = propose(service=service, by=member, values=values, at=NOW)
    accept(proposal=proposal, values={"phone": "2"}, seen=seen(proposal), by=editor, at=NOW)
    assert told(proposal)[-1] == ("accepted", "editor", {"email": ""})


def test_declined_with_its_reason_and_taken_back(service, proposal, member, editor) -> None:
    decline(proposal=proposal, seen=seen(proposal), reason="Not yours.", by=editor, at=NOW)
    assert ProposalStep.objects.filter(proposal=proposal).last().reason == "Not yours."
    assert told(proposal)[-1] == ("declined", "editor", {})
    again = propose(service=service, by=member, values={"phone": "4"}, at=NOW)
    withdraw(proposal=again, by=member, at=NOW)
    assert [kind for kind, *_ in told(again)] == ["proposed", "withdrawn"]


def test_what_is_sent_twice_is_one_step(service, member) -> None:
    for _twice in range(2):
        propose(service=service, by=member, values={"phone": "2"}, at=NOW)
    assert ProposalStep.objects.count() == 1


@pytest.mark.parametrize(
    "deed",
    [
        lambda steps: steps.update(kind="declined"),
        lambda steps: steps.update(changes={}),
        lambda steps: steps.update(reason="because"),
        lambda steps: steps.update(at="2020-01-01T00:00:00Z"),
        lambda steps: steps.update(by=an_account("forger@example.org")),
        lambda steps: steps.delete(),
    ],
    ids=["kind", "changes", "reason", "at", "by", "deleted"],
)
def test_the_database_lets_nobody_write_it_anew(proposal, deed) -> None:
    before = list(ProposalStep.objects.values())
    with pytest.raises(IntegrityError), transaction.atomic():
        deed(ProposalStep.objects.filter(kind="proposed"))
    assert list(ProposalStep.objects.values()) == before


def test_it_goes_with_its_proposal_and_forgets_who_is_erased(service, proposal, member) -> None:
    (step,) = export(person_of(member))["proposed changes of entries"]
    assert (step["step"], step["changes"]["phone"]["new"]) == ("proposed", "2")
    erase(person_of(member), at=NOW)
    assert [who for _kind, who, _turns in told(proposal)] == ["", "other"]
    service.delete()
    assert not ProposalStep.objects.exists()


def test_editors_read_it_beside_the_proposal(proposal, editor) -> None:
    page = browser_of(editor).get(reverse("desk:entry-proposal", args=[proposal.pk])).text
    for words in ("What happened to this proposal", "member@example.org", "other@example.org"):
        assert words in page
