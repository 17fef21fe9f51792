"""What happens for newcomers, when, and who comes."""

from events.models.events import Event, Occurrence
from events.models.registrations import Registration, RegistrationEntry

__all__ = ["Event", "Occurrence", "Registration", "RegistrationEntry"]
