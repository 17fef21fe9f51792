"""The mails about hires: to whom, in which language, what is in them and what never is."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils.translation import override

from permits import booking
from rotonde.employers import hiring
from rotonde.employers.models import Shares
from rotonde.employers.notifications import HireGone
from rotonde.notifications.kinds import kind_of
from rotonde.notifications.models import Message
from rotonde.organisations.models import Mandate
from tests.factories.employers import NOW, TODAY, a_hire, an_agent, booked_for
from tests.factories.messages import is_relevant

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def mail_of(kind):
    message = Message.objects.filter(kind=kind).latest("id")
    with override(message.language):
        return message, kind_of(message).render(message)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_invitation_links_in_the_hires_language(employer, hr, language):
    hire = a_hire(employer, by=hr, language=language)
    message, mail = mail_of("hire-invited")
    link = f"/{language}/employers/invitation/{hire.code}/"
    for part in (mail.text, mail.html):
        assert link in part
        assert hire.name in part
    assert "Acme" in mail.subject
    assert "\n" not in mail.subject
    assert is_relevant(message)


def test_the_secret_of_the_invitation_is_declared(employer, hr):
    hire = a_hire(employer, by=hr)
    message, _mail = mail_of("hire-invited")
    assert hire.code in kind_of(message).secrets(message)


def test_the_employer_is_told_only_that_they_accepted(employer, hr):
    hire = a_hire(employer, by=hr, shares=Shares.DATE)
    message, mail = mail_of("hire-accepted")
    assert message.recipient == hr.email
    assert hire.name in mail.subject
    for part in (mail.text, mail.html):
        assert hire.code not in part
        assert hire.email not in part
        assert f"/employers/hires/{hire.public_id}/" in part
        assert "visit" not in part.lower()


def test_the_hire_is_told_of_the_visit_and_the_link_comes_with_its_own_mail(employer, hr, world):
    hire = a_hire(employer, by=hr, shares=Shares.STATE, language="en")
    visit = booked_for(hire, world)
    message, mail = mail_of("hire-visit-booked")
    assert (message.recipient, message.time_zone) == (hire.email, "Europe/Brussels")
    assert visit.code not in mail.text + mail.html
    assert "Whether my visit is booked and done" in mail.text
    assert is_relevant(message)
    booking.cancel(code=visit.code, at=NOW)
    assert not is_relevant(message)


def test_an_invitation_that_was_answered_or_replaced_is_not_sent(employer, hr):
    hire = a_hire(employer, by=hr)
    first, _mail = mail_of("hire-invited")
    hiring.invite_again(hire=hire, at=NOW + timedelta(hours=2))
    second, _mail = mail_of("hire-invited")
    assert (is_relevant(first), is_relevant(second)) == (False, True)
    hiring.accept(hire=hire, shares=Shares.NOTHING, at=NOW + timedelta(hours=3))
    assert not is_relevant(second)


def test_nothing_is_sent_about_a_hire_taken_back(employer, hr):
    hire = a_hire(employer, by=hr, shares=Shares.DATE)
    hiring.withdraw(hire=hire, at=NOW)
    assert not any(is_relevant(message) for message in Message.objects.all())


def test_an_agent_whose_mandate_ended_is_not_told(employer, clock):
    agent = an_agent(employer, "agent@x.example")
    a_hire(employer, by=agent, shares=Shares.DATE)
    message, _mail = mail_of("hire-accepted")
    assert is_relevant(message)
    Mandate.objects.update(valid_until=TODAY - timedelta(1))
    assert not is_relevant(message)


def test_who_registered_has_left(employer, hr):
    hire = a_hire(employer, by=hr)
    hr.delete()
    hiring.accept(hire=hire, shares=Shares.DATE, at=NOW)
    assert not Message.objects.filter(kind="hire-accepted").exists()


def test_a_hire_that_is_gone_is_not_written_about(employer, hr):
    hire = a_hire(employer, by=hr)
    message = Message.objects.get()
    hire.delete()
    assert not is_relevant(message)
    with pytest.raises(HireGone):
        kind_of(message).render(message)
