"""What the API says of services, in the shapes of the public contract."""

from datetime import date, datetime, time
from typing import Any, Literal

from ninja import Field, Schema

from services.access import CONDITIONS


class Asked(Schema):
    """The filters of the page; read as text so that one form cleans them for page and API."""

    q: str | None = Field(None, description="Words of any language, or their beginnings")
    exact: str | None = Field(None, description="yes: look for what `q` says, typos and all")
    theme: str | None = Field(None, description="Slug; a top theme includes its sub-themes")
    kind: str | None = Field(None, description="public, private or non-profit")
    language: str | None = Field(None, description="Spoken language, ISO 639")
    municipality: str | None = Field(None, description="Slug or NIS code")
    open: str | None = Field(None, description="now: open at this moment, without appointment")
    access: list[str] = Field(
        [], description="What getting in must be like: " + ", ".join(CONDITIONS)
    )
    bbox: str | None = Field(None, description="west,south,east,north in degrees (WGS 84)")
    lang: str | None = Field(None, description="Language of the texts: en nl fr de es pl tr ar")


class AskedPage(Asked):
    page: str | None = Field(None, description="From 1")


class AskedMap(Asked):
    zoom: str | None = Field(None, description="Zoom of the map, 0 to 22")


class Text(Schema):
    text: str
    content_language: str
    requested_language: str
    translation: Literal["human", "machine", "reviewed", "missing", "outdated"]


class OrganisationOut(Schema):
    name: str
    kind: str
    website: str
    paid_partner: bool = Field(description="Pays to be shown")


class ThemeOut(Schema):
    slug: str
    name: Text
    parent: str | None
    icon: str


class ThemeCounted(ThemeOut):
    summary: Text
    services: int


class MunicipalityOut(Schema):
    nis_code: str
    slug: str
    name: Text
    postcodes: list[str]
    latitude: float
    longitude: float
    url: str


class PlaceOut(Schema):
    name: str
    street_address: str
    postal_code: str
    locality: str
    municipality: str | None = Field(None, description="NIS code")
    latitude: float | None
    longitude: float | None
    coordinates_approximate: bool
    wheelchair: Literal["", "yes", "limited", "no"]
    facilities: list[str]
    verified: bool


class SpokenOut(Schema):
    """A language spoken whenever the channel is open or, with a weekday, at these hours only."""

    language: str = Field(description="ISO 639")
    level: Literal["", "basic", "good", "fluent"]
    weekday: int | None = Field(None, description="1 is Monday")
    starts_at: time | None = None
    ends_at: time | None = None


class HoursOut(Schema):
    weekday: int = Field(description="1 is Monday")
    opens_at: time
    closes_at: time
    closes_next_day: bool


class ScheduleOut(Schema):
    """On each day the schedule of the highest priority that speaks of it decides alone."""

    priority: int
    valid_from: date | None
    valid_until: date | None
    season_from: str = Field(description="MM-DD, every year; empty: no season")
    season_until: str
    holidays: Literal["closed", "open", "only"]
    hours: list[HoursOut]


class ChannelOut(Schema):
    kind: Literal["desk", "phone", "online", "home-visit"]
    entry: Literal["", "walk-in", "appointment", "referral"]
    place: PlaceOut | None
    phone: str
    url: str
    email: str
    spoken_languages: list[str]
    spoken: list[SpokenOut]
    schedules: list[ScheduleOut] = Field(description="Empty: the hours are not known")
    time_zone: str


class ServiceOut(Schema):
    id: str
    url: str
    name: Text
    summary: Text
    description: Text
    cost: Literal["", "free", "paid", "depends"]
    fees: Text
    documents: Text
    audience: Text
    organisation: OrganisationOut
    themes: list[ThemeOut]
    channels: list[ChannelOut]
    website: str
    phone: str
    email: str
    source: str
    checked_on: date | None
    verified: bool
    changed_at: datetime


class CorrectionOut(Schema):
    """A word that nothing has, and what was looked for instead."""

    typed: str
    meant: str


class ServicePage(Schema):
    corrections: list[CorrectionOut]
    count: int
    next: str | None
    previous: str | None
    results: list[ServiceOut]


class MapOut(Schema):
    """GeoJSON (RFC 7946) with how many services stand behind it."""

    type: Literal["FeatureCollection"]
    features: list[dict[str, Any]]
    meta: dict[str, int] = Field(description="services, points, without_place")
    summary: str


class OpeningOut(Schema):
    state: Literal["open", "closing", "closed", "appointment", "unknown"]
    text: str


class PointOut(Schema):
    latitude: float
    longitude: float
    address: str


class NearbyOut(Schema):
    """A service as a card shows it, with those of its places that lie in the box."""

    id: str
    url: str
    name: str
    content_language: str
    requested_language: str
    machine: bool = Field(description="The name is a machine's translation, and nobody checked it")
    kind: str
    kind_told: str
    paid_partner: bool
    verified: bool
    opening: OpeningOut | None = Field(description="None: no hours are known")
    spoken: str = Field(description="Names of languages, the reader's own first")
    places: list[PointOut]


class MiddleOut(Schema):
    latitude: float
    longitude: float


class PointsOut(Schema):
    """The services in the snapped box, those nearest to its middle first."""

    complete: bool = Field(description="Whether the box holds no more than these")
    middle: MiddleOut
    results: list[NearbyOut]


class Municipalities(Schema):
    results: list[MunicipalityOut]


class Themes(Schema):
    results: list[ThemeCounted]
