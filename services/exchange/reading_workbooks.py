"""Reads the first sheet of an Excel workbook as the table it is."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from services.exchange.drafts import FileUnreadable, Reading
from services.exchange.reading_tables import read_rows

# A workbook is a packed folder; what it unpacks to must fit in memory.
_UNPACKED = 200_000_000


def read_xlsx(content: bytes, *, name: str) -> Reading:
    """Raises FileUnreadable, also for a formula: nobody saw what it says."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as folder:
            if sum(each.file_size for each in folder.infolist()) > _UNPACKED:
                raise FileUnreadable(_("The file is too large."))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError):
        raise FileUnreadable(_("This is not an Excel workbook.")) from None
    try:
        sheet: Any = book.worksheets[0]
        rows = [
            (number, [_text(cell, number) for cell in row])
            for number, row in enumerate(sheet.iter_rows(), start=1)
        ]
    finally:
        book.close()
    return read_rows(rows, name=name)


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
