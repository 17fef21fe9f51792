"""An employer is asked for an employer's papers, where the hire says so, and told nothing else."""

import pytest
from django.utils import timezone
from django.utils.translation import override

from permits.models import Document, PaperRequest
from permits.readiness.answering import answer
from permits.readiness.asking import ask
from permits.readiness.employers import has_employer, may_ask_employer
from permits.readiness.reading import readiness_of
from permits.readiness.refusals import EmployerNotAllowed
from rotonde.common.languages import CODES
from rotonde.employers import hiring
from rotonde.employers.models import Shares
from rotonde.notifications.kinds import kind_of
from rotonde.notifications.models import Message
from tests.factories.accounts import an_account
from tests.factories.centers import open_center
from tests.factories.employers import NOW, OrganisationFactory, a_hire, a_member, booked_for

EMPLOYER = PaperRequest.To.EMPLOYER


@pytest.fixture
def visit(db):
    world = open_center(at=NOW)
    Document.objects.filter(slug="lease").update(from_employer=True)
    company = OrganisationFactory()
    hr = a_member(company, "hr@example.org")
    hire = a_hire(company, by=hr, shares=Shares.STATE, at=NOW)
    return booked_for(hire, world)


def allowed(visit):
    answer(visit=visit, given={}, ask_employer=True, at=NOW)
    visit.refresh_from_db()
    return visit


def staff():
    return an_account("host@example.org")


def message():
    return Message.objects.get(kind="hire-papers")


def test_nobody_is_asked_until_the_hire_says_so(visit):
    assert has_employer(visit)
    assert not may_ask_employer(visit)
    with pytest.raises(EmployerNotAllowed):
        ask(visit=visit, to=EMPLOYER, at=NOW, by=staff())
    assert not Message.objects.filter(kind="hire-papers").exists()


@pytest.mark.parametrize("language", CODES)
def test_the_mail_names_the_employers_papers_and_opens_nothing(visit, language):
    ask(visit=allowed(visit), to=EMPLOYER, words="By Friday", at=NOW, by=staff())
    found = message()
    assert found.recipient == "hr@example.org"
    assert kind_of(found).relevant(found)
    with override(language), timezone.override(found.time_zone):
        mail = kind_of(found).render(found)
    assert "(Huurcontract)" in mail.text
    assert "Paspoort" not in mail.text + mail.html
    assert "By Friday" in mail.text
    assert visit.code not in mail.text + mail.html
    assert visit.hire.code not in mail.text + mail.html


@pytest.mark.parametrize("change", ["choice", "consent", "answered"])
def test_it_is_not_sent_once_the_hire_thinks_otherwise(visit, change):
    ask(visit=allowed(visit), to=EMPLOYER, at=NOW, by=staff())
    if change == "choice":
        hiring.decide_consent(hire=visit.hire, shares=Shares.NOTHING, at=NOW)
    elif change == "consent":
        answer(visit=visit, given={}, ask_employer=False, at=NOW)
    else:
        given = {p.name: "have" for p in readiness_of(visit).people[0].papers}
        answer(visit=visit, given=given, at=NOW)
    found = message()
    assert not kind_of(found).relevant(found)


def test_the_box_stands_on_the_private_page_of_a_hired_person_only(visit, client):
    page = client.get(visit.get_absolute_url()).content.decode()
    assert 'name="ask_employer"' in page or visit.starts_at < timezone.now()
