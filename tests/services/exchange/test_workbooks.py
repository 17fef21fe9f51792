"""A damaged workbook is refused in words, whatever of it is damaged."""

import io
import random
import zipfile
from collections.abc import Callable

import pytest
from openpyxl import Workbook

from services.exchange.drafts import FileUnreadable, Reading
from services.exchange.reading_workbooks import read_xlsx

SHEET = "xl/worksheets/sheet1.xml"
FLIPS = 120

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def whole() -> bytes:
    book = Workbook()
    book.active.append(["slug", "organisation_slug", "name_en", "phone"])
    book.active.append(["aid", "aiders", "Aid", 3292101010])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def changed(whole: bytes, part: str, change: Callable[[bytes], bytes | None]) -> bytes:
    """The workbook with one of its parts changed, or without it."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(file, "w") as new:
        for each in old.namelist():
            text = change(old.read(each)) if each == part else old.read(each)
            if text is not None:
                new.writestr(each, text)
    return file.getvalue()


def parts_of(whole: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(whole)) as folder:
        return folder.namelist()


def read(content: bytes) -> Reading:
    return read_xlsx(content, name="aid.xlsx")


def test_whole_it_is_read(whole):
    assert len(read(whole).drafts) == 1


@pytest.mark.parametrize("part", ["[Content_Types].xml", "xl/workbook.xml", SHEET])
@pytest.mark.parametrize("left", [0, 0.5])
def test_a_part_that_breaks_off_is_refused(whole, part, left):
    with pytest.raises(FileUnreadable, match="cannot be read"):
        read(changed(whole, part, lambda text: text[: int(left * len(text))]))


@pytest.mark.parametrize("part", ["[Content_Types].xml", "xl/workbook.xml", SHEET])
def test_a_part_that_is_not_there_is_missed(whole, part):
    with pytest.raises(FileUnreadable):
        read(changed(whole, part, lambda text: None))


def test_without_a_sheet_there_is_nothing_to_read(whole):
    def emptied(text: bytes) -> bytes:
        before, rest = text.split(b"<sheets>")
        return before + b"<sheets/>" + rest.split(b"</sheets>")[1]

    with pytest.raises(FileUnreadable, match="no sheet"):
        read(changed(whole, "xl/workbook.xml", emptied))


def test_a_row_far_beyond_the_last_one_is_not_counted_to(whole):
    damaged = changed(whole, SHEET, lambda text: text.replace(b'r="2"', b'r="999999999"'))
    with pytest.raises(FileUnreadable, match="too many rows"):
        read(damaged)


def test_what_it_says_of_its_own_size_hides_no_row(whole):
    smaller = changed(whole, SHEET, lambda text: text.replace(b'ref="A1:D2"', b'ref="A1:D1"'))
    assert len(read(smaller).drafts) == 1


@pytest.mark.parametrize("seed", range(2))
def test_with_any_byte_of_a_part_flipped_it_is_read_or_refused(whole, seed):
    chance, refused = random.Random(seed), 0
    for _flip in range(FLIPS // 2):
        part = chance.choice(parts_of(whole))
        refused += why_refused(changed(whole, part, lambda text: flipped(text, chance))) != ""
    assert 0 < refused < FLIPS // 2


@pytest.mark.parametrize("seed", range(2))
def test_with_any_byte_of_the_file_flipped_it_is_read_or_refused(whole, seed):
    chance, refused = random.Random(seed), 0
    for _flip in range(FLIPS // 2):
        refused += why_refused(flipped(whole, chance)) != ""
    assert 0 < refused < FLIPS // 2


def why_refused(content: bytes) -> str:
    """Nothing where it can be read."""
    try:
        read(content)
    except FileUnreadable as unreadable:
        return unreadable.why
    return ""


def flipped(text: bytes, chance: random.Random) -> bytes:
    if not text:
        return text
    at = chance.randrange(len(text))
    return text[:at] + bytes([text[at] ^ 1 << chance.randrange(8)]) + text[at + 1 :]
