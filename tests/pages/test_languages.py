"""The desk for translations: who may see it, what it lists, and what saving does."""

import pytest
from django.urls import reverse

from permits.models import Center, CenterStaff
from rotonde.accounts.roles import Role
from rotonde.region.models import Term
from rotonde.translations.reading import shown
from rotonde.translations.recording import record
from rotonde.translations.states import states_of
from rotonde.translations.tally import bring_up_to_date
from services.models import GuideStep
from tests.factories.accounts import an_account, browser_of
from tests.factories.guides import GuideFactory
from tests.factories.permits import CenterFactory
from tests.factories.services import ServiceFactory
from tests.translations.conftest import translator

__all__ = ["translator"]

BOARD = reverse("desk:languages")

pytestmark = pytest.mark.django_db


@pytest.fixture
def term() -> Term:
    term = Term.objects.create(
        slug="card", text_nl="kaart", text_en="the card", text_pl="karta", text_fr="carte"
    )
    record([term])
    return term


@pytest.fixture
def step() -> GuideStep:
    """A text that a machine may translate."""
    guide = GuideFactory(steps=[{"title_en": "", "text_nl": "kaart", "text_en": "the card"}])
    step = guide.steps.get()
    record([step])
    return step


@pytest.fixture
def editor():
    return browser_of(an_account("editor@example.org", Role.EDITOR))


def page_of(thing, language: str) -> str:
    return reverse("desk:side-by-side", args=[thing._meta.model_name, thing.pk, language])


def sent(client, path: str, **typed: str) -> dict[str, str]:
    """The form of the page, as a browser sends it back."""
    form = client.get(path).context["form"]
    shown_now = {field.html_name: field.value() or "" for field in form}
    return shown_now | {f"text-{name}": value for name, value in typed.items()}


def state(thing: Term | GuideStep, language: str) -> str:
    thing.refresh_from_db()
    return states_of([thing]).of(thing, "text", shown(thing, "text", language))


class TestAccess:
    @pytest.mark.parametrize("path", ["board", "side"])
    def test_a_stranger_signs_in_first(self, client, term, path) -> None:
        assert client.get(BOARD if path == "board" else page_of(term, "fr")).status_code == 302

    @pytest.mark.parametrize("role", [Role.NEWCOMER, Role.HOST, Role.OFFICER, Role.ORGANISER])
    def test_for_others_there_is_no_such_page(self, term, role) -> None:
        browser = browser_of(an_account("other@example.org", role))
        assert browser.get(BOARD).status_code == 404
        assert browser.get(page_of(term, "fr")).status_code == 404
        assert browser.post(page_of(term, "fr"), {"text-text": "x"}).status_code == 404
        term.refresh_from_db()
        assert term.text_fr == "carte"

    @pytest.mark.parametrize("role", [Role.EDITOR, Role.MANAGER])
    def test_editors_and_managers_work_here(self, term, role) -> None:
        browser = browser_of(an_account("staff@example.org", role))
        assert browser.get(BOARD).status_code == 200
        assert browser.get(page_of(term, "fr")).status_code == 200

    def test_the_texts_of_a_center_are_its_managers(self) -> None:
        center, other = CenterFactory(name_en="Ours"), CenterFactory(name_en="Theirs")
        manager = an_account("manager@example.org", Role.MANAGER)
        CenterStaff.objects.create(user=manager, center=center, role=CenterStaff.Role.MANAGER)
        browser = browser_of(manager)
        assert browser.get(page_of(center, "fr")).status_code == 200
        assert browser.get(page_of(other, "fr")).status_code == 404
        assert browser.post(page_of(other, "fr"), {"name-text": "x"}).status_code == 404
        listed = browser.get(f"{BOARD}?kind=center").content.decode()
        assert "Ours" in listed
        assert "Theirs" not in listed
        assert not Center.objects.filter(name_fr="x").exists()

    @pytest.mark.parametrize(
        "address", ["nothing/1/fr/", "term/0/fr/", "term/99999999999999999999/fr/", "term/1/xx/"]
    )
    def test_what_is_not_there_is_not_found(self, editor, address) -> None:
        assert editor.get(f"{BOARD}{address}").status_code == 404


class TestTheBoard:
    @pytest.mark.parametrize(
        "query",
        ["", "?language=fr", "?kind=term&state=missing", "?language=xx&kind=y&state=z", "?page=1"],
    )
    def test_opens(self, editor, term, query) -> None:
        assert editor.get(f"{BOARD}{query}").status_code == 200

    def test_lists_what_waits_and_leads_there(self, editor, term) -> None:
        page = editor.get(f"{BOARD}?language=tr")
        assert page_of(term, "tr") in page.content.decode()
        assert page_of(term, "fr") not in page.content.decode()

    @pytest.mark.parametrize("page", ["7", "x", "-1", "²"])
    def test_a_page_that_is_none_leads_to_the_first(self, editor, term, page) -> None:
        response = editor.get(f"{BOARD}?language=tr&page={page}", follow=True)
        assert page_of(term, "tr") in response.content.decode()

    def test_only_reading(self, editor) -> None:
        assert editor.post(BOARD).status_code == 405


class TestSideBySide:
    def test_what_is_saved_is_up_to_date(self, editor, term) -> None:
        path = page_of(term, "tr")
        response = editor.post(path, sent(editor, path, text="kart"))
        assert response.status_code == 302
        assert response["Location"].startswith(BOARD)
        assert state(term, "tr") == "human"

    def test_what_changed_in_the_source_is_shown_word_by_word(self, editor, term) -> None:
        term.text_en = "the pass"
        term.save()
        record([term])
        page = editor.get(page_of(term, "fr")).content.decode()
        assert "removed: </span>card" in page
        assert "added: </span>pass" in page

    def test_what_somebody_else_wrote_stays_and_nothing_typed_is_lost(self, editor, term) -> None:
        path = page_of(term, "fr")
        mine = sent(editor, path, text="ma carte")
        assert editor.post(path, sent(editor, path, text="leur carte")).status_code == 302
        response = editor.post(path, mine)
        assert response.status_code == 409
        page = response.content.decode()
        assert "ma carte" in page
        assert "leur carte" in page
        term.refresh_from_db()
        assert term.text_fr == "leur carte"
        # She has seen it now.
        again = {field.html_name: field.value() or "" for field in response.context["form"]}
        assert editor.post(path, again).status_code == 302
        term.refresh_from_db()
        assert term.text_fr == "ma carte"

    def test_a_text_that_is_too_long_is_said_beside_it(self, editor, term) -> None:
        path = page_of(term, "fr")
        response = editor.post(path, sent(editor, path, text="x" * 2000))
        assert response.status_code == 400
        assert "x" * 2000 in response.content.decode()

    def test_the_last_source_stays(self, editor, term) -> None:
        path = page_of(term, "nl")
        assert editor.post(path, sent(editor, path, text="")).status_code == 400
        assert state(term, "nl") == "human"

    def test_the_switch_for_spelling_stands_at_the_sources(self, editor, term) -> None:
        assert "minor" not in editor.get(page_of(term, "fr")).context["form"].fields
        path = page_of(term, "en")
        editor.post(path, sent(editor, path, text="The card") | {"minor": "on"})
        assert (state(term, "fr"), state(term, "nl")) == ("human", "human")
        editor.post(path, sent(editor, path, text="The pass"))
        assert (state(term, "fr"), state(term, "nl")) == ("outdated", "outdated")

    def test_lines_and_blanks_a_browser_adds_change_nothing(self, editor) -> None:
        service = ServiceFactory(
            name_en="Help", description_en="One.\n\nTwo.\n", description_fr="Un.\n\nDeux.\n"
        )
        record([service])
        path = page_of(service, "fr")
        browser = sent(editor, path)
        browser["description-text"] = "Un.\r\n\r\nDeux.\r\n"
        page = editor.post(path, browser, follow=True).content.decode()
        assert "Nothing was changed." in page
        service.refresh_from_db()
        assert service.description_fr == "Un.\n\nDeux.\n"


@pytest.mark.parametrize("number", [1, 3])
def test_a_long_list_asks_no_more_often(editor, number, django_assert_max_num_queries):
    for n in range(number):
        Term.objects.create(slug=f"t{n}", text_nl=f"kaart {n}", text_en="card")
    bring_up_to_date()
    with django_assert_max_num_queries(10):
        editor.get(BOARD)


class TestASuggestion:
    def test_is_offered_only_where_a_service_is_set_up(self, editor, step, settings) -> None:
        settings.TRANSLATION_URL = ""
        assert "suggest" not in editor.get(page_of(step, "tr")).content.decode()

    def test_fills_the_empty_box_and_saves_nothing(self, editor, step, translator) -> None:
        path = page_of(step, "tr")
        response = editor.post(path, sent(editor, path) | {"suggest": "1"})
        assert response.status_code == 200
        form = response.context["form"]
        assert form["text-text"].value() == "[tr] the card"
        step.refresh_from_db()
        assert not step.text_tr
        # Saved as it is, it stays a machine's.
        again = {field.html_name: field.value() or "" for field in form}
        assert editor.post(path, again).status_code == 302
        assert state(step, "tr") == "machine"

    @pytest.mark.parametrize(
        ("sends", "becomes"),
        [
            ({"text-text": "kart"}, "human"),
            ({"text-text": "[tr] the card", "text-right": "on"}, "reviewed"),
        ],
    )
    def test_changed_or_read_it_is_no_longer_one(
        self, editor, step, translator, sends, becomes
    ) -> None:
        path = page_of(step, "tr")
        response = editor.post(path, sent(editor, path) | {"suggest": "1"})
        again = {field.html_name: field.value() or "" for field in response.context["form"]}
        editor.post(path, again | sends)
        assert state(step, "tr") == becomes

    def test_leaves_what_is_typed(self, editor, step, translator) -> None:
        path = page_of(step, "tr")
        response = editor.post(path, sent(editor, path, text="kart") | {"suggest": "1"})
        assert response.context["form"]["text-text"].value() == "kart"
        assert translator.asked == []

    @pytest.mark.parametrize("status", [400, 403, 429, 500])
    def test_a_service_that_fails_is_said_and_loses_nothing(
        self, editor, step, translator, status
    ) -> None:
        translator.status = status
        path = page_of(step, "tr")
        response = editor.post(path, sent(editor, path) | {"suggest": "1"})
        assert response.status_code == 200
        assert "translation service" in response.content.decode()

    @pytest.mark.parametrize("posts", [False, True])
    def test_official_texts_are_for_people(self, editor, term, translator, posts) -> None:
        path = page_of(term, "tr")
        sends = sent(editor, path) | {"suggest": "1"}
        told = editor.post(path, sends) if posts else editor.get(path)
        assert "translated by people" in told.content.decode()
        assert 'name="suggest"' not in told.content.decode()
        assert translator.asked == []
