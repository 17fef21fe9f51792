"""A rule book: the questions, the outcomes they lead to, and the rules between them.

Pure data, read from the document of a rule set. Conditions name a question and the values that
fit; all of them must hold. Whatever has words answers `<field>_<language>`, as content does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Answers = Mapping[str, str]
Kind = Literal["combined", "city", "federal", "none"]
KINDS: tuple[Kind, ...] = ("combined", "city", "federal", "none")


@dataclass(frozen=True)
class Conditions:
    """Question → the values that fit; empty fits everybody."""

    wanted: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def hold(self, answers: Answers) -> bool:
        return all(answers.get(code) in values for code, values in self.wanted.items())


@dataclass(frozen=True)
class Worded:
    """Something with words: `words` is field → language → text."""

    words: Mapping[str, Mapping[str, str]]

    def __getattr__(self, name: str) -> str:
        field_name, _, language = name.rpartition("_")
        if field_name == "" or field_name not in self.__dict__.get("words", {}):
            raise AttributeError(name)
        return self.words[field_name].get(language, "")


@dataclass(frozen=True)
class Choice(Worded):
    """One answer: `title`, and to whom it is offered."""

    value: str
    offered_if: Conditions


@dataclass(frozen=True)
class Question(Worded):
    """`title`, `help`, and to whom it is put. The answer to a place or a party is no choice."""

    code: str
    kind: Literal["choice", "place", "people"]
    asked_if: Conditions
    choices: tuple[Choice, ...]

    def offered(self, answers: Answers) -> list[Choice]:
        return [choice for choice in self.choices if choice.offered_if.hold(answers)]


@dataclass(frozen=True)
class Passage(Worded):
    """`text`: something that happens, told wherever an outcome names its code."""

    code: str


@dataclass(frozen=True)
class Outcome(Worded):
    """`title` and `lead`, the kind of visit, and the codes of what goes with it.

    `documents` are those of the demands of its procedures that apply here; none named means all.
    """

    code: str
    kind: Kind
    procedures: tuple[str, ...]
    documents: tuple[str, ...]
    deadlines: tuple[str, ...]
    fees_without: tuple[str, ...]
    fees_also: tuple[str, ...]
    desk: tuple[str, ...]
    after: tuple[str, ...]
    url: str
    source: str
    checked_on: date | None
    verified: bool


@dataclass(frozen=True)
class Season:
    """Days of the year, "MM-DD", both ends included; it may run over New Year."""

    first: str
    last: str

    def has(self, day: date) -> bool:
        now = f"{day:%m-%d}"
        if self.first <= self.last:
            return self.first <= now <= self.last
        return now >= self.first or now <= self.last


@dataclass(frozen=True)
class Case:
    """Answers that must lead to the rule that names them; `on` is the day, where it matters."""

    answers: Answers
    on: date | None


@dataclass(frozen=True)
class Rule:
    """Whoever answers so, in this season, gets this outcome; the lowest `priority` that fits."""

    code: str
    priority: int
    when: Conditions
    season: Season | None
    outcome: str
    case: Case | None


@dataclass(frozen=True)
class RuleBook:
    """Rules are in the order in which they are tried."""

    questions: tuple[Question, ...]
    passages: Mapping[str, Passage]
    outcomes: Mapping[str, Outcome]
    rules: tuple[Rule, ...]

    def question(self, code: str) -> Question | None:
        return next((each for each in self.questions if each.code == code), None)

    def rule(self, code: str) -> Rule | None:
        return next((each for each in self.rules if each.code == code), None)


def rulebook(document: Mapping[str, Any]) -> RuleBook:
    """Read a document. Raises KeyError or ValueError for one that is none."""
    rules = sorted(map(_rule, document["rules"]), key=lambda rule: (rule.priority, rule.code))
    return RuleBook(
        questions=tuple(map(_question, document["questions"])),
        passages={each["code"]: _passage(each) for each in document["passages"]},
        outcomes={each["code"]: _outcome(each) for each in document["outcomes"]},
        rules=tuple(rules),
    )


def _question(data: Mapping[str, Any]) -> Question:
    return Question(
        words={"title": data["title"], "help": data.get("help", {})},
        code=data["code"],
        kind=data["kind"],
        asked_if=Conditions(data.get("asked_if", {})),
        choices=tuple(
            Choice({"title": each["title"]}, each["value"], Conditions(each.get("offered_if", {})))
            for each in data.get("choices", [])
        ),
    )


def _passage(data: Mapping[str, Any]) -> Passage:
    return Passage({"text": data["text"]}, data["code"])


def _outcome(data: Mapping[str, Any]) -> Outcome:
    lists = ("procedures", "documents", "deadlines", "fees_without", "fees_also", "desk", "after")
    return Outcome(
        words={"title": data["title"], "lead": data["lead"]},
        code=data["code"],
        kind=data["kind"],
        url=data.get("url", ""),
        source=data.get("source", ""),
        checked_on=_day(data.get("checked_on")),
        verified=bool(data.get("verified")),
        **{name: tuple(data.get(name, ())) for name in lists},
    )


def _rule(data: Mapping[str, Any]) -> Rule:
    season, case = data.get("season"), data.get("case")
    return Rule(
        code=data["code"],
        priority=data["priority"],
        when=Conditions(data["when"]),
        season=Season(season["first"], season["last"]) if season else None,
        outcome=data["outcome"],
        case=Case(case["answers"], _day(case.get("on"))) if case else None,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
