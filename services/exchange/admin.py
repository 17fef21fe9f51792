"""Services in and out for editors: a file is looked into first, and read when they say so."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rotonde.organisations.models import Organisation
from services.exchange.applying import apply
from services.exchange.assuming import Assumed
from services.exchange.documents import FORMATS, document
from services.exchange.kept_files import keep, kept
from services.exchange.planning import Outcome, Plan, plan
from services.models import Service, Theme

MOST_BYTES = 10_000_000
_SHOWN = 300
_ENDINGS = {"hsds": "json", "csv": "csv", "geojson": "geojson"}
_OUTCOMES = {
    Outcome.ADDED: _("Added"),
    Outcome.CHANGED: _("Changed"),
    Outcome.UNCHANGED: _("Unchanged"),
    Outcome.REFUSED: _("Refused"),
}


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("File"), help_text=_("CSV, Excel (.xlsx) or HSDS 3.0 (.json), at most 10 MB")
    )

    kind = forms.ChoiceField(
        label=_("Kind of organisations of which the file tells none"),
        choices=[("", _("Refuse them")), *Organisation.Kind.choices],
        required=False,
    )
    theme = forms.ModelChoiceField(
        Theme.objects.filter(parent__isnull=False).order_by("position"),
        label=_("Theme of services that have none of ours"),
        to_field_name="slug",
        empty_label=_("Refuse unknown themes"),
        required=False,
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("The file is too large."))
        return file

    @property
    def assumed(self) -> Assumed:
        """What the editor says of a file that leaves it open."""
        theme = self.cleaned_data["theme"]
        return Assumed(kind=self.cleaned_data["kind"], theme=theme.slug if theme else "")


class Exchange:
    """For the admin of services: its list leads to a page that reads a file, and to exports."""

    change_list_template: Any = "services/exchange/change_list.html"

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view  # type: ignore[attr-defined]
        return [
            path("import/", wrap(self.import_page), name="services_import"),
            path("export/<slug:form>/", wrap(self.export), name="services_export"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def export(self, request: HttpRequest, form: str) -> HttpResponse | StreamingHttpResponse:
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        if form not in FORMATS:
            raise Http404
        pieces = document(Service.objects.published(), form)
        answer = StreamingHttpResponse(pieces, content_type=FORMATS[form])
        answer["Content-Disposition"] = f'attachment; filename="services.{_ENDINGS[form]}"'
        return answer

    def import_page(self, request: HttpRequest) -> HttpResponse:
        may = self.has_add_permission(request) and self.has_change_permission(request)  # type: ignore[attr-defined]
        if not may:
            raise PermissionDenied
        if request.method == "POST" and "token" in request.POST:
            return self._confirmed(request, request.POST["token"])
        form = FileForm(request.POST or None, request.FILES or None)
        if request.method != "POST" or not form.is_valid():
            return self._page(request, form=form)
        file = form.cleaned_data["file"]
        content = file.read()
        found = plan(content, name=file.name, assumed=form.assumed)
        token = keep(_editor(request), file.name, content, form.assumed)
        return self._page(request, plan=found, token=token)

    def _confirmed(self, request: HttpRequest, token: str) -> HttpResponse:
        """The file is looked into once more: what somebody changed meanwhile counts."""
        file = kept(_editor(request), token)
        if file is None:
            form = FileForm({})
            form.add_error("file", _("The file is no longer kept; choose it again."))
            return self._page(request, form=form)
        name, content, assumed = file
        found = plan(content, name=name, assumed=assumed)
        return self._page(request, plan=apply(found, at=timezone.now()))

    def _page(self, request: HttpRequest, **context: Any) -> HttpResponse:
        found: Plan | None = context.get("plan")
        return TemplateResponse(
            request,
            "services/exchange/import.html",
            {
                **self.admin_site.each_context(request),  # type: ignore[attr-defined]
                "opts": Service._meta,
                "title": _("Import services"),
                "counts": _counts(found) if found else [],
                "worth_doing": bool(found and _worth_doing(found)),
                "steps": _shown(found) if found else [],
                **context,
            },
        )


def _editor(request: HttpRequest) -> int:
    return request.user.pk or 0


def _counts(found: Plan) -> list[tuple[Any, int]]:
    return [(_OUTCOMES[outcome], found.counts[outcome]) for outcome in Outcome]


def _worth_doing(found: Plan) -> bool:
    return any(step.outcome in (Outcome.ADDED, Outcome.CHANGED) for step in found.steps)


def _shown(found: Plan) -> list[dict[str, Any]]:
    """What was refused first, then what is new or other; what stays is only counted."""
    order = [Outcome.REFUSED, Outcome.ADDED, Outcome.CHANGED]
    steps = [step for outcome in order for step in found.steps if step.outcome == outcome]
    return [
        {
            "row": step.row,
            "name": step.name,
            "outcome": _OUTCOMES[step.outcome],
            "changed": ", ".join(step.changed),
            "faults": step.faults,
        }
        for step in steps[:_SHOWN]
    ]
