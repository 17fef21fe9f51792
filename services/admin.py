"""Editing the catalogue; what is saved here is found at once."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rotonde.common.lost_updates import LostUpdateAdmin, LostUpdateForm
from rotonde.region.pointing import PointPicker
from rotonde.translations.admin import SideBySideAdmin
from services.catalogue import (
    SlugFrozen,
    public_id_for,
    record_place_change,
    refuse_changed_slug,
)
from services.exchange.admin import Exchange
from services.exchange.area import is_outside
from services.guides.admin import GuideAdmin
from services.hours_admin import ChannelAdmin
from services.models import Channel, Place, Service, Theme

__all__ = ["ChannelAdmin", "GuideAdmin", "PlaceAdmin", "ServiceAdmin", "ThemeAdmin"]


class ServiceForm(LostUpdateForm):
    """Refuses what the catalogue refuses, beside the field."""

    class Meta:
        model = Service
        exclude = ["public_id", "changed_at"]

    def shown_rows(self) -> Iterable[QuerySet[Any]]:
        pk = self.instance.pk
        themes = Service.themes.through.objects.filter(service=pk)
        return Service.objects.filter(pk=pk), themes, Channel.objects.filter(service=pk)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        asked = Service(pk=self.instance.pk, slug=cleaned.get("slug", ""))
        try:
            refuse_changed_slug(asked)
        except SlugFrozen:
            message = _("The address of a published service stays: others link to it.")
            raise ValidationError({"slug": message}) from None
        if not self.instance.public_id and asked.slug:
            self.instance.public_id = public_id_for(asked.slug)
        return cleaned


class ChannelInline(admin.StackedInline):
    model = Channel
    extra = 0
    autocomplete_fields = ["place"]
    show_change_link = True  # to its hours and spoken languages


@admin.register(Service)
class ServiceAdmin(LostUpdateAdmin, Exchange, SideBySideAdmin):
    form = ServiceForm
    list_display = ["slug", "organisation", "state", "verified", "checked_on"]
    list_filter = ["state", "verified", "organisation__kind", "themes"]
    list_select_related = ["organisation"]
    search_fields = ["slug", "public_id", "name_en", "name_nl", "organisation__name"]
    autocomplete_fields = ["organisation", "themes"]
    inlines = [ChannelInline]


@admin.register(Theme)
class ThemeAdmin(SideBySideAdmin):
    list_display = ["slug", "parent", "position", "icon"]
    list_filter = ["parent"]
    list_select_related = ["parent"]
    search_fields = ["slug", "name_en", "name_nl"]
    ordering = ["position"]


@admin.register(Place)
class PlaceAdmin(PointPicker, admin.ModelAdmin):
    list_display = [
        "name",
        "street_address",
        "postal_code",
        "locality",
        "coordinates_approximate",
        "verified",
    ]
    list_filter = ["outside_area", "coordinates_approximate", "verified", "municipality"]
    search_fields = ["slug", "name", "street_address", "postal_code", "locality"]
    autocomplete_fields = ["municipality"]
    exclude = ["outside_area"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.outside_area = is_outside(obj.latitude, obj.longitude)
        super().save_model(request, obj, form, change)
        record_place_change(obj, at=timezone.now())
