"""What organisers offer to newcomers, and the dates on which it happens."""

from datetime import datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.querysets import EventQuerySet, OccurrenceQuerySet
from events.recurrence import BadRule, check
from rotonde.common.form_keys import KEY_LENGTH
from rotonde.common.natural_keys import NaturalKey
from rotonde.common.sourced import Sourced
from rotonde.organisations.models import Organisation
from services.models import Place, Theme


def validate_rule(rule: str) -> None:
    """Refuse a recurrence rule nobody could follow."""
    try:
        check(rule)
    except BadRule:
        example = "FREQ=MONTHLY;BYDAY=2SA"
        raise ValidationError(
            _("This is not a rule we can follow. An example: %(example)s"),
            params={"example": example},
        ) from None


class Event(NaturalKey, Sourced):
    """Something that happens once or again and again; `public_id` is its stable name outside.

    A `rule` lays out its dates (events.schedule); dates may also be added by hand. `joining_link`
    is for registered people only and leaves the portal in their mails and on their page alone.
    """

    NATURAL_KEY = ("public_id",)

    class Kind(models.TextChoices):
        MAYORS_WELCOME = "mayors-welcome", _("Mayor’s welcome")
        GOVERNORS_WELCOME = "governors-welcome", _("Governor’s welcome")
        REGIONAL_WELCOME = "regional-welcome", _("Regional welcome")
        CITY_WALK = "city-walk", _("City walk")
        DUTCH_TASTER = "dutch-taster", _("Dutch taster")
        TAX_WORKSHOP = "tax-workshop", _("Tax workshop")
        WORKSHOP = "workshop", _("Workshop")
        TALENT_EVENT = "talent-event", _("Talent and partner careers")
        NETWORKING = "networking", _("Networking drinks")
        SPOUSE_MEETUP = "spouse-meetup", _("Partner meetup")
        EXPO = "expo", _("Expo of services")
        FESTIVAL = "festival", _("Festival")
        OTHER = "other", _("Other event")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        CANCELLED = "cancelled", _("Cancelled")
        HIDDEN = "hidden", _("Taken offline")

    class Attendance(models.TextChoices):
        ON_SITE = "on-site", _("On site")
        ONLINE = "online", _("Online")
        HYBRID = "hybrid", _("On site and online")

    public_id = models.CharField(_("public id"), max_length=8, unique=True)
    slug = models.SlugField(_("address part"), max_length=80)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="events",
        verbose_name=_("organiser"),
    )
    themes = models.ManyToManyField(Theme, related_name="events", verbose_name=_("themes"))
    kind = models.CharField(_("kind"), max_length=17, choices=Kind)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT)
    name = models.CharField(_("name"), max_length=160)
    summary = models.CharField(_("summary"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    audience = models.CharField(_("for whom"), max_length=200, blank=True)
    spoken_languages = ArrayField(
        models.CharField(max_length=3), default=list, verbose_name=_("spoken languages")
    )
    attendance = models.CharField(
        _("attendance"), max_length=7, choices=Attendance, default=Attendance.ON_SITE
    )
    place = models.ForeignKey(
        Place,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("place"),
    )
    meeting_point = models.CharField(_("room or meeting point"), max_length=120, blank=True)
    joining_link = models.URLField(
        _("joining link"), blank=True, help_text=_("Only registered people receive it.")
    )
    website = models.URLField(
        _("web page"), blank=True, help_text=_("Where the organiser tells more.")
    )
    price = models.DecimalField(_("price"), max_digits=7, decimal_places=2, default=0)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")

    registration_needed = models.BooleanField(_("registration needed"), default=True)
    capacity = models.PositiveIntegerField(
        _("seats"),
        null=True,
        blank=True,
        help_text=_("For new dates; each date keeps its own. Empty: no limit."),
    )
    opens_days_before = models.PositiveSmallIntegerField(
        _("registration opens (days before)"),
        null=True,
        blank=True,
        help_text=_("Empty: as soon as the date is announced."),
    )
    closes_hours_before = models.PositiveSmallIntegerField(
        _("registration closes (hours before)"), default=0
    )

    rule = models.CharField(
        _("recurs"),
        max_length=120,
        blank=True,
        validators=[validate_rule],
        help_text=_("For example FREQ=MONTHLY;BYDAY=2SA: every second Saturday of a month."),
    )
    recurs_from = models.DateField(
        _("recurs from"), null=True, blank=True, help_text=_("Empty: it has been going on.")
    )
    recurs_until = models.DateField(
        _("recurs until"), null=True, blank=True, help_text=_("Empty: until further notice.")
    )
    start_time = models.TimeField(_("begins at"), null=True, blank=True)
    duration_minutes = models.PositiveSmallIntegerField(
        _("duration (minutes)"),
        default=120,
        validators=[MinValueValidator(5), MaxValueValidator(14 * 24 * 60)],
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/Brussels")
    external_id = models.CharField(max_length=255, unique=True, null=True, editable=False)
    form_key = models.CharField(max_length=KEY_LENGTH, null=True, editable=False)
    changed_at = models.DateTimeField(_("changed at"), db_default=Now())

    objects: ClassVar[EventQuerySet] = EventQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["slug", "public_id"]
        indexes = [GinIndex(fields=["spoken_languages"], name="event_spoken")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "form_key"], name="event_once_per_form"
            ),
            models.CheckConstraint(
                name="event_named_in_english_or_dutch",
                # Said, because a comparison with nothing would let a nameless event pass.
                condition=Q(name_en__isnull=False, name_en__gt="")
                | Q(name_nl__isnull=False, name_nl__gt=""),
                violation_error_message=_("Give the event a name in English or Dutch."),
            ),
            models.CheckConstraint(
                name="event_public_id_is_readable",
                condition=Q(public_id__regex=r"^[a-z0-9]{8}$"),
            ),
            models.CheckConstraint(
                name="event_state_known",
                condition=Q(state__in=["draft", "published", "cancelled", "hidden"]),
            ),
            models.CheckConstraint(
                name="event_on_site_has_a_place",
                condition=Q(attendance="online") | Q(place__isnull=False),
                violation_error_message=_("An event that is not only online has a place."),
            ),
            models.CheckConstraint(
                name="event_rule_has_a_time",
                condition=Q(rule="") | Q(start_time__isnull=False),
                violation_error_message=_("An event that recurs needs a time at which it begins."),
            ),
            models.CheckConstraint(
                name="event_recurs_from_before_until",
                condition=Q(recurs_from__isnull=True)
                | Q(recurs_until__isnull=True)
                | Q(recurs_until__gte=models.F("recurs_from")),
                violation_error_message=_("The last day comes before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("events:event", args=[self.slug, self.public_id])

    @property
    def is_online(self) -> bool:
        """Whether one can take part from elsewhere."""
        return self.attendance != self.Attendance.ON_SITE

    @property
    def is_imported(self) -> bool:
        """Whether it comes from another calendar, which says how it is now."""
        return self.external_id is not None

    @property
    def tone(self) -> str:
        """The top theme that tints it, if any. Read with `told()` or `listed()` before."""
        first = next(iter(self.themes.all()), None)
        return (first.parent or first).slug if first else ""

    @property
    def is_free(self) -> bool:
        return not self.price


class Occurrence(models.Model):
    """One date of an event. The database keeps `seats_taken` within `capacity`.

    `planned_on` is the day the event's rule names, whatever the date was moved to since; dates
    added by hand have none. `external_key` names an imported date within its event. `sequence`
    counts what changed for those who have it in a calendar. What lasts `all_day` begins and ends
    at midnight.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        CANCELLED = "cancelled", _("Cancelled")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="occurrences")
    planned_on = models.DateField(_("planned on"), null=True, blank=True, editable=False)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    all_day = models.BooleanField(default=False, editable=False)
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/Brussels")
    external_key = models.CharField(max_length=64, null=True, editable=False)
    capacity = models.PositiveIntegerField(
        _("seats"), null=True, blank=True, help_text=_("Empty: no limit.")
    )
    seats_taken = models.PositiveIntegerField(_("seats taken"), default=0, editable=False)
    waiting = models.PositiveIntegerField(_("registrations waiting"), default=0, editable=False)
    last_position = models.PositiveIntegerField(default=0, editable=False)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.PLANNED)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    moved_at = models.DateTimeField(null=True, blank=True, editable=False)
    changed_at = models.DateTimeField(_("changed at"), db_default=Now(), editable=False)

    objects: ClassVar[OccurrenceQuerySet] = OccurrenceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("date")
        verbose_name_plural = _("dates")
        ordering = ["starts_at", "id"]
        indexes = [
            models.Index(fields=["starts_at", "id"], name="occurrence_in_order"),
            models.Index(fields=["ends_at"], name="occurrence_by_its_end"),
            models.Index(fields=["event", "starts_at"], name="occurrence_of_event"),
        ]
        constraints = [
            models.CheckConstraint(
                name="occurrence_never_a_seat_too_many",
                condition=Q(capacity__isnull=True) | Q(seats_taken__lte=models.F("capacity")),
                violation_error_message=_("More seats than this are taken."),
            ),
            models.CheckConstraint(
                name="occurrence_ends_after_it_begins",
                condition=Q(ends_at__gt=models.F("starts_at")),
                violation_error_message=_("It must end after it begins."),
            ),
            models.CheckConstraint(
                name="occurrence_state_known", condition=Q(state__in=["planned", "cancelled"])
            ),
            models.UniqueConstraint(
                fields=["event", "planned_on"], name="occurrence_once_per_planned_day"
            ),
            models.UniqueConstraint(
                fields=["event", "external_key"], name="occurrence_once_per_external_key"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def local_start(self) -> datetime:
        return self.starts_at.astimezone(self.zone)

    @property
    def local_end(self) -> datetime:
        return self.ends_at.astimezone(self.zone)

    @property
    def last_day(self) -> datetime:
        """Its end, as a day: what ends at midnight goes on no longer."""
        return self.local_end - timedelta(microseconds=1) if self.all_day else self.local_end

    @property
    def over_days(self) -> bool:
        """Whether it ends on another day than it begins."""
        return self.local_start.date() != self.last_day.date()

    @property
    def is_cancelled(self) -> bool:
        """Whether this date, or the whole event, does not take place."""
        return self.state == self.State.CANCELLED or self.event.state == Event.State.CANCELLED

    @property
    def seats_left(self) -> int | None:
        """Free seats nobody waits for; None without a limit."""
        if self.capacity is None:
            return None
        return 0 if self.waiting else max(self.capacity - self.seats_taken, 0)

    @property
    def is_full(self) -> bool:
        return self.seats_left == 0

    @property
    def opens_at(self) -> datetime | None:
        """When registration opens; None: with the announcement."""
        days = self.event.opens_days_before
        return None if days is None else self.starts_at - timedelta(days=days)

    @property
    def closes_at(self) -> datetime:
        return self.starts_at - timedelta(hours=self.event.closes_hours_before)

    @property
    def changed(self) -> datetime:
        """The last change of what is told about this date."""
        return max(self.changed_at, self.event.changed_at)
