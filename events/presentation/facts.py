"""Everything a mail, a private page or a calendar file tells about one registration."""

from dataclasses import dataclass

from django.utils.translation import override

from events.models import Event, Occurrence, Registration
from rotonde.common.links import whole
from rotonde.translations.labels import mark_machine


@dataclass(frozen=True)
class Facts:
    """A registration as its household sees it; addresses are whole and in its language.

    `joining_link` is empty for who has no seat: it is theirs alone who do.
    """

    registration: Registration
    link: str
    event_link: str
    joining_link: str
    before_in_line: int

    @property
    def occurrence(self) -> Occurrence:
        return self.registration.occurrence

    @property
    def event(self) -> Event:
        return self.occurrence.event


def facts(registration: Registration) -> Facts:
    """Reads what belongs to a registration read with `told()`: one query, two for who waits."""
    event = registration.occurrence.event
    mark_machine([event], reader=registration.language)
    seated = registration.state == Registration.State.REGISTERED
    with override(registration.language):
        link, event_link = registration.get_absolute_url(), event.get_absolute_url()
    return Facts(
        registration=registration,
        link=whole(link),
        event_link=whole(event_link),
        joining_link=event.joining_link if seated else "",
        before_in_line=_before(registration),
    )


def _before(registration: Registration) -> int:
    if registration.state != Registration.State.WAITING:
        return 0
    in_line = Registration.objects.in_line().filter(occurrence=registration.occurrence_id)
    return in_line.filter(position__lt=registration.position).count()
