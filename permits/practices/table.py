"""Where a procedure goes otherwise: a row a municipality, a cell a fact, for editors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from permits.models import Procedure
from permits.practices.answers import Answer, Fact
from permits.practices.page import first_free
from permits.practices.reading import FACTS, FEE, Book, labels, read_book
from rotonde.common.languages import CODES
from rotonde.region.models import Municipality
from rotonde.translations.reading import shown
from services.exchange.cells import guarded


@dataclass(frozen=True)
class Cell:
    """What is known of one fact in one municipality; nothing known is an empty text."""

    text: str
    source: str
    checked_on: date | None
    verified: bool
    edit: str
    differs: bool = False
    head: str = ""


@dataclass(frozen=True)
class Row:
    name: str
    url: str
    cells: list[Cell]

    @property
    def differs(self) -> bool:
        return any(cell.differs for cell in self.cells)


@dataclass(frozen=True)
class Table:
    heads: list[str]
    usual: list[Cell]
    rows: list[Row]
    unknown: int
    cells: int


def table_of(procedure: Procedure, *, on: date, only_differences: bool = False) -> Table:
    """All municipalities; what is unknown is counted in all of them, whatever is shown.

    A cell differs from the standard of the region; where none is known, from other municipalities.
    """
    towns = list(Municipality.objects.order_by("slug"))
    book = read_book([procedure], towns, on=on)
    served = _served(towns, procedure)
    facts = {town.pk: _facts(book, town, procedure) for town in towns}
    contested = {
        name
        for name in FACTS
        if book.usual(procedure, name) is None and _disagree(facts.values(), name)
    }
    rows = [_row(town, procedure, facts[town.pk], contested, served) for town in towns]
    known = sum(bool(cell.text) for row in rows for cell in row.cells)
    cells = len(towns) * len(FACTS)
    return Table(
        heads=[labels()[name] for name in FACTS],
        usual=[replace(_usual(book, procedure, name), head=labels()[name]) for name in FACTS],
        rows=[row for row in rows if row.differs or not only_differences],
        unknown=cells - known,
        cells=cells,
    )


def as_lines(procedure: Procedure, table: Table) -> Iterable[list[str]]:
    """The table as lines for a spreadsheet, which runs none of them as a formula."""
    title = shown(procedure, "name", get_language() or CODES[0]).text
    yield [title, _("fact"), _("here"), _("differs"), _("source"), _("checked on"), _("verified")]
    lines = [
        (_("Usual in the region"), table.usual),
        *((row.name, row.cells) for row in table.rows),
    ]
    for name, cells in lines:
        for cell in cells:
            when = cell.checked_on.isoformat() if cell.checked_on else ""
            told = [name, cell.head, cell.text, "x" if cell.differs else "", cell.source, when]
            yield [guarded(each) for each in [*told, "x" if cell.verified else ""]]


def _facts(book: Book, town: Municipality, procedure: Procedure) -> dict[str, Fact]:
    return {name: book.fact(town, procedure, name) for name in FACTS}


def _disagree(told: Iterable[dict[str, Fact]], name: str) -> bool:
    """Whether two municipalities say different things of the fact."""
    answers = {local.key: local for facts in told if (local := facts[name].local)}
    return any(one.differs_from(two) for one, two in combinations(answers.values(), 2))


def _row(
    town: Municipality,
    procedure: Procedure,
    facts: dict[str, Fact],
    contested: set[str],
    served: dict[int, Cell],
) -> Row:
    cells = []
    for name, fact in facts.items():
        cell = _cell(fact.local, procedure, town, name)
        if name == "waiting" and not cell.text and town.pk in served:
            cell = served[town.pk]
        differs = fact.differs or (name in contested and fact.local is not None)
        cells.append(replace(cell, differs=differs, head=fact.label))
    name = shown(town, "name", get_language() or CODES[0]).text
    return Row(name, town.get_absolute_url(), cells)


def _usual(book: Book, procedure: Procedure, name: str) -> Cell:
    cell = _cell(book.usual(procedure, name), procedure, None, name)
    papers = book.papers.get(procedure.pk, [])
    if name == "documents" and not cell.text and papers:
        reader = get_language() or CODES[0]
        listed = ", ".join(shown(each.document, "name", reader).text for each in papers)
        return replace(cell, text=listed, source=papers[0].source, checked_on=papers[0].checked_on)
    return cell


def _cell(
    answer: Answer | None, procedure: Procedure, town: Municipality | None, name: str
) -> Cell:
    if answer is None:
        return Cell("", "", None, False, _add(procedure, town, name))
    meta = answer.edit._meta
    edit = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[answer.edit.pk])
    return Cell(answer.text, answer.source, answer.checked_on, answer.verified, edit)


def _add(procedure: Procedure, town: Municipality | None, name: str) -> str:
    """Where an editor writes down what is not known yet."""
    asked = {"procedure": procedure.pk, "municipality": town.pk if town else ""}
    if name == FEE:
        return f"{reverse('admin:permits_fee_add')}?{urlencode(asked)}"
    return f"{reverse('admin:permits_practice_add')}?{urlencode({**asked, 'fact': name})}"


def _served(towns: Sequence[Municipality], procedure: Procedure) -> dict[int, Cell]:
    """The first free time, measured, where a center of ours may act."""
    from_centers = set(
        Municipality.objects.filter(competences__isnull=False).values_list("pk", flat=True)
    )
    found = {}
    for town in towns:
        free = first_free(town) if town.pk in from_centers else None
        if free and free.start and procedure.slug in free.codes:
            text = _("First free time: %(day)s") % {"day": date_format(free.start)}
            found[town.pk] = Cell(text, _("measured now"), None, True, "")
    return found
