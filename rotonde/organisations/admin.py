"""Editing who offers something to newcomers; who shows them keeps in step."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from rotonde.organisations.changing import record_change
from rotonde.organisations.models import Mandate, Membership, Organisation


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "verified", "checked_on"]
    list_filter = ["kind", "verified"]
    search_fields = ["slug", "name"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if form.changed_data:
            record_change(obj, at=timezone.now())


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    list_display = ["user", "organisation", "role", "valid_from", "valid_until"]
    list_filter = ["role"]
    list_select_related = ["user", "organisation"]
    search_fields = ["user__email", "organisation__name"]
    autocomplete_fields = ["user", "organisation"]


@admin.register(Mandate)
class MandateAdmin(admin.ModelAdmin):
    list_display = ["employer", "agency", "valid_from", "valid_until"]
    list_select_related = ["employer", "agency"]
    search_fields = ["employer__name", "agency__name"]
    autocomplete_fields = ["employer", "agency"]
