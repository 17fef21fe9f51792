"""The editors' board of languages over ten thousand services: queries, time, and one statement.

Every field of every service is written in all eight languages, with the state of each text: half a
million texts. The board is asked over HTTP through gunicorn by an editor, each time right after
one service was written; its baseline is one raw SQL statement that counts all texts anew.
"""

import os
import sys
import time
from http.client import HTTPConnection
from typing import Any

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rotonde.settings")
    django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks._common import ROOT, median, milliseconds, quantile, scratch_database, verdict
from benchmarks._served import get, served
from benchmarks.search import FIXTURES
from rotonde.accounts.models import User
from rotonde.common.languages import CODES
from rotonde.translations.kinds import kinds
from rotonde.translations.recording import fields_of
from rotonde.translations.standing import standing
from rotonde.translations.tally import bring_up_to_date
from services.load import make_load
from services.models import Service

SERVICES = 10_000
RUNS = 5
REQUESTS = 20
STATEMENTS = 2
SECONDS = 0.500
BOARD = "/en/desk/languages/"

_HASH = "encode(sha256(convert_to({text}, 'UTF8')), 'hex')"
_LONG = "E'{field} {language} ' || id || repeat(' lorem ipsum dolor sit amet', 6)"
_STATES = f"""
    INSERT INTO translations_translationstate
        (model, object_id, field, language, source_language, source_hash, text_hash, origin,
         reviewed)
    SELECT 'services.service', id, field, language, made_from,
        {_HASH.format(text="original")}, {_HASH.format(text="text")},
        CASE WHEN id % 10 = 0 THEN 'machine' ELSE 'human' END, false
    FROM services_service CROSS JOIN LATERAL (VALUES {{texts}})
        AS each (field, language, text, made_from, original)
"""
_SOURCES = f"""
    INSERT INTO translations_sourcerevision (hash, text)
    SELECT DISTINCT {_HASH.format(text="text")}, text
    FROM services_service CROSS JOIN LATERAL (VALUES {{texts}}) AS each (text)
    ON CONFLICT DO NOTHING
"""


def write_everything() -> None:
    """Every field of every service in every language, each state recorded; some are outdated."""
    fields = fields_of(Service)
    columns = [(field, code) for field in fields for code in CODES]
    told = ", ".join(
        f"{field}_{code} = coalesce(nullif({field}_{code}, ''), left("
        f"{_LONG.format(field=field, language=code)}, "
        f"{_most(field)}))"
        for field, code in columns
    )
    texts = ", ".join(
        f"('{field}', '{code}', {field}_{code}, '{source}', {field}_{source})"
        for field, code in columns
        for source in ["nl" if code == "en" else "en"]
    )
    sources = ", ".join(f"({field}_{code})" for field in fields for code in ("en", "nl"))
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE services_service SET {told}")
        cursor.execute(_STATES.format(texts=texts))
        cursor.execute(_SOURCES.format(texts=sources))
        cursor.execute("UPDATE services_service SET name_en = name_en || '!' WHERE id % 50 = 0")
        cursor.execute("VACUUM ANALYZE")  # as the server does by itself at night


def _most(field: str) -> int:
    column: Any = Service._meta.get_field(field)
    return column.max_length or 400


def cookie_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


def write_one(number: int) -> None:
    """An editor corrects the name of one service."""
    service = Service.objects.order_by("pk")[number * 97 % SERVICES]
    Service.objects.filter(pk=service.pk).update(name_fr=f"Nom {number}")


def waits(browser: HTTPConnection, path: str, cookie: str) -> list[float]:
    taken = []
    for number in range(REQUESTS):
        write_one(number)
        began = time.perf_counter()
        get(browser, path, cookie=cookie)
        taken.append(time.perf_counter() - began)
    return taken


def queries(path: str, user: User) -> int:
    """How many SQL queries the board takes after one service was written."""
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    client.get(path)
    write_one(0)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def raw(user: User) -> float:
    """Seconds of one statement that counts how every text stands in every language."""
    sql, parameters = standing(list(kinds().values()), CODES, user)
    counted = f"SELECT code, language, state, count(*) FROM ({sql}) each GROUP BY 1, 2, 3"
    taken = []
    with connection.cursor() as cursor:
        for _ in range(STATEMENTS):
            began = time.perf_counter()
            cursor.execute(counted, parameters)
            cursor.fetchall()
            taken.append(time.perf_counter() - began)
    return median(taken)


def main() -> None:
    with scratch_database() as url:
        call_command("createcachetable", verbosity=0)
        call_command("loaddata", *(ROOT / "fixtures" / file for file in FIXTURES), verbosity=0)
        make_load(services=SERVICES, seed=1, at=timezone.now())
        write_everything()
        user = User.objects.create_superuser(email="editor@example.org", password="x")
        began = time.perf_counter()
        bring_up_to_date()
        print(
            f"{SERVICES} services, every field in 8 languages; "
            f"all counted once: {milliseconds(time.perf_counter() - began)}"
        )
        statement = raw(user)
        seen = []
        with served(url) as port:
            browser, cookie = HTTPConnection("127.0.0.1", port, timeout=60), cookie_of(user)
            for name, path in {"board": BOARD, "of a language": f"{BOARD}?language=tr"}.items():
                waits(browser, path, cookie)
                runs = [waits(browser, path, cookie) for _ in range(RUNS)]
                p95 = median([quantile(each, 0.95) for each in runs])
                middle = median([one for each in runs for one in each])
                print(
                    f"{name}: {queries(path, user)} queries, median {milliseconds(middle)}, "
                    f"p95 {milliseconds(p95)} "
                    f"({', '.join(milliseconds(quantile(each, 0.95)) for each in runs)}); "
                    f"one raw statement {milliseconds(statement)}, {p95 / statement:.2f} × of that"
                )
                seen.append(p95)
            browser.close()
    reached = verdict(
        f"board p95 {milliseconds(max(seen))} ≤ {milliseconds(SECONDS)}", max(seen) <= SECONDS
    )
    sys.exit(not reached)


if __name__ == "__main__":
    main()
