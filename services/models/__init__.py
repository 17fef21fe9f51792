"""What is offered to newcomers, by whom, where, when, and in which languages it is spoken."""

from services.guides.models import Guide, GuideSource, GuideStep
from services.menus.models import Menu, MenuEntry
from services.models.channels import Channel
from services.models.checks import OwnersCheck, Suggestion
from services.models.hours import OpeningHours, OpenInterval, Schedule, SpokenLanguage, Weekday
from services.models.links import LinkCheck
from services.models.places import Place
from services.models.points import Point
from services.models.proposals import Proposal, ProposalStep
from services.models.removals import Tombstone
from services.models.services import Service
from services.models.themes import Theme
from services.models.verdicts import GuideGap, GuideVerdict

__all__ = [
    "Channel",
    "Guide",
    "GuideGap",
    "GuideSource",
    "GuideStep",
    "GuideVerdict",
    "LinkCheck",
    "Menu",
    "MenuEntry",
    "OpenInterval",
    "OpeningHours",
    "OwnersCheck",
    "Place",
    "Point",
    "Proposal",
    "ProposalStep",
    "Schedule",
    "Service",
    "SpokenLanguage",
    "Suggestion",
    "Theme",
    "Tombstone",
    "Weekday",
]
