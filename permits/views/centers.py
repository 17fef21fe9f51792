"""The centers, each with a page of its own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from permits.models import Center
from permits.presentation.centers import center_told
from rotonde.accounts.access import found_or_404


@require_safe
def centers(request: HttpRequest) -> HttpResponse:
    found = Center.objects.select_related("place", "municipality")
    return render(request, "permits/centers.html", {"centers": found})


@require_safe
def center(request: HttpRequest, slug: str) -> HttpResponse:
    found = found_or_404(Center.objects.select_related("place", "municipality"), slug=slug)
    told = center_told(found, at=timezone.now())
    return render(request, "permits/center.html", {"told": told, "center": found})
