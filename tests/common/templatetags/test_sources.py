"""What was seen in one place is told with the place once, and no fact becomes surer by it."""

from dataclasses import dataclass
from datetime import date

from rotonde.common.templatetags.sources import by_source

DAY = date(2026, 11, 20)


@dataclass(frozen=True)
class Fact:
    name: str
    source: str = "stad.gent"
    checked_on: date | None = DAY
    verified: bool = True


def folded(*facts: Fact) -> list[tuple[list[str], str]]:
    return [([fact.name for fact in seen.facts], seen.source) for seen in by_source(facts)]


def test_equal_sources_are_one_wherever_they_stand() -> None:
    facts = Fact("a"), Fact("b", "dofi.be"), Fact("c")
    assert folded(*facts) == [(["a", "c"], "stad.gent"), (["b"], "dofi.be")]


def test_another_day_or_another_state_is_another_line() -> None:
    facts = Fact("a"), Fact("b", checked_on=None), Fact("c", verified=False)
    assert [names for names, _source in folded(*facts)] == [["a"], ["b"], ["c"]]


def test_nothing_is_nothing() -> None:
    assert by_source([]) == []
