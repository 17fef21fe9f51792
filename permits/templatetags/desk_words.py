"""What the desk's templates ask for: the word and the shape of a state, who made an entry."""

from django import template

from permits.desk.standing import State
from permits.desk.words import SHAPES, STATES, name_of
from permits.models import Inquiry, PaperRequest, VisitEntry

register = template.Library()


@register.filter
def state_word(state: State) -> str:
    return str(STATES[state])


@register.filter
def state_shape(state: State) -> str:
    return SHAPES[state]


@register.filter
def made_by(entry: VisitEntry | Inquiry | PaperRequest) -> str:
    return name_of(entry)


@register.simple_tag
def all_states() -> list[State]:
    """In the order of the legend."""
    return list(STATES)
