import pytest
from bs4 import BeautifulSoup

from tests.factories.region import MunicipalityFactory
from tests.factories.services import OrganisationFactory, ServiceFactory, ThemeFactory, desk

pytestmark = pytest.mark.django_db

URL = "/en/services/"


def names(response) -> list[str]:
    page = BeautifulSoup(response.content, "html.parser")
    return [
        link.get_text(strip=True)
        for link in page.select("#found .card__link, .results .card__link")
    ]


def text_of(response) -> str:
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


def test_lists_what_is_published(client) -> None:
    desk("open", name_en="Open desk")
    desk("gone", name_en="Hidden desk", state="hidden")
    response = client.get(URL)
    assert response.status_code == 200
    assert set(names(response)) == {"Open desk"}
    assert "1 service" in text_of(response)


def test_an_empty_portal_leads_on(client) -> None:
    response = client.get(URL)
    assert response.status_code == 200
    assert "There are no services here yet." in text_of(response)


def test_filters_combine_and_each_can_be_taken_off(client) -> None:
    theme = ThemeFactory(slug="housing", name_en="Housing")
    gent = MunicipalityFactory(slug="gent", nis_code="44021", name_en="Ghent")
    desk("both", name_en="Arabic housing", themes=[theme], spoken=["ar"], municipality=gent)
    desk("dutch", name_en="Dutch housing", themes=[theme], municipality=gent)
    response = client.get(URL, {"theme": "housing", "language": "ar", "municipality": "44021"})
    assert set(names(response)) == {"Arabic housing"}
    page = BeautifulSoup(response.content, "html.parser")
    chips = {chip.get_text(" ", strip=True): chip["href"] for chip in page.select(".chip")}
    assert chips == {
        "Remove filter: Housing": "?language=ar&municipality=44021",
        "Remove filter: Arabic": "?theme=housing&municipality=44021",
        "Remove filter: Ghent": "?theme=housing&language=ar",
    }


def test_choices_say_how_many_they_leave(client) -> None:
    housing = ThemeFactory(slug="housing", name_en="Housing", parent=ThemeFactory(slug="life"))
    desk("one", themes=[housing])
    desk("two", organisation=OrganisationFactory(kind="private"))
    page = BeautifulSoup(client.get(URL).content, "html.parser")
    options = {option["value"]: option.get_text() for option in page.select("select option")}
    assert options["housing"] == "Housing (1)"
    assert options["private"] == "Private (1)"
    assert options["nl"] == "Dutch (2)"


def test_the_menu_says_what_each_subject_leaves_and_keeps_the_other_filters(client) -> None:
    life = ThemeFactory(slug="life", name_en="Life")
    housing = ThemeFactory(slug="housing", name_en="Housing", parent=life, position=1)
    ThemeFactory(slug="taxes", name_en="Taxes", parent=life, position=2)
    desk("one", themes=[housing], spoken=["ar"])
    desk("two", themes=[housing])
    asked = {"theme": "housing", "language": "ar", "page": "1"}
    page = BeautifulSoup(client.get(URL, asked).content, "html.parser")
    subjects = page.select("#subjects li")
    assert [each.get_text(" ", strip=True) for each in subjects] == [
        "Everything",
        "Housing 1 (1 service)",
        "Taxes 0 (0 services)",
    ]
    everything, chosen, empty = (each.a for each in subjects)
    assert everything["href"] == f"{URL}?language=ar"
    assert (chosen["href"], chosen["aria-current"]) == (f"{URL}?language=ar&theme=housing", "true")
    assert not everything.has_attr("aria-current")
    assert empty is None


def test_found_by_words(client) -> None:
    ServiceFactory(name_en="Learn Dutch", findable=True)
    ServiceFactory(name_en="Open a bank account", findable=True)
    assert set(names(client.get(URL, {"q": "bank acc"}))) == {"Open a bank account"}
    nothing = client.get(URL, {"q": "zebra"})
    assert nothing.status_code == 200
    assert "Nothing fits all of this" in text_of(nothing)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"theme": "nope"}, "We know no theme “nope”."),
        ({"kind": "nope"}, "We know no kind “nope”."),
        ({"language": "klingon"}, "We know no language “klingon”."),
        ({"municipality": "99999"}, "We know no municipality “99999”."),
        ({"q": "!!!"}, "Type at least one word."),
        ({"q": "x" * 201}, "at most 200"),
        ({"bbox": "1,2,3"}, "Give the box as four numbers"),
        ({"bbox": "nan,1,2,3"}, "Give the box as four numbers"),
        ({"bbox": "4,50,3,51"}, "West must come before east"),
        ({"bbox": "3,50,4,99"}, "This box lies outside the map"),
        ({"page": "-1"}, "“-1” is not a page."),
        ({"page": "zero"}, "“zero” is not a page."),
        ({"page": "9" * 30}, "is not a page."),
        ({"page": "7"}, "There is no page 7; the last one is 1."),
        ({"page": "١"}, "is not a page."),
        ({"theme": "😀" * 40}, "We know no theme"),
    ],
)
def test_what_is_not_understood_is_said_and_the_rest_is_answered(client, query, said) -> None:
    desk("open", name_en="Open desk")
    response = client.get(URL, {**query, "sort": "unknown"})
    assert response.status_code == 200
    assert set(names(response)) == {"Open desk"}
    page = BeautifulSoup(response.content, "html.parser")
    alert = page.select_one("#found [role=alert], .results [role=alert]")
    assert said in alert.get_text(" ", strip=True)
    # The way on drops this value and keeps the rest.
    (field,) = query
    assert f"{field}=" not in alert.a["href"]


def test_markup_in_a_filter_stays_text(client) -> None:
    response = client.get(URL, {"theme": "<script>alert(1)</script>", "q": '"><img src=x>'})
    assert b"<script>alert" not in response.content
    assert b"<img src=x" not in response.content


def test_a_nul_byte_is_refused_with_a_page(client) -> None:
    assert client.get(f"{URL}?q=a%00b").status_code == 400


def test_bytes_that_are_no_utf_8_are_just_words(client) -> None:
    desk("open")
    assert client.get(f"{URL}?q=%ff%fe").status_code == 200


def test_pages_keep_the_filters(client) -> None:
    theme = ThemeFactory(slug="housing")
    for number in range(21):
        desk(f"s{number}", themes=[theme])
    response = client.get(URL, {"theme": "housing"})
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select_one("a[rel=next]")["href"] == "?theme=housing&page=2"
    assert len(page.select(".card__link")) == 20
    second = client.get(URL, {"theme": "housing", "page": "2"})
    assert len(names(second)) >= 1
    assert "21 services" in text_of(second)


def test_a_box_tells_what_it_leaves_out(client) -> None:
    desk("inside")
    ServiceFactory(channels=[{}])
    response = client.get(URL, {"bbox": "3.70,51.03,3.75,51.07"})
    assert "1 more service has no place on the map" in text_of(response)
    assert "1 service " in text_of(response)


def test_htmx_gets_the_list_and_the_filters_alone(client) -> None:
    desk("open", name_en="Open desk")
    response = client.get(URL, headers={"HX-Request": "true"})
    page = BeautifulSoup(response.content, "html.parser")
    assert page.html is None
    assert page.select_one("[data-results]")
    assert page.select_one("#filters")["hx-swap-oob"] == "true"
    assert page.select_one("#subjects")["hx-swap-oob"] == "true"
    assert "HX-Request" in response["Vary"]
    back = client.get(URL, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert BeautifulSoup(back.content, "html.parser").html is not None


def test_text_in_another_language_says_so(client) -> None:
    desk("open", name_en="Open desk", summary_en="In English only.")
    page = BeautifulSoup(client.get("/ar/services/").content, "html.parser")
    title = page.select_one("#found .card__title")
    assert (title["lang"], title["dir"]) == ("en", "ltr")
    own = BeautifulSoup(client.get(URL).content, "html.parser")
    assert not own.select_one("#found .card__title").has_attr("lang")


def test_queries_do_not_grow_with_rows_or_languages(client, django_assert_max_num_queries) -> None:
    theme = ThemeFactory(slug="housing")
    desk("s0", themes=[theme])
    client.get(URL)  # the catalogue is read after each change
    with django_assert_max_num_queries(10) as one:
        client.get(URL)
    for number in range(1, 4):
        desk(f"s{number}", themes=[theme], **{f"name_{code}": "x" for code in ("fr", "de", "ar")})
    client.get(URL)
    with django_assert_max_num_queries(10) as four:
        client.get(URL)
    with django_assert_max_num_queries(10) as arabic:
        client.get("/ar/services/")
    assert len(one) == len(four) == len(arabic)


def test_only_reading(client) -> None:
    assert client.post(URL).status_code == 405


class TestTypos:
    @pytest.fixture(autouse=True)
    def apartment(self):
        return desk("flat", name_en="Apartment hunters", findable=True)

    def test_what_was_looked_for_instead_is_told(self, client) -> None:
        response = client.get(URL, {"q": "appartmant", "language": "nl"})
        assert names(response) == ["Apartment hunters"]
        page = BeautifulSoup(response.content, "html.parser")
        notice = page.select_one(".results .notice")
        assert "We looked for apartment instead of appartmant" in notice.get_text(" ", strip=True)
        assert notice.a["href"] == "?q=appartmant&language=nl&exact=yes"
        assert page.select_one("#filter_q")["value"] == "appartmant"
        assert "1 service" in text_of(response)

    def test_who_insists_gets_what_was_typed(self, client) -> None:
        response = client.get(URL, {"q": "appartmant", "exact": "yes"})
        assert names(response) == []
        assert "We looked for" not in text_of(response)
        page = BeautifulSoup(response.content, "html.parser")
        assert page.select_one(".chip")["href"] == "?"

    def test_a_program_is_told_too(self, client) -> None:
        answer = client.get("/api/v1/services", {"q": "appartmant"}).json()
        assert answer["count"] == 1
        assert answer["corrections"] == [{"typed": "appartmant", "meant": "apartment"}]
        answer = client.get("/api/v1/services", {"q": "appartmant", "exact": "yes"}).json()
        assert (answer["count"], answer["corrections"]) == (0, [])

    def test_a_right_word_is_never_changed(self, client) -> None:
        answer = client.get("/api/v1/services", {"q": "apart", "language": "ar"}).json()
        assert (answer["count"], answer["corrections"]) == (0, [])

    def test_markup_in_a_typo_stays_text(self, client) -> None:
        response = client.get(URL, {"q": "<b>appartmant</b>"})
        assert "<b>appart" not in response.content.decode()
