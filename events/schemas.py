"""What the API says of events, in the shapes of the public contract."""

from datetime import date, datetime
from typing import Literal

from ninja import Field, Schema

from services.schemas import CorrectionOut, OrganisationOut, PlaceOut, Text, ThemeOut


class AskedEvents(Schema):
    """The filters of the page; read as text so that one form cleans them for page and API."""

    q: str | None = Field(None, description="Words of any language, or their beginnings")
    exact: str | None = Field(None, description="yes: look for what `q` says, typos and all")
    when: str | None = Field(None, description="week, month or quarter, from today")
    from_day: str | None = Field(None, alias="from", description="First day, YYYY-MM-DD")
    to: str | None = Field(None, description="Last day, YYYY-MM-DD")
    kind: str | None = Field(None, description="As in the answers: city-walk, dutch-taster, …")
    theme: str | None = Field(None, description="Slug; a top theme includes its sub-themes")
    language: str | None = Field(None, description="Spoken language, ISO 639")
    organiser: str | None = Field(None, description="Slug of the organisation")
    municipality: str | None = Field(None, description="Slug or NIS code")
    page: str | None = Field(None, description="From 1")
    lang: str | None = Field(None, description="Language of the texts: en nl fr de es pl tr ar")


class DateOut(Schema):
    """One date of an event."""

    date_id: int
    start: datetime
    end: datetime
    time_zone: str
    state: Literal["planned", "cancelled"]
    registration: Literal[
        "cancelled", "over", "come", "elsewhere", "not-open", "closed", "waiting-list", "open"
    ] = Field(description="What a newcomer can do about this date now")
    all_day: bool
    capacity: int | None = Field(description="null: no limit")
    seats_left: int | None
    sequence: int
    changed_at: datetime
    calendar: str = Field(description="This date as an .ics file")


class EventFacts(Schema):
    id: str
    url: str
    kind: str
    name: Text
    summary: Text
    description: Text
    audience: Text
    organisation: OrganisationOut
    organiser: str = Field(description="Slug, as the filter takes it")
    themes: list[ThemeOut]
    spoken_languages: list[str]
    website: str = Field(description="Where the organiser tells more; empty: nowhere")
    attendance: Literal["on-site", "online", "hybrid"]
    place: PlaceOut | None
    price: str
    currency: str
    registration_needed: bool
    source: str
    checked_on: date | None
    verified: bool


class ListedEvent(EventFacts, DateOut):
    """An event at one of its dates."""


class EventOut(EventFacts):
    state: Literal["published", "cancelled"]
    dates: list[DateOut] = Field(description="Those to come")


class EventPage(Schema):
    corrections: list[CorrectionOut]
    count: int
    next: str | None
    previous: str | None
    results: list[ListedEvent]
