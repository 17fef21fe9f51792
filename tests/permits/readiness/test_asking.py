"""What the office doubts and asks, and what the mails say of it."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from django.utils.translation import override

from permits import booking
from permits.desk.noting import check_in
from permits.models import PaperCheck, PaperRequest
from permits.readiness.answering import answer
from permits.readiness.asking import ask
from permits.readiness.doubting import doubt, settle_doubt
from permits.readiness.reading import readiness_of
from permits.readiness.refusals import (
    AlreadyAsked,
    EmployerNotAllowed,
    NobodyToWriteTo,
    NothingToAsk,
)
from permits.refusals import NotBooked
from rotonde.common.languages import CODES
from rotonde.notifications.kinds import kind_of
from rotonde.notifications.models import Message
from tests.factories.permits import NOW

PERSON = PaperRequest.To.PERSON


def mail_of(kind):
    message = Message.objects.get(kind=kind)
    with override(message.language), timezone.override(message.time_zone):
        return kind_of(message).render(message)


def everything(office, visit):
    given = {p.name: "have" for p in readiness_of(visit).people[0].papers}
    return {**given, office.question(visit): "yes"}


def test_a_doubt_stands_until_it_is_settled_whatever_the_visitor_says(office):
    visit, by = office.desk.book(), office.desk.host
    answer(visit=visit, given=everything(office, visit), at=NOW)
    doubt(visit=visit, paper=office.paper(visit), doubt="Expired?", at=NOW, by=by)
    assert readiness_of(visit).doubtful == 1
    later = NOW + timedelta(hours=1)
    answer(visit=visit, given={office.paper(visit): "not-mine"}, at=later)
    (paper,) = readiness_of(visit).people[0].doubted
    assert paper.answered_since
    assert settle_doubt(visit=visit, paper=paper.name)
    assert readiness_of(visit).is_ready
    assert not settle_doubt(visit=visit, paper=paper.name)


def test_a_paper_nobody_spoke_of_can_be_doubted(office):
    visit = office.desk.book()
    doubt(visit=visit, paper=office.paper(visit), doubt="Expired?", at=NOW, by=office.desk.host)
    assert PaperCheck.objects.get().doubted_by == office.desk.host


def test_the_mail_lists_what_is_missing_when_it_is_sent(office):
    visit = office.desk.book()
    doubt(visit=visit, paper=office.paper(visit), doubt="Expired?", at=NOW, by=office.desk.host)
    ask(visit=visit, to=PERSON, words="See you <soon>", at=NOW, by=office.desk.host)
    given = {office.paper(visit, 0, 0): "have"}
    answer(visit=visit, given=given, at=NOW)
    mail = mail_of("visit-papers")
    assert "Lease (Huurcontract): Copy" in mail.text
    assert "Expired?" in mail.text
    assert "See you <soon>" in mail.text
    assert "See you <soon>" in BeautifulSoup(mail.html, "html.parser").get_text()
    assert visit.code in mail.text


@pytest.mark.parametrize("language", CODES)
def test_the_mail_is_whole_in_every_language(office, language):
    visit = office.desk.book()
    visit.language = language
    visit.save()
    ask(visit=visit, to=PERSON, at=NOW, by=office.desk.host)
    mail = mail_of("visit-papers")
    for leftover in ("{{", "{%", "%(", "None"):
        assert leftover not in mail.subject + mail.text + mail.html
    assert f'lang="{language}"' in mail.html


def test_it_is_not_sent_once_nothing_is_missing_or_they_are_here(office):
    visit = office.desk.book()
    ask(visit=visit, to=PERSON, at=NOW, by=office.desk.host)
    message = Message.objects.get(kind="visit-papers")

    def relevant():
        found = Message.objects.get(pk=message.pk)
        return kind_of(found).relevant(found)

    assert relevant()
    answer(visit=visit, given=everything(office, visit), at=NOW)
    assert not relevant()
    answer(visit=visit, given={office.paper(visit): ""}, at=NOW)
    assert relevant()
    check_in(visit=visit, at=visit.starts_at, by=office.desk.host)
    assert not relevant()


def test_a_double_click_is_one_mail(office):
    visit = office.desk.book()
    ask(visit=visit, to=PERSON, at=NOW, by=office.desk.host)
    with pytest.raises(AlreadyAsked):
        ask(visit=visit, to=PERSON, at=NOW + timedelta(seconds=1), by=office.desk.manager)
    assert Message.objects.filter(kind="visit-papers").count() == 1


def test_nothing_is_asked_where_nothing_is_missing_nobody_reads_or_nobody_comes(office):
    visit, by = office.desk.book(), office.desk.host
    with pytest.raises(EmployerNotAllowed):
        ask(visit=visit, to=PaperRequest.To.EMPLOYER, at=NOW, by=by)
    answer(visit=visit, given=everything(office, visit), at=NOW)
    with pytest.raises(NothingToAsk):
        ask(visit=visit, to=PERSON, at=NOW, by=by)
    visit.email, visit.phone = "", "+32 9 000 00 00"
    visit.save()
    with pytest.raises(NobodyToWriteTo):
        ask(visit=visit, to=PERSON, words="Hello", at=NOW, by=by)
    booking.cancel(code=visit.code, at=NOW)
    with pytest.raises(NotBooked):
        ask(visit=visit, to=PERSON, words="Hello", at=NOW, by=by)
    assert not PaperRequest.objects.exists()


@pytest.mark.parametrize("kind", ["visit-reminder-1d", "visit-reminder-3d"])
def test_a_reminder_names_what_is_missing_and_only_that(office, kind):
    visit = office.desk.book()
    answer(visit=visit, given={office.paper(visit): "have"}, at=NOW)
    message = Message(kind=kind, target=f"visit:{visit.pk}", anchor=visit.starts_at)
    mail = kind_of(message).render(message)
    missing = mail.text.split("Still missing")[1].split("What to bring")[0]
    assert "Lease" in missing
    assert "Passport" not in missing
    answer(visit=visit, given=everything(office, visit), at=NOW)
    message = Message(kind=kind, target=f"visit:{visit.pk}", anchor=visit.starts_at)
    assert "Still missing" not in kind_of(message).render(message).text
