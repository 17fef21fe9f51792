"""Which tables hold what the calendar tells: their changes are counted."""

from rotonde.common.changes import Changes

CHANGES = Changes(
    name="events", tables=("events_event", "events_occurrence", "events_event_themes")
)
