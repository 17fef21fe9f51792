"""Compiled catalogues say what their sources say."""

import gettext
import os
from pathlib import Path

import pytest

from rotonde.supervisor.catalogues import compile_catalogues

# The header Django's own Arabic catalogue carries, wrapped as gettext's tools wrap it.
ARABIC = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 "
"&& n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;\n"

msgid "Home"
msgstr "الرئيسية"

#, fuzzy
msgid "Guess"
msgstr "تخمين"

msgctxt "verb"
msgid "Book"
msgstr "احجز"

msgid "%(count)d hour"
msgid_plural "%(count)d hours"
msgstr[0] "none"
msgstr[1] "one"
msgstr[2] "two"
msgstr[3] "few"
msgstr[4] "many"
msgstr[5] "other"
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "locale" / "ar" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(ARABIC, encoding="utf-8")
    return path


def read(source: Path) -> gettext.GNUTranslations:
    with open(source.with_suffix(".mo"), "rb") as file:
        return gettext.GNUTranslations(file)


def test_plural_forms_are_the_headers_own(source, tmp_path):
    assert compile_catalogues(tmp_path) == [source]
    catalogue = read(source)
    expected = {
        0: "none",
        1: "one",
        2: "two",
        3: "few",
        10: "few",
        11: "many",
        99: "many",
        100: "other",
        103: "few",
    }
    assert {
        n: catalogue.ngettext("%(count)d hour", "%(count)d hours", n) for n in expected
    } == expected


def test_texts_and_contexts_go_through_and_guesses_do_not(source, tmp_path):
    compile_catalogues(tmp_path)
    catalogue = read(source)
    assert catalogue.gettext("Home") == "الرئيسية"
    assert catalogue.pgettext("verb", "Book") == "احجز"
    assert catalogue.gettext("Guess") == "Guess"


def test_only_what_changed_is_compiled_again(source, tmp_path):
    compile_catalogues(tmp_path)
    assert compile_catalogues(tmp_path) == []
    newer = source.with_suffix(".mo").stat().st_mtime + 5
    os.utime(source, (newer, newer))
    assert compile_catalogues(tmp_path) == [source]
    assert [path.name for path in source.parent.iterdir() if path.suffix == ".mo"] == ["django.mo"]
