"""Whoever writes a text, at the desk or in the admin: what depends on it keeps in step."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from rotonde.accounts.roles import Role
from rotonde.region.glossary import index_terms
from rotonde.search.finding import find
from rotonde.translations.kinds import kinds
from rotonde.translations.states import source_of, text_in
from rotonde.translations.translating import Written, hash_of, translate
from services.catalogue import index_services
from services.filters import Filters
from services.guides.models import Guide
from services.guides.search import index_guides
from services.models import Service, Theme
from tests.factories.accounts import an_account, browser_of
from tests.factories.events import EventFactory
from tests.factories.guides import GuideFactory
from tests.factories.region import TermFactory
from tests.factories.services import ServiceFactory, ThemeFactory

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def at_the_desk(thing, field: str, text: str) -> None:
    source = source_of(thing, field, "fr")
    was = hash_of(text_in(thing, field, source)) if source else ""
    own = hash_of(text_in(thing, field, "fr"))
    kind = kinds()[thing._meta.model_name]
    told = [Written(field, text, own_was=own, source_was=was)]
    translate(kind=kind, thing=thing, language="fr", texts=told, at=NOW)


def in_the_admin(thing, field: str, text: str) -> None:
    account = an_account("editor@example.org", Role.EDITOR)
    account.is_superuser = True
    account.save()
    browser = browser_of(account)
    meta = thing._meta
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[thing.pk])
    form = browser.get(address).context["adminform"].form
    shown = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in shown.items() if value not in (None, False)}
    answer = browser.post(address, sent | {f"{field}_fr": text})
    assert answer.status_code == 302, answer.context["errors"]


WAYS = pytest.mark.parametrize("write", [at_the_desk, in_the_admin])


def found(words: str) -> list[Service]:
    return list(Service.objects.matching(Filters(q=words), reader="fr"))


@WAYS
def test_a_term_leads_from_one_language_to_another_at_once(write) -> None:
    term = TermFactory(text_nl="verblijfskaart", text_en="residence card")
    index_terms([term])
    guide = GuideFactory()
    guide.terms.set([term])
    index_guides([guide])
    service = ServiceFactory(name_nl="Uw verblijfskaart", name_en=None, summary_en=None)
    index_services([service])
    assert found("titre de séjour") == []
    write(term, "text", "titre de séjour")
    assert found("titre de séjour") == [service]
    assert list(Guide.objects.found_by("séjour", reader="fr")) == [guide]


@WAYS
def test_what_stands_under_a_theme_is_found_by_its_new_name(write) -> None:
    theme = ThemeFactory(name_en="Housing")
    service = ServiceFactory(themes=[theme], findable=True)
    event, guide = EventFactory(), GuideFactory()
    event.themes.set([theme])
    guide.themes.set([theme])
    before = Service.objects.get().changed_at
    write(theme, "name", "Hébergement")
    assert found("hébergement") == [service]
    assert list(Guide.objects.found_by("hébergement", reader="fr")) == [guide]
    assert list(find("event", "hébergement", "fr").values_list("object_id", flat=True)) == [
        event.pk
    ]
    assert Service.objects.get().changed_at > before, "who follows our changes hears of it"
    assert Theme.objects.get(pk=theme.pk).name_fr == "Hébergement"
