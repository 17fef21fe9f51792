"""Two editors at once, two members at once: one of them comes first."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from rotonde.notifications.models import Message
from services.models import Proposal, Service
from services.proposals.entry import read, values_of
from services.proposals.proposing import ChangedMeanwhile, propose
from services.proposals.settling import AlreadySettled, EntryMoved, accept, decline, fingerprint
from tests.services.proposals.conftest import NOW

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """What each deed returned, or the exception it raised; all begin together."""
    start = Barrier(len(deeds))

    def done(deed: Callable[[], object]) -> object:
        start.wait()
        try:
            return deed()
        except Exception as raised:
            return raised
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(done, deeds))


def test_two_editors_accept_once(service, member, editor) -> None:
    proposal = propose(service=service, by=member, values={"phone": "2"}, at=NOW)
    seen = fingerprint(proposal, values_of(read(service.pk)))

    def accepts(phone: str) -> Callable[[], object]:
        return lambda: accept(
            proposal=proposal, values={"phone": phone}, seen=seen, by=editor, at=NOW
        )

    outcomes = at_once(accepts("2"), accepts("22"), accepts("222"))
    winners = [each for each in outcomes if isinstance(each, Proposal)]
    assert len(winners) == 1
    assert sum(isinstance(each, AlreadySettled) for each in outcomes) == 2
    assert winners[0].taken == {"phone": Service.objects.get().phone}
    assert Message.objects.count() == 1


def test_two_members_propose_one_thing(service, member) -> None:
    def proposes(phone: str) -> Callable[[], object]:
        return lambda: propose(service=service, by=member, values={"phone": phone}, at=NOW)

    outcomes = at_once(*(proposes(str(number)) for number in range(3)))
    assert all(isinstance(each, Proposal) for each in outcomes)
    assert Proposal.objects.count() == 1


def test_two_members_propose_different_things_and_one_is_asked_again(service, member) -> None:
    opened = values_of(service)

    def proposes(phone: str) -> Callable[[], object]:
        values = opened | {"phone": phone}
        return lambda: propose(service=service, by=member, values=values, opened=opened, at=NOW)

    outcomes = at_once(*(proposes(str(number)) for number in range(4)))
    (winner,) = [each for each in outcomes if isinstance(each, Proposal)]
    assert sum(isinstance(each, ChangedMeanwhile) for each in outcomes) == 3
    assert Proposal.objects.get().changes == winner.changes


def test_declined_or_changed_and_never_a_change_that_nobody_read(service, member, editor) -> None:
    proposal = propose(service=service, by=member, values={"phone": "2"}, at=NOW)
    seen = fingerprint(proposal, values_of(service))
    opened = values_of(service) | {"phone": "2"}
    values = opened | {"phone": "3"}
    changed, declined = at_once(
        lambda: propose(service=service, by=member, values=values, opened=opened, at=NOW),
        lambda: decline(proposal=proposal, seen=seen, reason="No.", by=editor, at=NOW),
    )
    if isinstance(declined, Proposal):
        assert isinstance(changed, ChangedMeanwhile)
        assert declined.changes["phone"]["new"] == "2"
    else:
        assert isinstance(declined, EntryMoved)
        assert isinstance(changed, Proposal)
    assert Proposal.objects.count() == 1
