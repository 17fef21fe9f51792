"""Editing the catalogue; visits and their time are only read here, because booking writes them."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from permits import rosters
from permits.deadlines.admin import DeadlineRuleAdmin
from permits.desk.access import MANAGERS, centers_of
from permits.models import (
    Agency,
    Attendee,
    Break,
    Center,
    CenterStaff,
    Closure,
    Competence,
    Document,
    Fee,
    Officer,
    Practice,
    Procedure,
    Requirement,
    Shift,
    Step,
    Tick,
    Timing,
    Visit,
    WaitingOffer,
    WaitingParty,
    WeeklyShift,
)
from permits.readiness.admin import AheadQuestionAdmin, StandardTimeAdmin
from permits.rostering import as_booked
from permits.rostering.admin import KeepsVisitsSeated
from permits.rostering.staffing import refuse_if_needed
from rotonde.translations.admin import SideBySideAdmin

__all__ = ["AheadQuestionAdmin", "DeadlineRuleAdmin", "StandardTimeAdmin"]


class ReadOnly:
    """For what only `permits.booking` and `permits.rosters` may write."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class OfOwnCenters:
    """A manager finds what belongs to their center, and puts nothing into another."""

    # From the model to its center.
    center = "center"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        everything = super().get_queryset(request)  # type: ignore[misc]
        return everything.filter(**{f"{self.center}__in": centers_of(request.user, MANAGERS)})

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        own = centers_of(request.user, MANAGERS)
        if db_field.related_model is Center:
            kwargs["queryset"] = own
        elif db_field.related_model is Agency:
            kwargs["queryset"] = Agency.objects.filter(center__in=own)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]


def roll_again(request: HttpRequest, center: Center) -> None:
    """Let a changed roster hold at once, but for shifts somebody is booked in: these stay.

    Who would be hit by changing them too, the desk shows and does.
    """
    kept = rosters.roll(at=timezone.now(), center=center).kept
    for each in kept:
        text = _("%(who)s keeps the old hours, because visits are booked in them.")
        messages.warning(request, text % {"who": each})
    if kept:
        address = reverse("desk:roster-change", args=["as-written"])
        link = format_html(
            '<a href="{}?center={}">{}</a>', address, center.slug, _("See who would be hit")
        )
        messages.warning(request, link)


class CompetenceInline(admin.TabularInline):
    model = Competence
    extra = 0
    autocomplete_fields = ["municipality"]


class TimingInline(admin.TabularInline):
    model = Timing
    extra = 0


class RequirementInline(admin.StackedInline):
    model = Requirement
    extra = 0


class WeeklyShiftForm(forms.ModelForm):
    """Weekdays by name."""

    weekday = forms.TypedChoiceField(label=_("Weekday"), coerce=int, choices=list(WEEKDAYS.items()))

    class Meta:
        model = WeeklyShift
        fields = ["officer", "weekday", "start_time", "end_time", "valid_from", "valid_until"]


class WeeklyShiftInline(admin.TabularInline):
    model = WeeklyShift
    form = WeeklyShiftForm
    extra = 0


class AttendeeInline(ReadOnly, admin.TabularInline):
    model = Attendee
    extra = 0


class StepInline(ReadOnly, admin.TabularInline):
    model = Step
    extra = 0
    fields = ["attendee", "procedure", "officer", "starts_at", "ends_at"]
    readonly_fields = ["starts_at", "ends_at"]


@admin.register(Center)
class CenterAdmin(KeepsVisitsSeated, OfOwnCenters, SideBySideAdmin):
    center = "pk"
    list_display = ["slug", "municipality", "time_zone", "horizon_days", "verified"]

    def watched(self, obj: Center, form: Any) -> list[Center]:
        return [obj]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if "time_zone" in form.changed_data:
            # Everybody would come an hour early or late.
            refuse_if_needed(Visit.objects.filter(center=form.instance), at=timezone.now())


class WaitingOfferInline(ReadOnly, admin.TabularInline):
    model = WaitingOffer
    extra = 0
    fields = ["state", "offered_at", "settled_at"]


@admin.register(WaitingParty)
class WaitingPartyAdmin(OfOwnCenters, ReadOnly, admin.ModelAdmin):
    """Who waits since when, and what they were offered: how long one waits can be read."""

    list_display = ["joined_at", "center", "state", "from_date", "until_date", "ended_at"]
    list_filter = ["center", "state"]
    fields = ["center", "state", "from_date", "until_date", "part", "notice_hours", "joined_at"]
    inlines = [WaitingOfferInline]


@admin.register(Agency)
class AgencyAdmin(KeepsVisitsSeated, OfOwnCenters, SideBySideAdmin):
    list_display = ["slug", "center", "kind"]
    list_filter = ["center", "kind"]
    inlines = [CompetenceInline]

    def watched(self, obj: Agency, form: Any) -> QuerySet[Center]:
        return Center.objects.filter(Q(agencies=obj.pk) | Q(pk=obj.center_id)).distinct()

    def needing(self, objs: Iterable[Agency]) -> QuerySet[Visit]:
        return Visit.objects.filter(steps__officer__agency__in=objs).distinct()


@admin.register(Procedure)
class ProcedureAdmin(KeepsVisitsSeated, SideBySideAdmin):
    list_display = ["slug", "official_name", "agency_kind", "position", "verified"]
    list_filter = ["agency_kind", "verified"]
    filter_horizontal = ["follows"]
    search_fields = ["slug", "official_name"]
    inlines = [TimingInline, RequirementInline]

    def watch(self, obj: Procedure, form: Any) -> as_booked.Watch:
        """Whose desk it is, what it follows and how long it takes is asked everywhere."""
        return as_booked.watch(at=timezone.now())

    def needing(self, objs: Iterable[Procedure]) -> QuerySet[Visit]:
        return Visit.objects.filter(steps__procedure__in=objs).distinct()


@admin.register(Document)
class DocumentAdmin(SideBySideAdmin):
    list_display = ["slug", "official_name", "verified"]
    search_fields = ["slug", "official_name"]


@admin.register(Fee)
class FeeAdmin(SideBySideAdmin):
    list_display = ["slug", "procedure", "municipality", "amount", "currency", "payer", "verified"]
    list_filter = ["payer", "verified", "procedure"]


@admin.register(Practice)
class PracticeAdmin(SideBySideAdmin):
    """How it goes where, fact by fact; the staff table of the desk leads here."""

    list_display = ["procedure", "municipality", "fact", "way", "days", "verified", "checked_on"]
    list_filter = ["fact", "procedure", "verified"]
    list_select_related = ["procedure", "municipality"]
    autocomplete_fields = ["municipality"]


@admin.register(Officer)
class OfficerAdmin(KeepsVisitsSeated, OfOwnCenters, admin.ModelAdmin):
    center = "agency__center"
    list_display = ["name", "agency", "active"]
    list_filter = ["agency", "active"]
    filter_horizontal = ["procedures"]
    autocomplete_fields = ["user"]
    inlines = [WeeklyShiftInline]

    def get_exclude(self, request: HttpRequest, obj: Officer | None = None) -> list[str]:
        """Whose account it is is said by who may look accounts up."""
        return [] if request.user.has_perm("accounts.view_user") else ["user"]

    def watched(self, obj: Officer, form: Any) -> QuerySet[Center]:
        before, after = Q(agencies__officers=obj.pk), Q(agencies=obj.agency_id)
        return Center.objects.filter(before | after).distinct()

    def needing(self, objs: Iterable[Officer]) -> QuerySet[Visit]:
        return Visit.objects.filter(steps__officer__in=objs).distinct()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        roll_again(request, form.instance.agency.center)


@admin.register(Closure)
class ClosureAdmin(OfOwnCenters, SideBySideAdmin):
    list_display = ["center", "agency", "day", "month", "year"]
    list_filter = ["center"]

    def save_model(self, request: HttpRequest, obj: Closure, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        roll_again(request, obj.center)

    def delete_model(self, request: HttpRequest, obj: Closure) -> None:
        super().delete_model(request, obj)
        roll_again(request, obj.center)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Closure]) -> None:
        centers = {closure.center for closure in queryset.select_related("center")}
        super().delete_queryset(request, queryset)
        for center in centers:
            roll_again(request, center)


@admin.register(CenterStaff)
class CenterStaffAdmin(OfOwnCenters, admin.ModelAdmin):
    """Who opens the desk of which center."""

    list_display = ["user", "center", "role"]
    list_filter = ["center", "role"]
    list_select_related = ["user", "center"]
    autocomplete_fields = ["user"]


@admin.register(Visit)
class VisitAdmin(ReadOnly, OfOwnCenters, admin.ModelAdmin):
    # The code is the key to the visit: whoever reads the list must not be able to use it.
    exclude = ["code", "session_key", "address_hash"]
    list_display = ["ticket", "center", "date", "starts_at", "state", "origin", "name"]
    list_filter = ["state", "center", "origin"]
    date_hierarchy = "date"
    search_fields = ["ticket", "name", "email"]
    inlines = [AttendeeInline, StepInline]


@admin.register(Step)
class StepAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["officer", "procedure", "starts_at", "ends_at"]
    list_filter = ["procedure", "officer__agency"]
    list_select_related = ["officer", "procedure"]


@admin.register(Tick)
class TickAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["officer", "cell", "step", "break_time"]
    list_filter = ["officer"]
    list_select_related = ["officer", "step__officer", "break_time__officer"]


@admin.register(Shift)
class ShiftAdmin(ReadOnly, OfOwnCenters, admin.ModelAdmin):
    center = "officer__agency__center"
    list_display = ["officer", "date", "first_cell", "cell_count"]
    list_filter = [
        ("officer__agency", admin.RelatedOnlyFieldListFilter),
        ("officer", admin.RelatedOnlyFieldListFilter),
    ]
    date_hierarchy = "date"


@admin.register(Break)
class BreakAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["officer", "date", "reason"]
    list_filter = ["officer"]
