"""Editing municipalities and the glossary."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from rotonde.region.glossary import forget_terms
from rotonde.region.models import Municipality, Term
from rotonde.region.pointing import PointPicker
from rotonde.translations.admin import SideBySideAdmin


@admin.register(Municipality)
class MunicipalityAdmin(PointPicker, SideBySideAdmin):  # type: ignore[misc]  # Django adds up Media
    list_display = ["name_nl", "nis_code", "coordinates_approximate", "verified", "checked_on"]
    search_fields = ["slug", "nis_code", "name_nl", "name_en"]


@admin.register(Term)
class TermAdmin(SideBySideAdmin):
    list_display = ["text_nl", "text_en", "needs_review", "verified"]
    list_filter = ["verified"]
    search_fields = ["slug", "text_nl", "text_en"]

    def delete_model(self, request: HttpRequest, obj: Term) -> None:
        forget_terms([obj])
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Term]) -> None:
        forget_terms(queryset)
        super().delete_queryset(request, queryset)
