from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.utils.translation import gettext_lazy as _

from rotonde.accounts.models import User


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Accounts are known by their mail address; there is no user name."""

    ordering = ("email",)
    list_display = ("email", "first_name", "last_name", "language", "is_staff")
    search_fields = ("email", "first_name", "last_name")
    fieldsets = (
        (None, {"fields": ("email", "password")}),
        (
            _("Person"),
            {"fields": ("first_name", "last_name", "language", "time_zone", "arrived_on")},
        ),
        (_("Roles"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "usable_password", "password1", "password2")}),)
