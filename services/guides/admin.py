"""Editing guides; what is saved here is found at once."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rotonde.translations.admin import SideBySideAdmin, SideBySideInline
from services.guides.models import Guide, GuideSource, GuideStep
from services.guides.publishing import GuideMoved, public_id_for, refuse_changed_slug


class GuideForm(forms.ModelForm):
    """Refuses what may not be published, beside the field."""

    class Meta:
        model = Guide
        exclude = ["public_id"]  # noqa: DJ006 - modeltranslation adds the fields per language

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        asked = Guide(pk=self.instance.pk, slug=cleaned.get("slug", ""))
        try:
            refuse_changed_slug(asked)
        except GuideMoved:
            message = _("The address of a published guide stays: it is printed on cards.")
            raise ValidationError({"slug": message}) from None
        if not self.instance.public_id and asked.slug:
            self.instance.public_id = public_id_for(asked.slug)
        return cleaned


class StepInline(SideBySideInline):
    model = GuideStep
    extra = 0


class SourceInline(admin.TabularInline):
    model = GuideSource
    extra = 0


@admin.register(Guide)
class GuideAdmin(SideBySideAdmin):
    form = GuideForm
    list_display = ["slug", "shelf", "position", "state", "verified", "checked_on"]
    list_filter = ["state", "verified", "shelf"]
    list_select_related = ["shelf"]
    search_fields = ["slug", "public_id", "title_en", "title_nl"]
    autocomplete_fields = ["shelf", "themes", "terms", "services"]
    inlines = [StepInline, SourceInline]
