"""Are the interface catalogues whole? Compared with what the source asks for today.

Extraction is GNU gettext's and runs on a copy, so a check changes nothing.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from rotonde.common.languages import CODES

_SOURCES = ("manage.py", "rotonde", "services", "permits", "events", "templates", "locale")
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")
_PLURAL_FORMS = re.compile(r"Plural-Forms: (.*?)\\n")


class ExtractionFailed(RuntimeError):
    """GNU gettext is missing or refused the source."""


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one catalogue."""

    language: str
    what: str
    message: str

    def __str__(self) -> str:
        return f"{self.language}: {self.what}: {self.message[:90]!r}"


def faults(root: Path) -> list[Fault]:
    """All faults of the eight catalogues below `root`. Raises ExtractionFailed."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder)
        _copy(root, fresh)
        extract(fresh)
        return [
            fault
            for language in CODES
            for fault in _compare(language, _read(root, language), _read(fresh, language))
        ]


def extract(root: Path) -> None:
    """Bring the catalogues below `root` up to date with its source, keeping translations."""
    languages = [argument for code in CODES for argument in ("-l", code)]
    command = [sys.executable, "manage.py", "makemessages", *languages]
    command += ["--no-location", "--no-obsolete", "--ignore", "tests"]
    # What is installed under var/ is not ours to translate.
    command += ["--ignore", "var", "-v", "0"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise ExtractionFailed(done.stderr.strip().splitlines()[-1] if done.stderr else "no reason")


def _copy(root: Path, target: Path) -> None:
    for name in _SOURCES:
        source = root / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "*.mo", "migrations")
            shutil.copytree(source, target / name, ignore=ignored)
        else:
            shutil.copy(source, target / name)


def _path(root: Path, language: str) -> Path:
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def _read(root: Path, language: str) -> Catalog:
    with _path(root, language).open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def _compare(language: str, ours: Catalog, fresh: Catalog) -> Iterator[Fault]:
    there = {_key(message) for message in ours if message.id}
    asked = {_key(message) for message in fresh if message.id}
    for key in sorted(asked - there):
        yield Fault(language, "not in the catalogue", key[1])
    for key in sorted(there - asked):
        yield Fault(language, "no longer asked for", key[1])
    for message in ours:
        if message.id:
            yield from _faults_of(language, message, ours.num_plurals)
    if ours.plural_forms.replace(" ", "") != django_plural_forms(language).replace(" ", ""):
        yield Fault(language, "plural forms differ from Django's", ours.plural_forms)


def _faults_of(language: str, message: Message, plurals: int) -> Iterator[Fault]:
    source = _key(message)[1]
    string = message.string
    forms = tuple(string) if isinstance(string, (tuple, list)) else (string or "",)
    if message.fuzzy:
        yield Fault(language, "fuzzy", source)
    if not all(forms) or (message.pluralizable and len(forms) != plurals):
        yield Fault(language, "empty", source)
        return
    asked = {hole for text in _sources(message) for hole in _PLACEHOLDER.findall(text)}
    used = {hole for form in forms for hole in _PLACEHOLDER.findall(form)}
    if asked != used and not (message.pluralizable and used < asked):
        yield Fault(language, "placeholders differ", source)


def _sources(message: Message) -> tuple[str, ...]:
    ids = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
    return tuple(ids)


def _key(message: Message) -> tuple[str, str]:
    return (message.context or "", _sources(message)[0])


def django_plural_forms(language: str) -> str:
    """The Plural-Forms of Django's own catalogue, which its translations are picked by."""
    path = Path(django.__file__).parent / "conf" / "locale" / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        header = file.read(4000).decode()
    found = _PLURAL_FORMS.search(header.replace('"\n"', ""))
    if found is None:
        raise LookupError(f"Django's {language} catalogue names no plural forms")
    return found[1]
