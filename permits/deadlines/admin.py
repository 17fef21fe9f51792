"""Editing the rules of the deadlines: staff confirm a fact, correct it, or add a new version."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from permits.models import Anchor, Basis, Card, DeadlineRule, Group
from rotonde.translations.admin import SideBySideAdmin

_EVERYONE = _("Nothing ticked: everyone.")


class Ticks(forms.MultipleChoiceField):
    """Any of a few choices, as boxes to tick."""

    widget = forms.CheckboxSelectMultiple


class RuleForm(forms.ModelForm):
    """Lists of codes as boxes with words."""

    anchors = Ticks(
        choices=Anchor.choices,
        label=_("counted from"),
        help_text=_("Of several dates the earliest counts."),
    )
    groups = Ticks(
        choices=Group.choices, required=False, label=_("nationality"), help_text=_EVERYONE
    )
    bases = Ticks(
        choices=Basis.choices, required=False, label=_("reason to stay"), help_text=_EVERYONE
    )
    unless = Ticks(
        choices=Anchor.choices,
        required=False,
        label=_("not where this date is known"),
        help_text=_("Nothing ticked: always."),
    )
    cards = Ticks(choices=Card.choices, required=False, label=_("card"), help_text=_EVERYONE)

    class Meta:
        model = DeadlineRule
        fields = "__all__"  # noqa: DJ007 - modeltranslation adds the fields per language


@admin.register(DeadlineRule)
class DeadlineRuleAdmin(SideBySideAdmin):
    form = RuleForm
    list_display = [
        "code",
        "title_en",
        "authority",
        "valid_from",
        "valid_until",
        "verified",
        "checked_on",
    ]
    list_filter = ["verified", "authority"]
    search_fields = ["code", "title_en", "title_nl"]
    autocomplete_fields = ["municipalities", "guide"]
