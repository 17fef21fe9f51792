"""What the API asks and says about availability, holds and visits: the public contract."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from ninja import Field, Schema
from pydantic import (
    AfterValidator,
    AwareDatetime,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
)
from pydantic_core import PydanticCustomError

from permits.parties import MOST_PEOPLE
from services.schemas import Text

Code = Annotated[str, Field(max_length=50, pattern=r"^[-a-zA-Z0-9_]+$")]
NisCode = Annotated[str, Field(pattern=r"^[0-9]{5}$", description="NIS code")]

Spoken = Annotated[str, Field(pattern=r"^([a-z]{2,3})?$")]


def _storable(text: str) -> str:
    stripped = " ".join(text.split())
    if not stripped or "\0" in stripped:
        raise ValueError("a name has letters and no control characters")
    return stripped


def _address(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError as error:
        raise ValueError("not an email address") from error
    return text


def _instant_or_first(given: Any, read: ValidatorFunctionWrapHandler) -> datetime | None:
    if given == "first":
        return None
    if given is None:
        raise PydanticCustomError("datetime_type", "Input should be a valid datetime or 'first'")
    return read(given)


# As one field, and not as a choice of two: what is wrong with it is said of `start`. None: first.
InstantOrFirst = Annotated[
    AwareDatetime | None,
    WrapValidator(_instant_or_first),
    WithJsonSchema({"anyOf": [{"type": "string", "format": "date-time"}, {"const": "first"}]}),
    Field(description="An instant that is free, or `first`: the first one that is"),
]
Name = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(_storable)]
Email = Annotated[str, Field(max_length=254), AfterValidator(_address)]


class AskedAvailability(Schema):
    """`person` is repeated: kind, colon, codes of procedures with commas."""

    center: Code
    person: list[str] = Field(
        ...,
        min_length=1,
        max_length=4 * MOST_PEOPLE,
        description="adult:registration,residence-permit",
    )
    municipality: NisCode | None = Field(None, description="NIS code; default: the center's city")
    first_day: date | None = Field(None, alias="from", description="Default: today")
    days: int = Field(14, ge=1, le=60)
    officer_language: Spoken = Field("", description="Only officers who speak it: nl, fr, …")
    lang: str | None = Field(None, description="Language of the texts: en nl fr de es pl tr ar")


class PersonIn(Schema):
    kind: Literal["adult", "child"]
    procedures: list[Code] = Field(..., min_length=1, max_length=20)


class HoldIn(Schema):
    """`from` and `days` go with the first free start, and are those of `GET availability`."""

    center: Code
    start: InstantOrFirst
    first_day: date | None = Field(None, alias="from", description="Default: today")
    days: int = Field(14, ge=1, le=60, description="With `first`: how many days from there on")
    people: list[PersonIn] = Field(..., min_length=1, max_length=4 * MOST_PEOPLE)
    municipality: NisCode | None = None
    officer_language: Spoken = ""
    language: Literal["en", "nl", "fr", "de", "es", "pl", "tr", "ar"] = "en"
    challenge: str = Field("", max_length=500, description="The token a 429 came with")
    solution: str = Field(
        "",
        max_length=20,
        description="A number n: sha256 of '<token>:<n>' begins with as many zero bits as asked",
    )


class NameIn(Schema):
    name: Name


class ConfirmIn(Schema):
    name: Name
    email: Email
    language: Literal["en", "nl", "fr", "de", "es", "pl", "tr", "ar"] = "en"
    people: list[NameIn] = Field([], max_length=4 * MOST_PEOPLE)


class StepOut(Schema):
    person: int = Field(..., description="Index into the people asked for, from 0")
    agency: Literal["municipal", "federal"]
    procedure: str
    start: datetime
    end: datetime


class StartOut(Schema):
    start: datetime = Field(..., description="The door; reception comes before the first step")
    end: datetime
    steps: list[StepOut]


class AvailabilityOut(Schema):
    version: str
    starts: list[StartOut]


class HoldOut(Schema):
    code: str
    center: str
    expires_at: datetime
    start: datetime
    end: datetime
    steps: list[StepOut]


class PersonOut(Schema):
    kind: Literal["adult", "child"]
    name: str
    procedures: list[str]


class VisitOut(Schema):
    code: str
    state: Literal["held", "booked", "cancelled", "expired"]
    center: str
    municipality: str
    ticket: str
    start: datetime
    end: datetime
    language: str
    people: list[PersonOut]
    steps: list[StepOut]
    url: str = Field(..., description="The private page: see, move, cancel")
    calendar: str


class AgencyOut(Schema):
    kind: Literal["municipal", "federal"]
    name: Text
    municipalities: list[str] = Field(..., description="NIS codes it may act for")


class CenterOut(Schema):
    code: str
    name: Text
    street_address: str
    postal_code: str
    locality: str
    latitude: float | None
    longitude: float | None
    municipality: str
    time_zone: str
    reception_minutes: int
    horizon_days: int
    agencies: list[AgencyOut]
    verified: bool


class CenterPage(Schema):
    count: int
    next: str | None
    previous: str | None
    results: list[CenterOut]


class ProcedureOut(Schema):
    code: str
    agency: Literal["municipal", "federal"]
    official_name: str = Field(..., description="In Dutch, by law")
    name: Text
    summary: Text
    follows: list[str]
    minutes: int | None
    extra_adult_minutes: int | None
    extra_child_minutes: int | None
    verified: bool


class ProcedurePage(Schema):
    count: int
    next: str | None
    previous: str | None
    results: list[ProcedureOut]
