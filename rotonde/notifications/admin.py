from django.contrib import admin
from django.http import HttpRequest

from rotonde.notifications.models import Message


@admin.register(Message)
class MessageAdmin(admin.ModelAdmin[Message]):
    """The outbox, to look at: only delivery writes it."""

    list_display = ("kind", "recipient", "language", "state", "due_at", "sent_at", "attempts")
    list_filter = ("state", "kind", "language")
    search_fields = ("recipient", "target")
    date_hierarchy = "due_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Message | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Message | None = None) -> bool:
        return False
