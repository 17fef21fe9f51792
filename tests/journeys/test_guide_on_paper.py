"""A guide is printed as one card of A5, both sides of it, whatever the language."""

import re

import pytest
from django.db.models import Sum
from django.db.models.functions import Length
from django.test import override_settings
from django.utils import timezone

from rotonde.pages.seeding import seed_content
from services.guides.models import Guide

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def portal(live_server) -> str:
    with override_settings(TILE_URL=""):
        seed_content(at=timezone.now())
    return live_server.url


def test_the_longest_guides_fit_on_one_card(portal, desktop) -> None:
    page = desktop()
    said = Sum(Length("steps__text_en") + Length("steps__title_en"))
    longest = Guide.objects.published().annotate(said=said).order_by("-said")[:4]
    for guide in longest:
        for language in ("en", "fr", "de", "ar"):
            address = guide.get_absolute_url().replace("/en/", f"/{language}/", 1)
            page.goto(portal + address)
            paper = page.pdf(format="A5", prefer_css_page_size=True)
            sides = len(re.findall(rb"/Type\s*/Page[^s]", paper))
            assert sides <= 2, (language, guide.slug)
            assert re.findall(rb"/MediaBox \[0 0 (\d+)", paper)[0] in (b"419", b"420"), "A5"
