"""Days, hours and amounts as each language writes them, under the name the visits' pages use."""

from rotonde.common.templatetags.times import register

__all__ = ["register"]
