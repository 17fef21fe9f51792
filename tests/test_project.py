"""The contracts of the house itself."""

import ast
import os
import re
import stat
import subprocess
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils.translation import override

from rotonde.common.languages import AUTONYMS, CODES
from tests.conftest import THOROUGH

ROOT = Path(__file__).resolve().parent.parent


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).exists()]


@pytest.mark.parametrize(
    "name", ["bin/demo", "bin/test", "bin/check", "bin/bench", "bin/messages", ".ci/run"]
)
def test_the_commands_of_the_contract_can_be_run(name: str) -> None:
    assert os.stat(ROOT / name).st_mode & stat.S_IXUSR


def test_the_eight_languages() -> None:
    assert CODES == ("en", "nl", "fr", "de", "es", "pl", "tr", "ar")
    assert set(AUTONYMS) == set(CODES)


@pytest.mark.parametrize(
    ("name", "arguments", "path"),
    [
        ("home", [], "/en/"),
        ("services:list", [], "/en/services/"),
        ("services:service", ["a-b", "k7m2q9xa"], "/en/services/a-b-k7m2q9xa/"),
        ("services:theme", ["housing"], "/en/themes/housing/"),
        ("services:guides", [], "/en/guides/"),
        ("services:guide", ["a-b", "k7m2q9xa"], "/en/guides/a-b-k7m2q9xa/"),
        ("deadlines:list", [], "/en/deadlines/"),
        ("region:municipality", ["gent"], "/en/municipalities/gent/"),
        ("permits:start", [], "/en/appointments/"),
        ("permits:visit", ["x" * 22], f"/en/appointments/v/{'x' * 22}/"),
        ("live", [], "/health/live"),
        ("ready", [], "/health/ready"),
    ],
)
def test_the_addresses_of_the_contract(name: str, arguments: list[str], path: str) -> None:
    with override("en"):
        assert reverse(name, args=arguments) == path


def test_every_variable_of_the_settings_is_documented() -> None:
    settings = (ROOT / "rotonde" / "settings.py").read_text()
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', settings))
    documented = set(re.findall(r"^#? ?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))
    assert read <= documented, read - documented


def test_locks_pin_every_package_with_hashes_and_name_no_index() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        assert "index-url" not in text
        assert "find-links" not in text
        entries = re.split(r"\n(?=\S)", text.strip())
        pinned = [entry for entry in entries if not entry.startswith("#")]
        assert pinned
        assert all("==" in entry and "--hash=sha256:" in entry for entry in pinned), name


def test_templates_use_no_inline_script_or_style() -> None:
    faults = [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in tracked("templates/*.html")
        if "emails" not in path.parts  # mail readers know no style sheet
        for found in re.finditer(
            r"\sstyle=|<style|\son[a-z]+=\"|<script(?![^>]*\bsrc=)", path.read_text()
        )
    ]
    assert faults == []


def test_a_form_that_is_included_alone_is_given_its_token() -> None:
    texts = {
        path.relative_to(ROOT / "templates").as_posix(): path.read_text()
        for path in tracked("templates/*.html")
    }
    include = re.compile(r'{% include "([^"]+)"(?: with)?([^%]*)%}')

    def posts(name: str) -> bool:
        text = texts.get(name, "")
        return "{% csrf_token %}" in text or any(
            posts(part) for part, given in include.findall(text) if " only " not in given
        )

    found = [
        f"{name}: {part}"
        for name, text in texts.items()
        for part, given in include.findall(text)
        if " only " in given and "csrf_token=csrf_token" not in given and posts(part)
    ]
    assert found == []


def test_style_sheets_use_logical_properties() -> None:
    physical = re.compile(
        r"^\s*(?:margin|padding|border)-(?:left|right)\b|^\s*(?:left|right)\s*:|text-align:\s*(?:left|right)|float:\s*(?:left|right)",
        re.M,
    )
    faults = [
        f"{path.relative_to(ROOT)}: {found[0].strip()}"
        for path in tracked("static/css/*.css")
        for found in physical.finditer(path.read_text())
    ]
    assert faults == []


def test_no_logic_hides_in_save_or_signals() -> None:
    faults = [
        str(path.relative_to(ROOT))
        for path in tracked("rotonde/*.py", "services/*.py", "permits/*.py")
        if re.search(r"def save\(self|@receiver\(|eta=|countdown=", path.read_text())
    ]
    assert faults == []


def test_every_test_that_the_invariants_name_is_there() -> None:
    where = ""
    named = re.findall(
        r"`((?:tests/[\w/]+\.py)?)(?:::(\w+))?`", (ROOT / "docs/invariants.md").read_text()
    )
    attacks = 0
    for path, test in named:
        where = path or where
        if where and (path or test):
            attacks += 1
            assert not test or f"def {test}(" in (ROOT / where).read_text(), f"{where}::{test}"
    assert attacks > 30


def defined_in(path: Path) -> set[str]:
    """The tests of a file, as pytest names them."""
    found = set()
    for node in ast.parse(path.read_text("utf-8")).body if path.exists() else ():
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.ClassDef):
            own = (each for each in node.body if isinstance(each, ast.FunctionDef))
            found.update(f"{node.name}::{each.name}" for each in own)
    return found


def test_every_test_that_is_listed_as_thorough_is_there() -> None:
    listed: dict[str, set[str]] = {}
    for line in THOROUGH:
        path, _colons, test = line.partition("::")
        listed.setdefault(path, set()).add(test)
    gone = [
        f"{path}::{test}"
        for path, tests in sorted(listed.items())
        for test in sorted(tests - defined_in(ROOT / path))
    ]
    assert gone == []
