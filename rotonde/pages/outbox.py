"""The outbox at the desk: what exactly was sent to a person, and what is about to be."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from permits.desk.access import OUTBOX, View, desk_required, targets_of
from rotonde.accounts.access import found_or_404
from rotonde.common.languages import AUTONYMS, direction
from rotonde.notifications import desk
from rotonde.notifications.kinds import all_kinds, title_of
from rotonde.notifications.models import Message

PER_PAGE = 30
# Beside the visits to one's own center: what people ask about at any reception.
_FOR_EVERY_CENTER = Q(target__startswith="registration:") | Q(target__startswith="account:")

_WHY = {
    desk.NoLongerWaiting: gettext_lazy("This message no longer waits."),
    desk.AlreadyUnderWay: gettext_lazy("This message is already waiting to be sent."),
    desk.NoLongerTrue: gettext_lazy("What this message says is no longer so: it stays unsent."),
}


def outbox_of(user: object) -> QuerySet[Message]:
    """The messages `user` may read: about visits to their centers, events and accounts."""
    if getattr(user, "is_superuser", False):
        return Message.objects.all()
    return Message.objects.filter(_FOR_EVERY_CENTER | Q(target__in=targets_of(user)))


def reception_required(view: View) -> View:
    """For hosts and managers of a center."""
    return desk_required(view, OUTBOX)


class OutboxForm(forms.Form):
    """To whom, of which kind, in which state."""

    address = forms.CharField(
        required=False,
        max_length=254,
        label=gettext_lazy("Sent to"),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "type": "search"}),
    )
    kind = forms.ChoiceField(required=False, label=gettext_lazy("Kind"))
    state = forms.ChoiceField(required=False, label=gettext_lazy("State"))

    def __init__(self, data: object) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        every = ("", _("All"))
        kinds = sorted(all_kinds().items(), key=lambda each: each[1])
        self.fields["kind"].choices = [every, *kinds]  # type: ignore[attr-defined]
        self.fields["state"].choices = [every, *Message.State.choices]  # type: ignore[attr-defined]
        self.full_clean()


@reception_required
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    form = OutboxForm(request.GET)
    rows = desk.found(outbox_of(request.user), **form.cleaned_data)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": [{"message": each, "title": title_of(each)} for each in page],
        "searched": any(form.cleaned_data.values()),
    }
    return render(request, "desk/outbox.html", context)


@reception_required
@require_safe
def message(request: HttpRequest, key: int) -> HttpResponse:
    """One message, word for word, without what would open a door."""
    row = _own(request, key)
    context = {
        "row": row,
        "title": title_of(row),
        "language": AUTONYMS.get(row.language, row.language),
        "dir": direction(row.language),
        "waits": row.state == Message.State.QUEUED,
        "again": row.state not in desk.UNDER_WAY and desk.may_be_sent_again(row),
    }
    return render(request, "desk/message.html", context)


@reception_required
@require_POST
def again(request: HttpRequest, key: int) -> HttpResponse:
    row = _own(request, key)
    try:
        row = desk.send_again(message=row, by=request.user, at=timezone.now())
    except desk.OutboxRefused as refusal:
        messages.warning(request, str(_WHY[type(refusal)]))
    else:
        messages.success(request, _("The message is on its way once more."))
    return redirect("desk:message", row.pk)


@reception_required
@require_POST
def stop(request: HttpRequest, key: int) -> HttpResponse:
    row = _own(request, key)
    try:
        desk.stop(message=row, by=request.user, at=timezone.now())
    except desk.OutboxRefused as refusal:
        messages.warning(request, str(_WHY[type(refusal)]))
    else:
        messages.success(request, _("The message is stopped."))
    return redirect("desk:message", row.pk)


def _own(request: HttpRequest, key: int) -> Message:
    return found_or_404(outbox_of(request.user).select_related("by"), pk=key)
