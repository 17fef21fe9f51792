"""Reads the first sheet of an Excel workbook as the table it is."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from services.exchange.drafts import FileUnreadable, Reading
from services.exchange.reading_tables import Numbered, read_rows

# A workbook is a packed folder; what it unpacks to must fit in memory.
_UNPACKED = 200_000_000
# Excel knows no row after this one; a damaged number would have us count to it.
_LAST_ROW = 1_048_576


def read_xlsx(content: bytes, *, name: str) -> Reading:
    """Raises FileUnreadable, also for a formula: nobody saw what it says."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as folder:
            unpacked = sum(each.file_size for each in folder.infolist())
    except (zipfile.BadZipFile, ValueError, OSError):
        raise FileUnreadable(_("This is not an Excel workbook.")) from None
    if unpacked > _UNPACKED:
        raise FileUnreadable(_("The file is too large."))
    try:
        rows = list(_rows(content))
    except FileUnreadable:
        raise
    except Exception:  # openpyxl trusts what it reads: a damaged part raises anything
        raise FileUnreadable(_("This file cannot be read: it is damaged or no workbook.")) from None
    return read_rows(rows, name=name)


def _rows(content: bytes) -> Iterator[Numbered]:
    """The rows of the first sheet that say something."""
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
    try:
        if not book.worksheets:
            raise FileUnreadable(_("This workbook has no sheet."))
        sheet: Any = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its own size may be wrong
        for number, row in enumerate(sheet.iter_rows(), start=1):
            if number > _LAST_ROW:
                raise FileUnreadable(_("There are too many rows in this file."))
            if any(texts := [_text(cell, number) for cell in row]):
                yield number, texts
    finally:
        book.close()


def _text(cell: Any, row: int) -> str:
    value = cell.value
    if cell.data_type == "f":
        raise FileUnreadable(
            _("This cell is a formula; paste what it says instead."),
            row=str(row),
            field=cell.column_letter,
        )
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else str(value)
