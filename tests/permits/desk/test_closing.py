import pytest

from permits.desk.closing import close, rack_for
from permits.desk.messages import TOOK_HOME
from permits.desk.noting import settle
from permits.desk.refusals import AlreadyClosed, NotHere, StillToSee
from permits.models import Closing, Step
from rotonde.notifications.delivery import deliver_due
from rotonde.notifications.models import Message
from tests.factories.events import EventFactory, OccurrenceFactory
from tests.factories.guides import GuideFactory
from tests.factories.permits import at_local
from tests.permits.desk.conftest import steps_of

AT = at_local("10:00")


def through(desk):
    visit = desk.book()
    for step in steps_of(visit):
        settle(step=step, outcome=Step.Outcome.DONE, at=AT, by=desk.officer)
    Message.objects.all().delete()
    return visit


def test_they_go_home_with_what_came_of_it_the_cards_and_two_questions(desk, mailoutbox) -> None:
    card = GuideFactory(title_en="Bank account")
    visit = through(desk)
    closing = close(visit=visit, cards=[card], at=AT, by=desk.host)
    visit.refresh_from_db()
    assert visit.left_at == AT
    assert deliver_due(at=AT).sent == 1
    mail = mailoutbox[0]
    assert mail.to == ["ada@example.org"]
    html = mail.alternatives[0][0]
    for words in (
        "registration",
        "Done",
        "Bank account",
        f"/en/appointments/feedback/{closing.code}/",
    ):
        assert words in mail.body, words
        assert words in html, words


def test_the_mail_names_what_is_held_in_their_language(desk, mailoutbox) -> None:
    for language in ("en", "fr"):
        event = EventFactory(name_en=f"Walk in {language}", spoken_languages=[language])
        OccurrenceFactory(event=event)
    close(visit=through(desk), cards=[], at=AT, by=desk.host)
    deliver_due(at=AT)
    assert "Walk in en" in mailoutbox[0].body
    assert "Walk in fr" not in mailoutbox[0].body


def test_where_nothing_is_held_in_it_what_is_on_at_all_is_told(desk, mailoutbox) -> None:
    OccurrenceFactory(event=EventFactory(name_en="Marche", spoken_languages=["fr"]))
    close(visit=through(desk), cards=[], at=AT, by=desk.host)
    deliver_due(at=AT)
    assert "Marche" in mailoutbox[0].body
    assert "in your language" not in mailoutbox[0].body


def test_the_outbox_keeps_no_link_to_the_questions(desk) -> None:
    closing = close(visit=through(desk), cards=[], at=AT, by=desk.host)
    deliver_due(at=AT)
    message = Message.objects.get(kind=TOOK_HOME)
    assert message.sent_text
    assert closing.code not in message.sent_text


def test_nobody_goes_home_twice_or_before_the_end_or_without_coming(desk) -> None:
    visit = desk.book()
    with pytest.raises(NotHere):
        close(visit=visit, cards=[], at=AT, by=desk.host)
    first, second = steps_of(visit)
    settle(step=first, outcome=Step.Outcome.DONE, at=AT, by=desk.officer)
    with pytest.raises(StillToSee):
        close(visit=visit, cards=[], at=AT, by=desk.host)
    settle(step=second, outcome=Step.Outcome.REFUSED, at=AT, by=desk.officer)
    close(visit=visit, cards=[], at=AT, by=desk.host)
    with pytest.raises(AlreadyClosed):
        close(visit=visit, cards=[], at=AT, by=desk.manager)
    assert Closing.objects.count() == 1


def test_the_cards_about_the_visit_lead(desk) -> None:
    GuideFactory(slug="bank")
    GuideFactory(slug="first-registration", procedures=["registration"])
    rack = rack_for(desk.book())
    assert [[c.slug for c in cards] for cards in (rack.fitting, rack.others)] == [
        ["first-registration"],
        ["bank"],
    ]
