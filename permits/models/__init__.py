"""The permit and registration visit: who may act, when they work, who comes, what is taken."""

from permits.models.centers import Agency, Center, Competence
from permits.models.companions import Companion
from permits.models.days import CenterDay
from permits.models.deadlines import (
    Anchor,
    Basis,
    Card,
    Case,
    Deadline,
    DeadlineRule,
    Group,
)
from permits.models.eligibility import RuleSet
from permits.models.entries import VisitEntry
from permits.models.feeds import Feed
from permits.models.practices import Practice
from permits.models.procedures import Document, Fee, Procedure, Requirement, Timing
from permits.models.readiness import AheadAnswer, AheadQuestion, PaperCheck, PaperRequest
from permits.models.reception import Closing, Display, Feedback, Inquiry
from permits.models.rostering import Absence, DayHours, Proposal
from permits.models.rosters import Closure, Officer, Shift, WeeklyShift
from permits.models.staff import CenterStaff
from permits.models.steps import Attendee, Step
from permits.models.ticks import Break, Tick
from permits.models.visits import Visit
from permits.models.waiting import Embargo, WaitingOffer, WaitingParty, WaitingPerson
from permits.models.work import StandardTime, WorkKind, WorkTime

__all__ = [
    "Absence",
    "Agency",
    "AheadAnswer",
    "AheadQuestion",
    "Anchor",
    "Attendee",
    "Basis",
    "Break",
    "Card",
    "Case",
    "Center",
    "CenterDay",
    "CenterStaff",
    "Closing",
    "Closure",
    "Companion",
    "Competence",
    "DayHours",
    "Deadline",
    "DeadlineRule",
    "Display",
    "Document",
    "Embargo",
    "Fee",
    "Feed",
    "Feedback",
    "Group",
    "Inquiry",
    "Officer",
    "PaperCheck",
    "PaperRequest",
    "Practice",
    "Procedure",
    "Proposal",
    "Requirement",
    "RuleSet",
    "Shift",
    "StandardTime",
    "Step",
    "Tick",
    "Timing",
    "Visit",
    "VisitEntry",
    "WaitingOffer",
    "WaitingParty",
    "WaitingPerson",
    "WeeklyShift",
    "WorkKind",
    "WorkTime",
]
