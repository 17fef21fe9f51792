"""A look at free times as an address: what is asked, and how the times are narrowed down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import get_language, gettext

from permits.presentation.people import labels
from permits.presentation.quests import Quest
from rotonde.translations.reading import shown
from services.spoken import language_name


@dataclass(frozen=True)
class Looking:
    """Names and values; empty ones are not told."""

    fields: Mapping[str, str]

    def query(self, **changes: str) -> str:
        """The query string, with `changes` in place of what it says now."""
        query = QueryDict(mutable=True)
        query.update({name: v for name, v in {**self.fields, **changes}.items() if v})
        return query.urlencode(safe=",~")

    def without(self, *names: str) -> list[tuple[str, str]]:
        """What a form that asks `names` (or names that begin so) again has to carry along."""
        return [(n, v) for n, v in self.fields.items() if v and not n.startswith(names)]


@dataclass(frozen=True)
class Option:
    value: str
    title: str
    chosen: bool


def languages_to_choose(codes: Sequence[str], chosen: str) -> list[Option]:
    """Any language first, then by name; the chosen one also where nobody speaks it."""
    reader = get_language() or "en"
    names = {code: language_name(code, reader) for code in {*codes, chosen} - {""}}
    found = sorted(names, key=lambda code: names[code])
    return [
        Option("", gettext("Any language"), not chosen),
        *(Option(code, names[code], code == chosen) for code in found),
    ]


@dataclass(frozen=True)
class Who:
    """What one person of a party may come for; `name` is that of the form's field."""

    label: str
    name: str
    options: list[Option]


def who_for_what(quest: Quest) -> list[Who]:
    """Each person of a party with their own part of a need that has parts; else nobody."""
    persons = quest.persons
    if len(persons) < 2 or not quest.need.combined:
        return []
    reader = get_language() or "en"
    whole = ",".join(procedure.slug for procedure in quest.need.procedures)
    singles = [(each.slug, shown(each, "name", reader).text) for each in quest.need.procedures]
    return [
        Who(
            label,
            f"for_{number}",
            [
                Option(value, title, set(value.split(",")) == set(person.procedures))
                for value, title in [(whole, quest.need.title), *singles]
            ],
        )
        for number, (label, person) in enumerate(
            zip(labels(person.kind for person in persons), persons, strict=True), start=1
        )
    ]
