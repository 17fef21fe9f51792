import pytest

from services.spoken import is_language, language_name, language_names
from services.templatetags.spoken import bare_address, telephone


def test_languages_are_named_in_the_language_of_the_reader() -> None:
    assert language_name("ar", "en") == "Arabic"
    assert language_name("ti", "nl") == "Tigrinya"
    assert language_name("nl", "fr") == "Néerlandais"
    assert language_names(["nl", "en", "nl"], "ar") == ["الإنجليزية", "الهولندية"]


def test_the_readers_own_language_comes_first_then_by_name() -> None:
    assert language_names(["ar", "nl", "en"], "nl") == ["Nederlands", "Arabisch", "Engels"]


@pytest.mark.parametrize("code", ["", "x", "zz", "nl-BE", "NL", "klingon", "١٢"])
def test_what_is_no_language(code: str) -> None:
    assert not is_language(code)


def test_phone_and_web_address_as_people_read_them() -> None:
    assert telephone("+32 9 210 10 10") == "+3292101010"
    assert telephone("0800 30 700") == "080030700"
    assert bare_address("https://www.vdab.be/") == "vdab.be"
    assert bare_address("https://stad.gent/en/migration") == "stad.gent/en/migration"
