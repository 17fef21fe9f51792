"""The data desk: who may see it, what it lists, and what a click does."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rotonde.accounts.models import User
from rotonde.accounts.roles import Role, assign
from rotonde.region.models import Municipality
from rotonde.search.misses import note_miss
from services.models import Channel, OpeningHours, Place, SpokenLanguage, Suggestion
from services.truth import doubts
from services.truth.contradictions import contradicting_hours
from services.truth.desk import SHOWN
from services.truth.duplicates import duplicates
from services.truth.misplaced import outside_the_service_area, outside_their_municipality
from services.truth.suggesting import suggest
from tests.factories.region import MunicipalityFactory
from tests.factories.services import ChannelFactory, PlaceFactory, ScheduleFactory, ServiceFactory

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
DESK = reverse("desk:data")
# Two for each pile and list, and those of the session, the account and the frame.
MOST_QUERIES = 30

pytestmark = pytest.mark.django_db


def member(role: Role) -> User:
    user = User.objects.create_user(email=f"{role.name.lower()}@example.org", password="x")
    assign(user, role)
    return user


@pytest.fixture
def suggestion() -> Suggestion:
    return suggest(service=ServiceFactory(), text="Closed on Friday.", at=NOW)


class TestMisses:
    def test_from_a_miss_one_gets_to_a_synonym_for_it(self, client):
        note_miss("Gezinsarts", language="nl", at=timezone.now())
        admin = member(Role.EDITOR)
        admin.is_superuser = True  # rights are laid out by migrations
        admin.save()
        client.force_login(admin)
        page = BeautifulSoup(client.get(DESK).content, "html.parser")
        link = page.select_one("#misses ~ .chips a")["href"]
        assert link == "/admin/search/synonym/add/?word=gezinsarts"
        assert 'value="gezinsarts"' in client.get(link).content.decode()

    def test_who_may_write_none_reads_the_words(self, client):
        note_miss("Gezinsarts", language="nl", at=timezone.now())
        client.force_login(member(Role.MANAGER))
        page = client.get(DESK).content.decode()
        assert "gezinsarts" in page
        assert "/admin/search/synonym/" not in page


class TestAccess:
    def test_a_stranger_signs_in_first(self, client):
        assert client.get(DESK).status_code == 302

    @pytest.mark.parametrize("role", [Role.NEWCOMER, Role.HOST, Role.OFFICER])
    def test_for_others_there_is_no_such_page(self, client, role):
        client.force_login(member(role))
        assert client.get(DESK).status_code == 404

    @pytest.mark.parametrize("role", [Role.EDITOR, Role.MANAGER])
    def test_editors_and_managers_read_it(self, client, role, suggestion):
        client.force_login(member(role))
        page = client.get(DESK)
        assert page.status_code == 200
        assert "Closed on Friday." in page.content.decode()


class TestASuggestion:
    @pytest.mark.parametrize("state", ["done", "declined"])
    def test_is_settled_once(self, client, suggestion, state):
        client.force_login(member(Role.EDITOR))
        client.post(reverse("desk:suggestion", args=[suggestion.pk, state]))
        client.post(reverse("desk:suggestion", args=[suggestion.pk, "done"]))
        suggestion.refresh_from_db()
        assert suggestion.state == state
        assert suggestion.settled_by.email == "editor@example.org"

    def test_not_by_opening_a_link(self, client, suggestion):
        client.force_login(member(Role.EDITOR))
        page = reverse("desk:suggestion", args=[suggestion.pk, "done"])
        assert client.get(page).status_code == 405

    def test_not_by_somebody_else(self, client, suggestion):
        client.force_login(member(Role.HOST))
        page = reverse("desk:suggestion", args=[suggestion.pk, "done"])
        assert client.post(page).status_code == 404


class TestDoubts:
    @pytest.fixture
    def gent(self) -> Municipality:
        return MunicipalityFactory(
            slug="gent", name_nl="Gent", postcodes=["9000"], latitude=51.05, longitude=3.72
        )

    def test_a_place_outside_its_municipality(self, gent):
        PlaceFactory(name="right", municipality=gent)
        PlaceFactory(name="elsewhere", municipality=gent, latitude=50.85, longitude=4.35)
        PlaceFactory(name="postcode", municipality=gent, postal_code="9300")
        found = {(doubt.what, doubt.why) for doubt in outside_their_municipality()}
        assert found == {
            ("elsewhere", "49 km from the middle of Gent"),
            ("postcode", "9300 is no postcode of Gent"),
        }

    @pytest.mark.parametrize(
        ("latitude", "longitude", "why"),
        [
            (50.995, 3.750, ["1 km from the middle of Merelbeke, 6 km from that of Gent"]),
            (51.056, 3.800, ["0 km from the middle of Destelbergen, 6 km from that of Gent"]),
            (51.022, 3.727, []),  # a hospital of Gent, halfway
            (51.0512, 3.7220, []),
            (51.110, 3.720, []),  # the north of Gent, with nobody else near
            (None, None, []),
        ],
    )
    def test_a_point_clearly_nearer_to_the_middle_of_another(self, gent, latitude, longitude, why):
        MunicipalityFactory(name_nl="Merelbeke", latitude=50.990, longitude=3.745)
        MunicipalityFactory(name_nl="Destelbergen", latitude=51.056, longitude=3.799)
        PlaceFactory(municipality=gent, latitude=latitude, longitude=longitude)
        assert [doubt.why for doubt in outside_their_municipality()] == why

    def test_middles_that_lie_side_by_side_prove_nothing(self, gent):
        MunicipalityFactory(latitude=51.05, longitude=3.735)
        PlaceFactory(municipality=gent, latitude=51.05, longitude=3.735)
        assert list(outside_their_municipality()) == []

    def test_a_postcode_and_a_point_of_another_are_one_doubt(self, gent):
        MunicipalityFactory(name_nl="Merelbeke", latitude=50.990, longitude=3.745)
        PlaceFactory(municipality=gent, postal_code="9820", latitude=50.990, longitude=3.745)
        (doubt,) = outside_their_municipality()
        assert doubt.why == (
            "9820 is no postcode of Gent"
            " · 0 km from the middle of Merelbeke, 7 km from that of Gent"
        )

    def test_what_an_import_found_beyond_the_region(self, gent):
        PlaceFactory(name="here", municipality=gent)
        PlaceFactory(
            name="Nowhere", locality="Zee", latitude=51.9, longitude=2.5, outside_area=True
        )
        (doubt,) = outside_the_service_area()
        assert (doubt.what, doubt.why) == ("Nowhere", "Zee · 51.9000, 2.5000")

    def test_hours_that_disagree_and_a_language_behind_closed_doors(self):
        channel = ChannelFactory(hours=[(1, "09:00", "12:00")])
        ScheduleFactory(channel=channel, slug="late", week=[(1, "11:00", "17:00")])
        ScheduleFactory(channel=channel, slug="tuesday", week=[(2, "09:00", "12:00")])
        ScheduleFactory(channel=channel, slug="over", priority=20, week=[(1, "10:00", "11:00")])
        SpokenLanguage.objects.create(
            channel=channel, language="ar", weekday=3, starts_at="09:00", ends_at="12:00"
        )
        assert [doubt.why for doubt in contradicting_hours(at=NOW)] == [
            "“late” and “usual” disagree on 1 March 2027",
            "Arabic on Wednesday is spoken when it is closed",
        ]

    def test_hours_that_complete_each_other_are_no_contradiction(self):
        channel = ChannelFactory(hours=[(1, "09:00", "12:00")])
        ScheduleFactory(channel=channel, week=[(1, "13:00", "17:00"), (2, "09:00", "12:00")])
        assert contradicting_hours(at=NOW) == []

    def test_seasons_that_clash_are_known_in_winter(self):
        channel = ChannelFactory(hours=[(1, "09:00", "12:00")])
        for slug, hours in [("summer", ("09:00", "12:00")), ("holidays", ("10:00", "16:00"))]:
            row = ScheduleFactory(channel=channel, slug=slug, priority=10, week=[(1, *hours)])
            row.season_from, row.season_until = "07-01", "08-31"
            row.save()
        assert [doubt.why for doubt in contradicting_hours(at=NOW)] == [
            "“holidays” and “summer” disagree on 5 July 2027"
        ]

    def test_seasons_that_follow_each_other_do_not_clash(self):
        channel = ChannelFactory(hours=[(1, "09:00", "12:00")])
        for slug, first, last in [("july", "07-01", "07-31"), ("august", "08-01", "08-31")]:
            row = ScheduleFactory(
                channel=channel, slug=slug, priority=10, week=[(1, "09:00", "16:00")]
            )
            row.season_from, row.season_until = first, last
            row.save()
        assert contradicting_hours(at=NOW) == []

    def test_a_season_that_closes_clashes_with_one_that_opens(self):
        channel = ChannelFactory(hours=[(1, "09:00", "12:00")])
        ScheduleFactory(channel=channel, slug="closed", week=[])
        (doubt,) = contradicting_hours(at=NOW)
        assert doubt.why == "“closed” and “usual” disagree on 1 March 2027"

    @pytest.mark.parametrize(
        ("opens", "spoken", "doubted"),
        [
            ([(1, "09:00", "16:00")], (3, "09:00", "12:00"), True),
            ([(3, "09:00", "16:00")], (3, "09:00", "12:00"), False),
            ([(3, "09:00", "11:00"), (3, "11:00", "16:00")], (3, "09:00", "12:00"), False),
            ([(2, "20:00", "08:00")], (3, "06:00", "08:00"), False),
            ([(2, "20:00", "08:00")], (3, "06:00", "09:00"), True),
        ],
    )
    def test_a_language_is_spoken_when_the_doors_are_open(self, opens, spoken, doubted):
        channel = ChannelFactory(hours=opens)
        # An exception is no proof: it is over when the next such day comes.
        ScheduleFactory(
            channel=channel,
            slug="once",
            priority=20,
            valid_from="2027-03-03",
            valid_until="2027-03-03",
            week=[(3, "00:00", "23:00")],
        )
        weekday, starts, ends = spoken
        SpokenLanguage.objects.create(
            channel=channel, language="ar", weekday=weekday, starts_at=starts, ends_at=ends
        )
        assert bool(contradicting_hours(at=NOW)) is doubted

    def test_one_name_at_one_place_twice(self):
        place = PlaceFactory()
        for slug, name in [("one", "Stadhuis Gent"), ("two", "stadhuis  GENT"), ("three", "Krook")]:
            ServiceFactory(slug=slug, name_en=name, name_nl="", channels=[{"place": place}])
        assert [doubt.why for doubt in duplicates()] == ["one · two"]

    def test_one_name_and_one_web_address(self):
        for slug, site in [("one", "https://a.example/"), ("two", "https://a.example")]:
            ServiceFactory(slug=slug, name_en="Été", name_nl="", website=site)
        ServiceFactory(name_en="ete", name_nl="", website="https://b.example")
        ServiceFactory(name_en="Other", name_nl="", website="https://a.example")
        assert [doubt.why for doubt in duplicates()] == ["one · two"]

    def test_a_missing_language_by_its_own_name(self):
        texts = {
            f"{field}_{code}": "Text"
            for field in ("name", "summary")
            for code in ("en", "nl", "fr", "de", "es", "pl", "tr", "ar")
        }
        ServiceFactory(**texts)
        ServiceFactory(**{**texts, "name_en": "Half", "summary_tr": "", "name_ar": None})
        (doubt,) = doubts.without_a_language()
        assert (doubt.what, doubt.why) == ("Half", "Not in: Türkçe, العربية")

    def test_stale_and_out_of_reach(self):
        ServiceFactory(name_en="Old", checked_on=NOW.date() - timedelta(200))
        ServiceFactory(name_en="Never", email="owner@example.org")
        ServiceFactory(name_en="New", checked_on=NOW.date(), email="owner@example.org")
        assert [doubt.what for doubt in doubts.stale(at=NOW)] == ["Never", "Old"]
        assert [doubt.what for doubt in doubts.out_of_reach()] == ["Old"]

    def test_its_links_lead_to_where_it_is_mended(self, client):
        channel = ChannelFactory(hours=[(1, "09:00", "12:00")])
        OpeningHours.objects.update(weekday=2)
        SpokenLanguage.objects.create(
            channel=channel, language="ar", weekday=3, starts_at="09:00", ends_at="12:00"
        )
        client.force_login(User.objects.create_superuser(email="admin@example.org", password="x"))
        (doubt,) = contradicting_hours(at=NOW)
        assert client.get(doubt.url).status_code == 200
        assert Channel.objects.count() == 1


class TestManyDoubts:
    @staticmethod
    def doubtful(number: int) -> None:
        """So many of each kind the database counts, and of what may be listed twice."""
        gent = MunicipalityFactory(slug="gent", nis_code="44021", postcodes=["9000"])
        place = PlaceFactory(slug="shared", municipality=gent)
        for _ in range(number):
            away = PlaceFactory(
                municipality=gent, postal_code="9300", latitude=52, longitude=2, outside_area=True
            )
            ServiceFactory(name_en="Twin", channels=[{"place": place}, {"place": away}])

    @staticmethod
    def queries(client) -> list[str]:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(DESK).status_code == 200
        return [each["sql"] for each in seen]

    def test_the_desk_asks_as_often_for_forty_as_for_two(self, client):
        client.force_login(member(Role.EDITOR))
        self.doubtful(2)
        self.queries(client)  # whatever is kept from now on
        few = len(self.queries(client))
        Place.objects.filter(slug="shared").update(slug="shared-before")
        self.doubtful(38)
        assert len(self.queries(client)) == few <= MOST_QUERIES

    def test_only_one_sitting_of_places_and_entries_leaves_the_database(self, client):
        client.force_login(member(Role.EDITOR))
        self.doubtful(30)
        whole = re.compile(r'SELECT "services_(place|service)".*"(street_address|summary_en)",')
        asked = [sql for sql in self.queries(client) if whole.match(sql)]
        assert len(asked) == 6
        assert all(f"LIMIT {SHOWN}" in sql for sql in asked)

    def test_all_are_counted_and_a_sitting_of_them_is_read(self, client):
        client.force_login(member(Role.EDITOR))
        self.doubtful(30)
        page = BeautifulSoup(client.get(DESK).content, "html.parser")
        piles = {pile.summary.get_text(strip=True): pile for pile in page.select("details.filters")}
        for title in (
            "Outside its municipality",
            "Outside the service area",
            "Not checked for half a year",
        ):
            pile = piles[f"{title} (30)"]
            assert len(pile.select("li")) == SHOWN
            assert "and 5 more" in pile.get_text()
