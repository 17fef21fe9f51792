"""Dead links: found slowly and surely, told to the editors, never asked for too often."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from permits.models import Practice
from rotonde.accounts.roles import Role
from services.models import Guide, LinkCheck, Service
from services.truth.doubts import edit
from services.truth.leads import written_in
from services.truth.links import check_links, dead_links, keep_in_step, moved_links
from tests.factories.accounts import an_account, browser_of
from tests.factories.deadlines import RuleFactory
from tests.factories.guides import GuideFactory
from tests.factories.permits import ProcedureFactory
from tests.factories.region import MunicipalityFactory
from tests.factories.services import ChannelFactory, ServiceFactory
from tests.services.truth.test_looking import HERE, Site, serve

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(settings) -> Iterator[Site]:
    settings.LINK_CHECKS = True
    opened = Site()
    server = serve(opened)
    yield opened
    server.shutdown()
    server.server_close()


@pytest.fixture
def service(site) -> Service:
    return ServiceFactory(slug="advice", website=f"{site.url}/page")


def a_practice(url: str) -> Practice:
    return Practice.objects.create(
        procedure=ProcedureFactory(), fact="booking", way="online", url=url
    )


def looked(*, at: datetime) -> int:
    return check_links(at=at, asker=HERE)


def fail_until(day: float) -> None:
    for half in range(int(day * 2) + 1):
        looked(at=NOW + half * DAY / 2)


class TestDead:
    def test_is_what_failed_three_times_over_three_days(self, service, site) -> None:
        fail_until(2.5)
        assert dead_links() == []
        fail_until(3)
        (doubt,) = dead_links()
        assert doubt.what == "advice"
        assert "/page: this page is gone (404), last looked on 4 March 2027" in doubt.why
        assert LinkCheck.objects.get().failures == 3

    def test_is_not_what_came_back(self, service, site) -> None:
        fail_until(3)
        site.pages["/page"] = (200, {})
        looked(at=NOW + 5 * DAY)
        assert dead_links() == []
        check = LinkCheck.objects.get()
        assert (check.failures, check.failing_since, check.outcome) == (0, None, "fine")

    @pytest.mark.parametrize("status", [401, 403, 405, 429])
    def test_is_not_who_does_not_talk_to_programs(self, service, site, status) -> None:
        site.pages["/page"] = (status, {})
        fail_until(20)
        assert LinkCheck.objects.get().outcome == "cannot-tell"
        assert dead_links() == []

    def test_is_a_server_that_fails_and_one_that_is_not_there(self, site) -> None:
        ServiceFactory(slug="fails", website=f"{site.url}/fails")
        ServiceFactory(slug="silent", website="http://127.0.0.1:1/")
        ServiceFactory(slug="nobody", website="http://nothing.invalid/")
        site.pages["/fails"] = (500, {})
        fail_until(3)
        assert {(doubt.what, doubt.why.split(": ")[1].split(",")[0]) for doubt in dead_links()} == {
            ("fails", "the server fails (500)"),
            ("silent", "no answer"),
            ("nobody", "nobody knows this name any more"),
        }

    def test_is_told_on_the_data_desk_with_the_way_to_mend_it(self, service, site) -> None:
        fail_until(3)
        editor = browser_of(an_account("editor@example.org", Role.EDITOR))
        page = editor.get(reverse("desk:data")).text
        assert "Dead links (1)" in page
        assert reverse("admin:services_service_change", args=[service.pk]) in page


class TestPolitely:
    def test_one_of_each_host_in_a_run(self, site) -> None:
        for number in range(3):
            ServiceFactory(website=f"{site.url}/{number}")
        assert looked(at=NOW) == 1
        assert looked(at=NOW) == 1

    def test_not_again_before_it_is_due(self, service, site) -> None:
        site.pages["/page"] = (200, {})
        assert looked(at=NOW) == 1
        assert looked(at=NOW + 6 * DAY) == 0
        assert looked(at=NOW + 7 * DAY) == 1

    def test_as_late_as_the_server_asks(self, service, site) -> None:
        site.pages["/page"] = (503, {"Retry-After": str(9 * 86400)})
        looked(at=NOW)
        assert LinkCheck.objects.get().next_at == NOW + 9 * DAY
        assert LinkCheck.objects.get().failures == 0

    def test_an_address_two_entries_share_is_asked_once(self, service, site) -> None:
        ChannelFactory(url=service.website)
        looked(at=NOW)
        assert LinkCheck.objects.count() == 1

    def test_never_where_the_settings_say_no(self, service, site, settings) -> None:
        settings.LINK_CHECKS = False
        assert looked(at=NOW) == 0
        assert site.asked == []


class TestInStep:
    def test_what_is_shown_no_longer_is_asked_no_longer(self, service, site) -> None:
        keep_in_step(at=NOW)
        Service.objects.update(state="hidden")
        keep_in_step(at=NOW)
        assert not LinkCheck.objects.exists()

    def test_the_website_of_an_organisation_and_an_address_of_a_channel(self, site) -> None:
        channel = ChannelFactory(url="https://a.example/")
        organisation = channel.service.organisation
        organisation.website = "https://b.example/"
        organisation.save()
        keep_in_step(at=NOW)
        urls = set(LinkCheck.objects.values_list("url", flat=True))
        assert urls == {"https://a.example/", "https://b.example/"}


class TestAllThatIsShown:
    """Not only the directory: guides, municipalities, where to book, what the law says."""

    def shown(self) -> set[str]:
        keep_in_step(at=NOW)
        return set(LinkCheck.objects.values_list("url", flat=True))

    def test_the_sources_and_the_texts_of_guides(self) -> None:
        guide = GuideFactory(
            intro_en="Read https://a.example/intro, then go.",
            sources=[{"title": "Law", "url": "https://a.example/law"}, {"title": "A leaflet"}],
            steps=[{"title_en": "Go", "text_nl": "Zie (https://a.example/stap)."}],
        )
        urls = {f"https://a.example/{page}" for page in ("intro", "law", "stap")}
        assert self.shown() == urls
        Guide.objects.filter(pk=guide.pk).update(state="hidden")
        assert self.shown() == set()

    def test_the_website_of_a_municipality(self) -> None:
        MunicipalityFactory(website="https://town.example/")
        assert self.shown() == {"https://town.example/"}

    def test_where_to_book_and_what_the_law_says(self) -> None:
        a_practice("https://book.example/")
        RuleFactory(official_url="https://law.example/")
        assert self.shown() == {"https://book.example/", "https://law.example/"}

    def test_each_is_told_with_the_way_to_mend_it(self, site) -> None:
        url = f"{site.url}/gone"
        guide = GuideFactory(sources=[{"title": "Law", "url": url}])
        things = [
            guide,
            MunicipalityFactory(website=url),
            a_practice(url),
            RuleFactory(official_url=url),
        ]
        fail_until(3)
        assert LinkCheck.objects.count() == 1
        assert {doubt.url for doubt in dead_links()} == {edit(thing) for thing in things}
        editor = browser_of(an_account("editor@example.org", Role.EDITOR))
        page = editor.get(reverse("desk:data")).text
        for thing in things:
            assert edit(thing) in page
            assert editor.get(edit(thing)).status_code == 200


def test_an_address_in_a_sentence_ends_before_its_sign() -> None:
    text = "See https://a.example/b?c=d#e. Or <http://b.example/>, «https://c.example»؟"
    assert written_in(text) == [
        "https://a.example/b?c=d#e",
        "http://b.example/",
        "https://c.example",
    ]


def test_what_moved_for_good_is_told_with_its_new_address(service, site) -> None:
    site.pages["/page"] = (301, {"Location": "/elsewhere"})
    site.pages["/elsewhere"] = (200, {})
    looked(at=NOW)
    (doubt,) = moved_links()
    assert doubt.why == f"{site.url}/page moved to {site.url}/elsewhere"
