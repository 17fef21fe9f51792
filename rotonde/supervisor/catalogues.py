"""Compiles the gettext catalogues with Babel: a machine with Python alone has no msgfmt."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from rotonde.supervisor.checkout import ROOT


def compile_catalogues(root: Path = ROOT) -> list[Path]:
    """Compile every catalogue of the tree that is newer than its compiled form; return those
    compiled.

    The header's Plural-Forms goes through unchanged, and a fuzzy entry is left out: a guess is no
    translation.
    """
    return [
        source
        for source in sorted(root.glob("locale/*/LC_MESSAGES/*.po"))
        if _compile_if_older(source)
    ]


def _compile_if_older(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    if compiled.exists() and compiled.stat().st_mtime_ns >= source.stat().st_mtime_ns:
        return False
    with open(source, "rb") as file:
        # Babel writes the header's Plural-Forms only where it knows the language.
        catalogue = read_po(file, locale=source.parents[1].name, abort_invalid=True)
    draft = compiled.with_suffix(f".{os.getpid()}.mo")
    with open(draft, "wb") as file:
        write_mo(file, catalogue)
    os.replace(draft, compiled)
    return True


if __name__ == "__main__":
    for path in compile_catalogues():
        print(f"compiled {path.relative_to(ROOT)}")
