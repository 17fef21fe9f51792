import pytest
from django.template import Context, Template
from django.utils.translation import override

from rotonde.region.models import Term
from rotonde.translations.reading import shown


def term(**texts: str) -> Term:
    return Term(slug="x", **{f"text_{code}": text for code, text in texts.items()})


@pytest.mark.parametrize(
    ("texts", "asked", "text", "language"),
    [
        ({"en": "permit", "pl": "pobyt"}, "pl", "pobyt", "pl"),
        ({"en": "permit", "nl": "vergunning"}, "pl", "permit", "en"),
        ({"nl": "vergunning", "ar": "تصريح"}, "pl", "vergunning", "nl"),
        ({"ar": "تصريح"}, "pl", "تصريح", "ar"),
        ({"en": "", "nl": "vergunning"}, "en", "vergunning", "nl"),
        ({}, "en", "", "en"),
    ],
)
def test_the_asked_language_then_english_then_dutch_then_any(texts, asked, text, language) -> None:
    found = shown(term(**texts), "text", asked)
    assert (found.text, found.language, found.requested) == (text, language, asked)


def test_the_base_column_is_never_read() -> None:
    content = term(nl="vergunning")
    content.__dict__["text"] = "whatever was saved last"
    assert shown(content, "text", "en").text == "vergunning"


def render(content: Term, language: str) -> str:
    with override(language):
        return Template('{% load content %}{% shown term "text" %}').render(
            Context({"term": content})
        )


def test_text_in_the_readers_language_stands_alone() -> None:
    assert render(term(fr="titre"), "fr") == "titre"


def test_text_in_another_language_says_so() -> None:
    assert render(term(ar="تصريح"), "fr") == '<span lang="ar" dir="rtl">تصريح</span>'


def test_content_is_escaped() -> None:
    assert "<b>" not in render(term(en="<b>bold</b>"), "en")
    assert "<b>" not in render(term(en="<b>bold</b>"), "fr")
