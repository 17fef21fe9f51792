"""Editing when a channel is open and who speaks what there: a line a day, as on a door."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rotonde.common.lost_updates import LostUpdateAdmin, LostUpdateForm
from services.catalogue import record_change, write_hours
from services.hours_text import HoursUnreadable, parse_hours, written_hours
from services.models import Channel, OpeningHours, Schedule, SpokenLanguage, Weekday
from services.timetables import hours_of, rows_of

REFUSED = {
    "shape": _("Write the hours like this: 09:00-12:30, 13:30-17:00. We cannot read “%(part)s”."),
    "clock": _("There is no such time of the day in “%(part)s”."),
    "backwards": _(
        "“%(part)s” ends before it begins. "
        "If it ends the next day, write +1 after it: 20:00-08:00 +1."
    ),
    "long": _("“%(part)s” is longer than a day."),
    "overlap": _("“%(part)s” begins before the hours before it end."),
}


NIGHTS = _("A night that ends after six in the morning is written with +1: 20:00-08:00 +1.")


class HoursField(forms.CharField):
    """The hours of one day; cleans to a list of `services.opening.Hours`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=120, **options)
        self.widget.attrs |= {"dir": "ltr", "size": 40, "placeholder": "09:00-12:30, 13:30-17:00"}

    def clean(self, value: Any) -> Any:
        try:
            return parse_hours(super().clean(value))
        except HoursUnreadable as unreadable:
            raise ValidationError(
                REFUSED[unreadable.reason], params={"part": unreadable.part}
            ) from None


class ScheduleForm(forms.ModelForm):
    """A schedule with its week: a field for each day, empty where it is closed."""

    class Meta:
        model = Schedule
        fields = [
            "slug",
            "priority",
            "holidays",
            "valid_from",
            "valid_until",
            "season_from",
            "season_until",
            "source",
            "checked_on",
            "verified",
        ]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = list(self.instance.hours.all()) if self.instance.pk else []
        for day in Weekday:
            written = written_hours(hours_of(row) for row in rows if row.weekday == day)
            self.fields[f"day_{day.value}"] = HoursField(label=day.label, initial=written)

    @property
    def week(self) -> list[OpeningHours]:
        """The rows the seven fields stand for; ask a form that is valid."""
        return [
            row for day in Weekday for row in rows_of(day, self.cleaned_data[f"day_{day.value}"])
        ]


class ScheduleInline(admin.StackedInline):
    model = Schedule
    form = ScheduleForm
    extra = 0

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        week = [f"day_{day.value}" for day in Weekday]
        days = [("valid_from", "valid_until"), ("season_from", "season_until")]
        source = ["source", ("checked_on", "verified")]
        fields = [("slug", "priority", "holidays"), *days, *week, *source]
        return [(None, {"fields": fields, "description": NIGHTS})]

    def get_formset(self, request: HttpRequest, obj: Any = None, **options: Any) -> Any:
        # The days are fields of the form and not of the model.
        return super().get_formset(request, obj, **{**options, "fields": ScheduleForm.Meta.fields})


class SpokenLanguageInline(admin.TabularInline):
    model = SpokenLanguage
    extra = 0


class ChannelForm(LostUpdateForm):
    """A channel with the hours and languages beside it."""

    class Meta:
        model = Channel
        exclude = ["service", "position"]

    def shown_rows(self) -> Iterable[QuerySet[Any]]:
        pk = self.instance.pk
        return (
            Channel.objects.filter(pk=pk),
            SpokenLanguage.objects.filter(channel=pk),
            Schedule.objects.filter(channel=pk),
            OpeningHours.objects.filter(schedule__channel=pk),
        )


@admin.register(Channel)
class ChannelAdmin(LostUpdateAdmin, admin.ModelAdmin):
    """One way to get a service; reached from the service."""

    form = ChannelForm
    list_display = ["__str__", "kind", "entry", "place"]
    list_filter = ["kind", "entry"]
    list_select_related = ["service", "place"]
    search_fields = ["service__slug", "service__name_en", "service__name_nl"]
    autocomplete_fields = ["place"]
    readonly_fields = ["service"]
    exclude = ["position"]
    inlines = [SpokenLanguageInline, ScheduleInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # a channel is made with its service

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        if formset.model is Schedule:
            for each in formset.forms:
                if each.instance.pk and each not in formset.deleted_forms:
                    write_hours(each.instance, each.week)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        record_change(form.instance.service, at=timezone.now())
