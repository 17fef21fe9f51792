"""Questions asked before a visit and standard times: data, edited with its source."""

from django.contrib import admin

from permits.models import AheadQuestion, StandardTime
from rotonde.translations.admin import SideBySideAdmin


@admin.register(AheadQuestion)
class AheadQuestionAdmin(SideBySideAdmin):
    list_display = ["slug", "procedure", "audience", "wanted", "verified"]
    list_filter = ["procedure", "verified"]
    list_select_related = ["procedure"]


@admin.register(StandardTime)
class StandardTimeAdmin(admin.ModelAdmin):
    list_display = ["procedure", "kind", "minutes", "valid_from", "verified"]
    list_filter = ["procedure", "kind", "verified"]
    list_select_related = ["procedure"]
