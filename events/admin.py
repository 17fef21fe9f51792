"""Editing events and their dates; what is moved or cancelled here is told to who registered."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from events import registration, schedule
from events.catalogue import SlugFrozen, public_id_for, refuse_changed_slug, settle
from events.models import Event, Occurrence, Registration, RegistrationEntry
from events.presentation.refusals import why
from events.presentation.rules import DECISIONS, told_before
from events.refusals import Refused, SeatsTaken
from events.relaying import Decision, relay, taken
from rotonde.translations.admin import SideBySideAdmin


class EventForm(forms.ModelForm):
    """Refuses what the calendar refuses, beside the field.

    `before` is the event as it was; a change of its rule that people would feel asks first.
    """

    before: Event | None = None
    people = forms.ChoiceField(
        label=_("dates people are registered for"),
        required=False,
        choices=[("", _("Ask me before they change")), *DECISIONS],
        help_text=_("Counts when the rule or the hour changes. Who registered is told."),
    )

    class Meta:
        model = Event
        exclude = ["public_id", "changed_at"]  # noqa: DJ006 - modeltranslation adds the fields per language

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        asked = Event(pk=self.instance.pk, slug=cleaned.get("slug", ""))
        try:
            refuse_changed_slug(asked)
        except SlugFrozen:
            message = _("The address of a published event stays: others link to it.")
            raise ValidationError({"slug": message}) from None
        if not self.instance.public_id and asked.slug:
            self.instance.public_id = public_id_for(asked.slug)
        return cleaned

    def _post_clean(self) -> None:
        self.before = Event.objects.filter(pk=self.instance.pk).first()
        super()._post_clean()  # type: ignore[misc]
        if self.before is None or self.errors or self.cleaned_data.get("people"):
            return
        dates = taken(self.instance, self.before, at=timezone.now())
        if dates:
            self.add_error("people", told_before(dates))


@admin.register(Event)
class EventAdmin(SideBySideAdmin):
    form = EventForm
    list_display = ["slug", "kind", "organisation", "state", "rule", "verified"]
    list_filter = ["state", "kind", "verified", "attendance"]
    list_select_related = ["organisation"]
    search_fields = ["slug", "public_id", "name_en", "name_nl", "organisation__name"]
    autocomplete_fields = ["organisation", "themes", "place"]
    readonly_fields = ["state"]
    actions = ["publish", "hide", "cancel"]

    def after_saving(self, form: Any) -> None:
        at = timezone.now()
        if form.before is not None:
            # Who registered since the form was shown keeps their date.
            otherwise = Decision(form.cleaned_data["people"] or Decision.KEEP)
            relay(event=form.instance, before=form.before, decisions={}, otherwise=otherwise, at=at)
        settle(form.instance, at=at)

    @admin.action(description=_("Publish the selected events"))
    def publish(self, request: HttpRequest, queryset: QuerySet[Event]) -> None:
        for event in queryset:
            schedule.publish_event(event=event, at=timezone.now())
            settle(event, at=timezone.now())

    @admin.action(description=_("Take the selected events offline"))
    def hide(self, request: HttpRequest, queryset: QuerySet[Event]) -> None:
        for event in queryset:
            try:
                schedule.hide_event(event=event, at=timezone.now())
            except Refused as refusal:
                messages.error(request, f"{event}: {why(refusal)}")
            else:
                settle(event, at=timezone.now())

    @admin.action(description=_("Cancel the selected events and tell who registered"))
    def cancel(self, request: HttpRequest, queryset: QuerySet[Event]) -> None:
        for event in queryset:
            schedule.cancel_event(event=event, at=timezone.now())


class OccurrenceForm(forms.ModelForm):
    """A date; times and seats of one that exists change by the process functions alone."""

    class Meta:
        model = Occurrence
        fields = ["event", "starts_at", "ends_at", "time_zone", "capacity"]

    def clean_capacity(self) -> int | None:
        capacity: int | None = self.cleaned_data["capacity"]
        try:
            registration.check_capacity(self.instance, capacity)
        except SeatsTaken as refusal:
            raise ValidationError(why(refusal)) from None
        return capacity


@admin.register(Occurrence)
class OccurrenceAdmin(admin.ModelAdmin):
    form = OccurrenceForm
    list_display = ["event", "starts_at", "state", "seats_taken", "capacity", "waiting"]
    list_filter = ["state", "event__kind"]
    list_select_related = ["event"]
    date_hierarchy = "starts_at"
    search_fields = ["event__slug", "event__name_en", "event__name_nl"]
    autocomplete_fields = ["event"]
    actions = ["cancel"]

    def save_model(self, request: HttpRequest, obj: Occurrence, form: Any, change: bool) -> None:
        if not change:
            super().save_model(request, obj, form, change)
            return
        at = timezone.now()
        try:
            registration.change_capacity(occurrence=obj, capacity=obj.capacity, at=at)
            schedule.move(occurrence=obj, starts_at=obj.starts_at, ends_at=obj.ends_at, at=at)
        except Refused as refusal:
            messages.error(request, why(refusal))

    @admin.action(description=_("Cancel the selected dates and tell who registered"))
    def cancel(self, request: HttpRequest, queryset: QuerySet[Occurrence]) -> None:
        at = timezone.now()
        cancelled = [schedule.cancel(occurrence=each, at=at) for each in queryset]
        text = ngettext(
            "%(n)d date is cancelled.", "%(n)d dates are cancelled.", len(cancelled)
        ) % {"n": len(cancelled)}
        messages.success(request, text)

    def has_delete_permission(self, request: HttpRequest, obj: Occurrence | None = None) -> bool:
        """Who has a date in the calendar must learn that it is off: dates are cancelled."""
        return False


class EntryInline(admin.TabularInline):
    model = RegistrationEntry
    extra = 0
    readonly_fields = ["action", "people", "at"]
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Registration)
class RegistrationAdmin(admin.ModelAdmin):
    """Who comes: to be read and looked up; people change their registration by their link."""

    list_display = ["name", "occurrence", "state", "adults", "children", "created_at"]
    list_filter = ["state", "occurrence__event__kind"]
    list_select_related = ["occurrence__event"]
    search_fields = ["name", "email", "occurrence__event__slug"]
    exclude = ["code", "form_key"]
    inlines = [EntryInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
