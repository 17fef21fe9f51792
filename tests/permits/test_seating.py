import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
WRITES = re.compile(
    r"Tick\.objects\.(bulk_create|bulk_update|create|get_or_create|update_or_create)"
    r"|Tick\.objects\.[^\n]*\.(update|delete)\("
    r"|(INSERT INTO|UPDATE|DELETE FROM) permits_tick"
)


def test_ticks_are_written_by_the_hands_of_booking_only():
    """`permits.seating` writes ticks, and only what seats, frees or sweeps a day calls it."""
    sources = [
        path
        for app in ("permits", "rotonde", "services", "events")
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts
    ]
    writers = {path.name for path in sources if WRITES.search(path.read_text())}
    callers = {path.name for path in sources if "permits.seating" in path.read_text()}
    assert writers == {"seating.py"}
    assert callers <= {
        "booking.py",
        "changing.py",
        "moving.py",
        "cancelling.py",
        "postponing.py",
        "breaks.py",
        "load.py",
        "seating.py",
        "reseating.py",
        "proposals.py",
        "freed.py",
        "staffing.py",
        "offering.py",
    }
