"""Registering, inviting, accepting, choosing, declining, taking back: the promises and the rows."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from rotonde.employers import hiring
from rotonde.employers.models import Choice, Hire, Shares
from rotonde.employers.refusals import (
    AlreadyAccepted,
    AlreadyHired,
    InvitationClosed,
    InvitationLapsed,
    InvitedLately,
    TooManyHires,
    TooManyInvitations,
)
from rotonde.notifications.models import Message
from tests.factories.accounts import an_account
from tests.factories.employers import NOW, OrganisationFactory, a_hire

pytestmark = pytest.mark.usefixtures("clock")


def test_registering_invites_in_the_language_of_the_hire(employer, hr):
    hire = a_hire(employer, by=hr)
    assert (hire.shares, hire.accepted_at, hire.account) == (Shares.NOTHING, None, None)
    message = Message.objects.get()
    assert (message.kind, message.recipient, message.language) == (
        "hire-invited",
        "ana@example.org",
        "es",
    )
    assert hire.code not in message.target


def test_codes_have_128_bits_and_are_their_own(employer, hr):
    hires = [a_hire(employer, by=hr, email=f"{n}@x.example") for n in range(20)]
    assert len({hire.code for hire in hires}) == 20
    assert {len(hire.code) for hire in hires} == {22}
    assert len({hire.public_id for hire in hires}) == 20


def test_the_same_form_registers_once(employer, hr):
    first = a_hire(employer, by=hr, form_key="k" * 16)
    again = hiring.register(
        employer=employer,
        registered_by=hr,
        name="Somebody",
        email="else@x.example",
        language="en",
        starts_on=first.starts_on,
        form_key="k" * 16,
        at=NOW,
    )
    assert again == (first, True)
    assert Message.objects.count() == 1


def test_nobody_is_registered_twice_by_one_employer(employer, hr):
    first = a_hire(employer, by=hr)
    with pytest.raises(AlreadyHired) as refused:
        a_hire(employer, by=hr, email="ANA@example.org")
    assert refused.value.hire == first
    a_hire(employer, by=hr, starts_on=first.starts_on + timedelta(90))
    assert Message.objects.count() == 2


def test_other_employers_play_no_part(employer, hr):
    theirs = a_hire(OrganisationFactory(), form_key="k" * 16)
    ours = a_hire(employer, by=hr, form_key="k" * 16)
    assert ours != theirs
    assert ours.starts_on == theirs.starts_on
    assert ours.email == theirs.email


def test_the_database_refuses_a_second_live_hire(employer, hr):
    hire = a_hire(employer, by=hr)
    twin = Hire.objects.get(pk=hire.pk)
    twin.pk, twin.public_id, twin.code, twin.email = None, "bbbbbbbbbb", "c" * 22, "Ana@Example.org"
    with pytest.raises(IntegrityError, match="hire_once_per_employer_and_start"):
        twin.save(force_insert=True)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"shares": "date"}, "hire_shares_only_once_accepted"),
        ({"shares": "all"}, "hire_shares_known"),
        ({"adults": 0}, "hire_comes_with_a_family"),
        ({"children": 9}, "hire_comes_with_a_family"),
        ({"nationality_group": "be"}, "hire_nationality_group_known"),
        ({"name": ""}, "hire_named"),
        ({"declined_at": NOW, "accepted_at": NOW}, "hire_declines_or_accepts"),
    ],
)
def test_the_database_refuses_what_makes_no_sense(employer, hr, change, constraint):
    hire = a_hire(employer, by=hr)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Hire.objects.filter(pk=hire.pk).update(**change)


def test_an_employer_has_its_share_a_day(employer, hr, settings):
    settings.HIRES_PER_EMPLOYER_PER_DAY = 2
    for n in range(2):
        a_hire(employer, by=hr, email=f"{n}@x.example")
    with pytest.raises(TooManyHires):
        a_hire(employer, by=hr, email="3@x.example")
    a_hire(OrganisationFactory(), email="3@x.example")
    a_hire(employer, by=hr, email="3@x.example", at=NOW + timedelta(days=1, minutes=1))


def test_inviting_again_has_its_pace_and_its_end(employer, hr):
    hire = a_hire(employer, by=hr)
    at = NOW
    with pytest.raises(InvitedLately):
        hiring.invite_again(hire=hire, at=NOW + timedelta(minutes=59))
    for _n in range(hiring.MOST_INVITATIONS - 1):
        at += timedelta(days=1)
        hire = hiring.invite_again(hire=hire, at=at)
    assert hire.invitation_expires_at == at + hiring.INVITATION
    with pytest.raises(TooManyInvitations):
        hiring.invite_again(hire=hire, at=at + timedelta(days=1))
    assert Message.objects.filter(kind="hire-invited").count() == hiring.MOST_INVITATIONS


def test_accepting_writes_the_choice_and_tells_who_registered(employer, hr):
    account = an_account("ana@example.org")
    hire = a_hire(employer, by=hr, shares=Shares.STATE, account=account)
    assert (hire.accepted_at, hire.account, hire.shares) == (NOW, account, Shares.STATE)
    assert list(hire.choices.values_list("version", "shares", "at")) == [(1, "state", NOW)]
    told = Message.objects.get(kind="hire-accepted")
    assert told.recipient == hr.email


def test_accepting_twice_is_accepting_once(employer, hr):
    hire = a_hire(employer, by=hr, shares=Shares.DATE)
    again = hiring.accept(hire=hire, shares=Shares.DATE, at=NOW + timedelta(1))
    assert again.accepted_at == NOW
    assert Choice.objects.count() == 1
    assert Message.objects.filter(kind="hire-accepted").count() == 1


def test_a_lapsed_invitation_cannot_be_accepted(employer, hr):
    hire = a_hire(employer, by=hr)
    with pytest.raises(InvitationLapsed):
        hiring.accept(hire=hire, shares=Shares.DATE, at=NOW + hiring.INVITATION)
    assert Hire.objects.get().accepted_at is None
    hire = hiring.invite_again(hire=hire, at=NOW + hiring.INVITATION)
    assert hiring.accept(hire=hire, shares=Shares.DATE, at=NOW + hiring.INVITATION).has_accepted


def test_every_change_of_mind_is_kept(employer, hr):
    hire = a_hire(employer, by=hr, shares=Shares.DATE)
    later = NOW + timedelta(days=3)
    hiring.decide_consent(hire=hire, shares=Shares.NOTHING, at=later)
    hiring.decide_consent(hire=hire, shares=Shares.NOTHING, at=later + timedelta(days=1))
    hiring.decide_consent(hire=hire, shares=Shares.STATE, at=later + timedelta(days=2))
    assert list(Choice.objects.values_list("version", "shares", "at")) == [
        (1, "date", NOW),
        (2, "nothing", later),
        (3, "state", later + timedelta(days=2)),
    ]
    assert Hire.objects.get().shares == "state"


def test_nothing_is_chosen_before_accepting(employer, hr):
    hire = a_hire(employer, by=hr)
    with pytest.raises(InvitationLapsed):
        hiring.decide_consent(hire=hire, shares=Shares.DATE, at=NOW)
    assert not Choice.objects.exists()


def test_declining_closes_and_frees_the_place(employer, hr):
    hire = a_hire(employer, by=hr)
    declined = hiring.decline(hire=hire, at=NOW)
    assert hiring.decline(hire=hire, at=NOW + timedelta(1)).declined_at == declined.declined_at
    for refused in (
        lambda: hiring.accept(hire=hire, shares=Shares.DATE, at=NOW),
        lambda: hiring.invite_again(hire=hire, at=NOW + timedelta(1)),
    ):
        with pytest.raises(InvitationClosed):
            refused()
    assert a_hire(employer, by=hr).pk != hire.pk


def test_who_accepted_does_not_decline_and_is_not_invited(employer, hr):
    hire = a_hire(employer, by=hr, shares=Shares.NOTHING)
    with pytest.raises(AlreadyAccepted):
        hiring.decline(hire=hire, at=NOW)
    with pytest.raises(AlreadyAccepted):
        hiring.invite_again(hire=hire, at=NOW + timedelta(1))


def test_taking_back_closes_everything(employer, hr):
    hire = a_hire(employer, by=hr, shares=Shares.DATE)
    taken = hiring.withdraw(hire=hire, at=NOW)
    assert hiring.withdraw(hire=hire, at=NOW + timedelta(1)).withdrawn_at == taken.withdrawn_at
    with pytest.raises(InvitationClosed):
        hiring.decide_consent(hire=hire, shares=Shares.NOTHING, at=NOW)
    assert not Hire.objects.live().exists()


def test_an_erased_hire_is_closed(employer, hr):
    hire = a_hire(employer, by=hr)
    Hire.objects.filter(pk=hire.pk).delete()
    with pytest.raises(InvitationClosed):
        hiring.accept(hire=hire, shares=Shares.DATE, at=NOW)
