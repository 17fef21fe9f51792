"""Every municipality of the province has its page, with the real content."""

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.utils import timezone

from rotonde.pages.seeding import seed_content
from rotonde.region.models import Municipality

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_all_55_render_with_one_heading_and_no_more_queries(
    client, language, django_assert_max_num_queries
) -> None:
    seed_content(at=timezone.now())
    towns = list(Municipality.objects.all())
    assert len(towns) == 55
    known = 0
    for town in towns:
        cache.clear()
        with django_assert_max_num_queries(60):
            answer = client.get(f"/{language}/municipalities/{town.slug}/")
        assert answer.status_code == 200
        page = BeautifulSoup(answer.content, "html.parser")
        assert len(page.select("h1")) == 1
        assert len(page.select(".practice")) == 6
        known += bool(page.select(".practice .badge--warn"))
        # Nobody is left without somebody to ask.
        assert page.select_one("#town-hall")
    assert known >= 2  # Ronse speaks French, Ghent has ways of its own


def test_what_is_told_of_a_municipality_has_a_source(client) -> None:
    seed_content(at=timezone.now())
    page = BeautifulSoup(client.get("/en/municipalities/gent/").content, "html.parser")
    for row in page.select(".practice__row:has(.badge--warn)"):
        assert row.select(".source-line"), row.get_text()
