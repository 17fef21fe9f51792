import pytest

from rotonde.accounts.roles import Role
from rotonde.region.glossary import index_terms
from rotonde.region.models import Term
from services.catalogue import index_services
from services.filters import Filters
from services.guides.models import Guide
from services.models import Service
from tests.factories.accounts import an_account, browser_of
from tests.factories.guides import GuideFactory
from tests.factories.region import TermFactory
from tests.factories.services import ServiceFactory

pytestmark = pytest.mark.django_db

CARD = {
    "text_nl": "verblijfskaart",
    "text_en": "residence card",
    "text_pl": "karta pobytu",
    "text_ar": "بطاقة إقامة",
}
READERS = [("en", "residence card"), ("pl", "karta pobytu"), ("ar", "بطاقة إقامة")]


def found(text: str, reader: str) -> set[Service]:
    return set(Service.objects.matching(Filters(q=text), reader=reader))


@pytest.mark.parametrize(("reader", "own"), READERS)
def test_the_official_word_finds_what_is_told_in_the_readers_language(
    reader: str, own: str
) -> None:
    index_terms([TermFactory(**CARD)])
    told = {f"name_{reader}": f"{own} 1", "name_en": f"{own} 1", "name_nl": None}
    service = ServiceFactory(**told, findable=True)
    guide = GuideFactory(**{f"title_{reader}": own})
    GuideFactory()
    assert found("verblijfskaart", reader) == {service}
    assert list(Guide.objects.found_by("Verblijfskaart", reader=reader)) == [guide]


@pytest.mark.parametrize(("reader", "own"), READERS)
def test_the_readers_word_finds_what_is_told_in_dutch_alone(reader: str, own: str) -> None:
    index_terms([TermFactory(**CARD)])
    service = ServiceFactory(name_nl="Uw verblijfskaart", name_en=None, summary_en=None)
    index_services([service])
    assert found(own, reader) == {service}


class TestAdmin:
    @pytest.fixture
    def editor(self):
        account = an_account("editor@example.org", Role.EDITOR)
        account.is_superuser = True  # rights are laid out by migrations
        account.save()
        return browser_of(account)

    def test_a_term_that_is_written_or_deleted_is_known_at_once(self, editor) -> None:
        service = ServiceFactory(name_nl="Loket", findable=True)
        written = {"slug": "loket", "text_nl": "loket", "text_en": "hatch", "source": "x"}
        response = editor.post("/admin/region/term/add/", written)
        assert response.status_code == 302, response.context["errors"]
        assert found("hatch", "en") == {service}
        path = f"/admin/region/term/{Term.objects.get().pk}/delete/"
        assert editor.post(path, {"post": "yes"}).status_code == 302
        assert found("hatch", "en") == set()
