"""The page of a municipality says what is known and what is not; the staff table compares."""

import csv
import io

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from permits.models import Practice
from rotonde.accounts.roles import Role
from tests.factories.accounts import an_account, browser_of
from tests.factories.region import MunicipalityFactory
from tests.permits.practices.conftest import hall

pytestmark = pytest.mark.django_db

TABLE = reverse("desk:municipalities")


@pytest.fixture
def editor():
    return browser_of(an_account("editor@example.org", Role.EDITOR))


class TestTheMunicipality:
    def test_says_plainly_what_is_not_known_and_whom_to_ask(self, client, town, registration):
        page = client.get(town.get_absolute_url()).text
        assert "This is usual in the region. We have not found how Ronse does it." in page
        assert "We have not found how Ronse does this." in page
        assert "1700" in page

    def test_marks_what_differs_and_shows_the_standard_beside(self, client, town, registration):
        hall(town, spoken=["nl", "fr"])
        page = BeautifulSoup(client.get(town.get_absolute_url()).content, "html.parser")
        (row,) = [row for row in page.select(".practice__row") if row.select(".badge--warn")]
        assert "Languages spoken" in row.dt.get_text()
        assert "Dutch, French" in row.dd.get_text()
        assert "Dutch" in row.select_one(".practice__usual").get_text()
        assert "1 difference" in page.select_one("main summary").get_text()

    def test_says_nothing_where_no_standard_is_written_down(self, client, town) -> None:
        assert "How it goes in" not in client.get(town.get_absolute_url()).text


class TestTheStaffTable:
    @pytest.mark.parametrize("role", [None, Role.HOST, Role.OFFICER])
    def test_is_for_editors(self, client, role) -> None:
        browser = browser_of(an_account("x@example.org", role)) if role else client
        for path in (TABLE, reverse("desk:municipalities-csv")):
            assert browser.get(path).status_code == (404 if role else 302)

    def test_says_that_there_is_nothing_to_compare(self, editor) -> None:
        assert "No regional standard" in editor.get(TABLE).text
        assert editor.get(reverse("desk:municipalities-csv")).status_code == 404

    def test_counts_the_unknown_and_marks_the_different(self, editor, town, registration) -> None:
        hall(town, spoken=["nl", "fr"])
        MunicipalityFactory(slug="zwalm")
        page = BeautifulSoup(editor.get(TABLE).content, "html.parser")
        assert "9 of 10 cells are unknown." in page.get_text()
        (cell,) = page.select("td.is-different")
        assert "Different" in cell.get_text()
        assert "register" in cell.get_text()
        assert len(page.select("tbody tr")) == 3

    def test_only_differences_as_an_address(self, editor, town, registration) -> None:
        hall(town, spoken=["nl", "fr"])
        MunicipalityFactory(slug="zwalm")
        query = {"procedure": "registration", "only": "differences"}
        page = BeautifulSoup(editor.get(TABLE, query).content, "html.parser")
        assert [row.th.get_text() for row in page.select("tbody tr")] == [
            "Usual in the region",
            "Ronse",
        ]
        assert "9 of 10 cells are unknown." in page.get_text()
        assert editor.get(TABLE, {"procedure": "nothing"}).status_code == 404

    def test_without_a_standard_municipalities_are_compared_with_each_other(
        self,
        editor,
        town,
        registration,
    ) -> None:
        other = MunicipalityFactory(slug="zwalm")
        for each, days in ((town, 3), (other, 9)):
            Practice.objects.create(
                procedure=registration, municipality=each, fact="waiting", days=days
            )
        page = BeautifulSoup(editor.get(TABLE).content, "html.parser")
        assert len(page.select("td.is-different")) == 2

    def test_an_empty_cell_leads_to_where_it_is_written_down(self, town, registration) -> None:
        admin = browser_of(an_account("admin@example.org", is_staff=True, is_superuser=True))
        page = BeautifulSoup(admin.get(TABLE).content, "html.parser")
        links = [link["href"] for link in page.select("td a") if "/add/" in link["href"]]
        assert links
        for link in links:
            assert admin.get(link).status_code == 200

    def test_no_cell_of_the_file_is_a_formula(self, editor, town, registration) -> None:
        Practice.objects.create(
            procedure=registration,
            municipality=town,
            fact="documents",
            note_en='=HYPERLINK("http://x")',
            source="@source",
        )
        answer = editor.get(reverse("desk:municipalities-csv"))
        rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
        cells = [cell for row in rows for cell in row]
        assert '\'=HYPERLINK("http://x")' in cells
        assert not [cell for cell in cells if cell[:1] in "=+-@" and cell]
