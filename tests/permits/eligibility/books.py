"""The shipped rules, and a small book to break in tests: read without a database."""

import copy
from pathlib import Path

import yaml

from permits.eligibility.checking import Known
from permits.models import RuleSet
from tests.permits.views.conftest import NOW

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures" / "permits"


def shipped() -> dict:
    return {
        part: yaml.safe_load((FIXTURES / "eligibility" / f"{part}.yaml").read_text())
        for part in ("questions", "passages", "outcomes", "rules")
    }


def shipped_known() -> Known:
    """What the other fixtures offer to refer to."""
    rows = yaml.safe_load((FIXTURES / "procedures.yaml").read_text())
    terms = yaml.safe_load((FIXTURES / "deadlines.yaml").read_text())
    of = {name: [r["fields"] for r in rows if r["model"] == f"permits.{name}"] for name in NAMES}
    documents: dict[str, set[str]] = {each["slug"]: set() for each in of["procedure"]}
    for each in of["requirement"]:
        documents[each["procedure"][0]].add(each["document"][0])
    return Known(
        documents={code: frozenset(found) for code, found in documents.items()},
        deadlines=frozenset(each["fields"]["code"] for each in terms),
        fees=frozenset(each["slug"] for each in of["fee"]),
        agencies={each["slug"]: each["agency_kind"] for each in of["procedure"]},
    )


NAMES = ("procedure", "requirement", "fee")

_WORDS = {"en": "Words", "nl": "Woorden"}
_OUTCOME = {
    "kind": "city",
    "title": _WORDS,
    "lead": _WORDS,
    "procedures": ["registration"],
    "documents": ["passport"],
    "deadlines": ["R3"],
    "source": "somewhere.be",
    "desk": ["looks"],
    "after": [],
}
_SMALL = {
    "questions": [
        {
            "code": "topic",
            "kind": "choice",
            "title": _WORDS,
            "choices": [{"value": "arrive", "title": _WORDS}, {"value": "tax", "title": _WORDS}],
        },
        {
            "code": "group",
            "kind": "choice",
            "title": _WORDS,
            "asked_if": {"topic": ["arrive"]},
            "choices": [{"value": "eu", "title": _WORDS}, {"value": "other", "title": _WORDS}],
        },
        {"code": "place", "kind": "place", "title": _WORDS},
    ],
    "passages": [{"code": "looks", "text": _WORDS}],
    "outcomes": [{"code": "come", **_OUTCOME}, {"code": "wait", **_OUTCOME}],
    "rules": [
        {
            "code": "arrives",
            "priority": 10,
            "when": {"topic": ["arrive"]},
            "outcome": "come",
            "case": {"answers": {"topic": "arrive", "group": "eu"}},
        },
        {
            "code": "season",
            "priority": 20,
            "when": {"topic": ["tax"]},
            "season": {"first": "05-01", "last": "07-15"},
            "outcome": "come",
            "case": {"answers": {"topic": "tax"}, "on": "2027-06-01"},
        },
        {
            "code": "rest",
            "priority": 30,
            "when": {"topic": ["tax"]},
            "outcome": "wait",
            "case": {"answers": {"topic": "tax"}, "on": "2027-01-01"},
        },
    ],
}
SMALL_KNOWN = Known(
    documents={"registration": frozenset({"passport"}), "permit": frozenset()},
    deadlines=frozenset({"R3"}),
    fees=frozenset(),
    agencies={"registration": "municipal", "permit": "federal"},
)


def small() -> dict:
    return copy.deepcopy(_SMALL)


def bookable() -> dict:
    """The small book, for a center at which registration and residence permit can be booked."""
    made = small()
    slugs = ["registration", "residence-permit"]
    made["outcomes"][0] |= {"kind": "combined", "procedures": slugs}
    made["outcomes"][1] |= {"kind": "none", "procedures": [], "documents": []}
    made["rules"][1] |= {"outcome": "wait"}
    del made["rules"][1]["season"]
    made["rules"].pop()
    title = {"en": "Who comes?", "nl": "Wie komt?"}
    people = {"code": "people", "kind": "people", "title": title, "asked_if": {"topic": ["arrive"]}}
    made["questions"].append(people)
    return made


def draft(made: dict, version: int = 1) -> RuleSet:
    return RuleSet.objects.create(version=version, document=made, created_at=NOW)
