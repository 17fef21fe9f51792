"""The check of the catalogues, on small catalogues that have one fault each."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from rotonde.common.languages import CODES
from rotonde.translations.catalogues import _compare, django_plural_forms

HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def catalogue(tmp_path: Path, body: str):
    path = tmp_path / "django.po"
    path.write_text(HEADER + body)
    with path.open("rb") as file:
        return read_po(file, locale="nl")


def faults(tmp_path: Path, ours: str, fresh: str | None = None) -> list[str]:
    return [
        fault.what
        for fault in _compare("nl", catalogue(tmp_path, ours), catalogue(tmp_path, fresh or ours))
    ]


@pytest.mark.parametrize(
    ("ours", "fresh", "what"),
    [
        ('msgid "a"\nmsgstr "b"\n', None, []),
        ('msgid "a"\nmsgstr ""\n', None, ["empty"]),
        ('#, fuzzy\nmsgid "a"\nmsgstr "b"\n', None, ["fuzzy"]),
        (
            'msgid "a"\nmsgstr "b"\n',
            'msgid "c"\nmsgstr ""\n',
            ["not in the catalogue", "no longer asked for"],
        ),
        ('msgid "%(n)s a"\nmsgstr "b"\n', None, ["placeholders differ"]),
        ('msgid "a"\nmsgid_plural "%(n)s as"\nmsgstr[0] "b"\nmsgstr[1] ""\n', None, ["empty"]),
        ('msgid "a"\nmsgid_plural "%(n)s as"\nmsgstr[0] "b"\nmsgstr[1] "%(n)s b"\n', None, []),
    ],
)
def test_each_fault_is_found(tmp_path: Path, ours: str, fresh: str | None, what: list[str]) -> None:
    assert faults(tmp_path, ours, fresh) == what


def test_every_language_has_djangos_plural_forms() -> None:
    counts = {code: django_plural_forms(code).split(";")[0].split("=")[1].strip() for code in CODES}
    assert counts == {
        "en": "2",
        "nl": "2",
        "fr": "2",
        "de": "2",
        "es": "3",
        "pl": "4",
        "tr": "2",
        "ar": "6",
    }
