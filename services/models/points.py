"""What the map shows: a row for each published service at each place that has coordinates.

Derived from services, channels and places by the database itself, whichever way they are
written, so that a box of the map reads one narrow index and nothing else.
"""

from typing import Any, ClassVar

from django.db import models

from rotonde.common.by_trigger import ByTrigger
from services.map.points import PointQuerySet
from services.models.places import Place
from services.models.services import Service

# A published service without any place that has a point keeps a row of its own, with no place.
_WANTED = """
    SELECT service.id AS service_id, place.id AS place_id, place.x, place.y,
           count(*) OVER (PARTITION BY service.id) = 1 AS alone
    FROM services_service AS service
    LEFT JOIN (
        SELECT DISTINCT channel.service_id, place.id, place.x, place.y
        FROM services_channel AS channel JOIN services_place AS place ON place.id = channel.place_id
        WHERE place.x IS NOT NULL AND channel.service_id = ANY(changed)
    ) AS place ON place.service_id = service.id
    WHERE service.id = ANY(changed) AND service.state = 'published'
"""
# Whoever changes a service, its channels or their places waits for the other who does: each would
# look past what the other has not committed yet.
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION services_keep_points(changed bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM services_service WHERE id = ANY(changed) ORDER BY id FOR NO KEY UPDATE;
    PERFORM FROM services_place
    WHERE id IN (SELECT place_id FROM services_channel WHERE service_id = ANY(changed))
    ORDER BY id FOR SHARE;
    DELETE FROM services_point AS point
    WHERE service_id = ANY(changed) AND NOT EXISTS (
        SELECT FROM ({_WANTED}) AS wanted
        WHERE wanted.service_id = point.service_id
          AND wanted.place_id IS NOT DISTINCT FROM point.place_id
    );
    INSERT INTO services_point AS point (service_id, place_id, x, y, alone) {_WANTED}
    ON CONFLICT (service_id, place_id) DO UPDATE
    SET x = excluded.x, y = excluded.y, alone = excluded.alone
    WHERE (point.x, point.y, point.alone)
          IS DISTINCT FROM (excluded.x, excluded.y, excluded.alone);
END $$;
"""  # noqa: S608 - built from the constant above

_TRIGGER = """
CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE changed bigint[] := ARRAY({changed});
BEGIN
    IF cardinality(changed) > 0 THEN PERFORM services_keep_points(changed); END IF;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS {function} ON {table};
CREATE TRIGGER {function} AFTER {event} ON {table} REFERENCING {seen}
FOR EACH STATEMENT EXECUTE FUNCTION {function}();
"""

_OLD, _NEW = "OLD TABLE AS before", "NEW TABLE AS now"

# The services whose points an event may have changed, from what the rows were and are.
_CHANGED = {
    "services_channel": {
        "INSERT": (_NEW, "SELECT DISTINCT service_id FROM now WHERE place_id IS NOT NULL"),
        "DELETE": (_OLD, "SELECT DISTINCT service_id FROM before WHERE place_id IS NOT NULL"),
        "UPDATE": (
            f"{_OLD} {_NEW}",
            """
            SELECT service_id FROM before JOIN now USING (id, service_id)
            WHERE before.place_id IS DISTINCT FROM now.place_id
            UNION SELECT unnest(ARRAY[before.service_id, now.service_id])
            FROM before JOIN now USING (id) WHERE before.service_id <> now.service_id
            """,
        ),
    },
    "services_service": {
        "INSERT": (_NEW, "SELECT id FROM now WHERE state = 'published'"),
        # Its channels went before it, and left it nowhere.
        "DELETE": (_OLD, "SELECT id FROM before"),
        "UPDATE": (
            f"{_OLD} {_NEW}",
            "SELECT id FROM before JOIN now USING (id) WHERE before.state <> now.state",
        ),
    },
    "services_place": {
        "UPDATE": (
            f"{_OLD} {_NEW}",
            """
            SELECT DISTINCT service_id FROM services_channel
            JOIN before ON before.id = place_id JOIN now ON now.id = place_id
            WHERE (before.x, before.y) IS DISTINCT FROM (now.x, now.y)
            """,
        ),
    },
}


class FollowsItsService(ByTrigger):
    """The points are those of the published services' channels at places with coordinates."""

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        triggers = (
            _TRIGGER.format(
                function=f"{table}_points_{event.lower()}",
                table=table,
                event=event,
                seen=seen,
                changed=changed.strip(),
            )
            for table, events in _CHANGED.items()
            for event, (seen, changed) in events.items()
        )
        return _FUNCTION + "".join(triggers)

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        gone = (
            f"DROP TRIGGER IF EXISTS {table}_points_{event.lower()} ON {table};"
            f"DROP FUNCTION IF EXISTS {table}_points_{event.lower()}();"
            for table, events in _CHANGED.items()
            for event in events
        )
        return "".join(gone) + "DROP FUNCTION IF EXISTS services_keep_points(bigint[]);"


class Point(models.Model):
    """A published service at a place; `x` and `y` are the place's tile at zoom 22.

    A service that is at no place with coordinates has one row without any. `alone` says that it
    is the only row of its service. Nobody writes these rows but the database.
    """

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="points")
    place = models.ForeignKey(Place, on_delete=models.CASCADE, null=True, related_name="points")
    x = models.IntegerField(null=True)
    y = models.IntegerField(null=True)
    alone = models.BooleanField()

    objects: ClassVar[PointQuerySet] = PointQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(
                fields=["x", "y"], include=["service", "place", "alone"], name="point_on_the_map"
            ),
            models.Index(
                fields=["service"], condition=models.Q(x__isnull=True), name="point_nowhere"
            ),
            models.Index(
                fields=["x", "y"],
                include=["service"],
                condition=models.Q(alone=False),
                name="point_among_others",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "place"], name="point_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                name="point_at_a_place_or_nowhere",
                condition=models.Q(place__isnull=True, x__isnull=True, y__isnull=True)
                | models.Q(place__isnull=False, x__isnull=False, y__isnull=False),
            ),
            FollowsItsService(name="point_follows_its_service"),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} @ {self.place_id}"
