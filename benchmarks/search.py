"""Search and list of ten thousand services in eight languages: queries, time, and one statement.

Each page is asked over HTTP through gunicorn; its baseline is the same answer, which services and
how many of each choice, built by one raw SQL statement of its own in the same run. What is
searched varies, so that nothing is answered from an answer kept;
the catalogue that each process keeps has been read before.
"""

import os
import sys
import time
from collections.abc import Callable
from http.client import HTTPConnection
from itertools import cycle
from urllib.parse import quote

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rotonde.settings")
    django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks._common import ROOT, median, milliseconds, quantile, scratch_database, verdict
from benchmarks._served import get, served
from rotonde.region.glossary import index_terms
from services.load import make_load

SERVICES = 10_000
RUNS = 5
REQUESTS = 40
# Of the raw statement fewer will do: it takes longer than the page.
STATEMENTS = 16
SEARCH_SECONDS, LIST_SECONDS = 0.060, 0.120
FIXTURES = ("region/municipalities.yaml", "region/terms.yaml", "services/themes.yaml")

# Words of four languages, a beginning, two words, and one word hardly anything has.
WORDS = ("housing", "vergunning", "taal", "logem", "housing advice", "Wohnung", "bank", "4711")
LANGUAGES = ("ar", "uk", "ti", "pl")
LIST, API = "/en/services/", "/api/v1/services"

# The same answer in one statement each, as somebody who knows PostgreSQL would write it down.
_FOUND = """
    SELECT object_id AS id, max(ts_rank(vector, query)
           + CASE WHEN language = 'en' THEN 2 ELSE 0 END) AS rank
    FROM search_entry,
         (SELECT to_tsquery('simple', %(words)s) || to_tsquery('english', %(words)s)
                 || to_tsquery('dutch', %(words)s) || to_tsquery('french', %(words)s)
                 || to_tsquery('german', %(words)s) AS query) AS asked
    WHERE kind = 'service' AND vector @@ query
    GROUP BY object_id
"""
_EVERYTHING = """
    SELECT service.id, -min(theme.position) AS rank
    FROM services_service AS service
    LEFT JOIN services_service_themes AS link ON link.service_id = service.id
    LEFT JOIN services_theme AS theme ON theme.id = link.theme_id
    GROUP BY service.id
"""
# The page, with all that its cards tell.
_PAGE = """
page AS (
    SELECT service.*, matching.rank, count(*) OVER () AS total
    FROM matching JOIN services_service AS service USING (id)
    ORDER BY matching.rank DESC NULLS LAST, service.slug LIMIT 20
),
told AS (
    SELECT page.id, to_jsonb(page) AS service, jsonb_agg(DISTINCT to_jsonb(theme)) AS themes,
           jsonb_agg(DISTINCT to_jsonb(channel) || jsonb_build_object('place', to_jsonb(place)))
               AS channels,
           jsonb_agg(DISTINCT to_jsonb(spoken)) AS spoken,
           jsonb_agg(DISTINCT to_jsonb(hours)) AS hours
    FROM page
    LEFT JOIN services_service_themes AS link ON link.service_id = page.id
    LEFT JOIN services_theme AS theme ON theme.id = link.theme_id
    LEFT JOIN services_channel AS channel ON channel.service_id = page.id
    LEFT JOIN services_place AS place ON place.id = channel.place_id
    LEFT JOIN services_spokenlanguage AS spoken ON spoken.channel_id = channel.id
    LEFT JOIN services_schedule AS schedule ON schedule.channel_id = channel.id
    LEFT JOIN services_openinghours AS hours ON hours.schedule_id = schedule.id
    GROUP BY page.id, to_jsonb(page)
)
"""
_MATCHING = """
matching AS MATERIALIZED (
    SELECT found.* FROM found JOIN services_service AS service USING (id)
    WHERE service.state = 'published' AND (%(language)s = '' OR EXISTS (
        SELECT FROM services_channel AS channel
        JOIN services_spokenlanguage AS spoken ON spoken.channel_id = channel.id
        WHERE channel.service_id = service.id AND spoken.language = %(language)s
    ))
)
"""
_NUMBERS = """
channel AS MATERIALIZED (
    SELECT channel.id, service_id, entry, municipality_id, wheelchair, facilities
    FROM matching JOIN services_channel AS channel ON channel.service_id = matching.id
    LEFT JOIN services_place AS place ON place.id = channel.place_id
),
numbers AS (
    SELECT 'theme' AS facet, theme_id::text AS choice, count(*) AS number
    FROM services_service_themes WHERE service_id IN (SELECT id FROM matching) GROUP BY 2
    UNION ALL
    SELECT 'top', coalesce(parent_id, theme.id)::text, count(DISTINCT service_id)
    FROM services_service_themes JOIN services_theme AS theme ON theme.id = theme_id
    WHERE service_id IN (SELECT id FROM matching) GROUP BY 2
    UNION ALL
    SELECT 'kind', kind, count(*)
    FROM matching JOIN services_service AS service USING (id)
    JOIN organisations_organisation AS owner ON owner.id = organisation_id GROUP BY 2
    UNION ALL
    SELECT 'language', language, count(DISTINCT service_id)
    FROM channel JOIN services_spokenlanguage ON channel_id = channel.id GROUP BY 2
    UNION ALL
    SELECT 'municipality', municipality_id::text, count(DISTINCT service_id)
    FROM channel GROUP BY 2
    UNION ALL
    SELECT 'access', fact, count(DISTINCT service_id)
    FROM channel, unnest(array_append(facilities, wheelchair) || entry) AS fact GROUP BY 2
    UNION ALL
    SELECT 'open', '', count(DISTINCT service_id) FROM channel WHERE EXISTS (
        SELECT FROM services_openinterval WHERE channel_id = channel.id
        AND starts_at <= now() AND ends_at > now())
)
"""


def statement(*, words: str, numbers: bool) -> str:
    """One statement for a page of services and, with `numbers`, for those of every choice."""
    parts = [f"found AS ({_FOUND if words else _EVERYTHING})", _MATCHING, _PAGE]
    answer = "SELECT (SELECT jsonb_agg(told) FROM told)"
    if numbers:
        parts.append(_NUMBERS)
        answer += ", (SELECT jsonb_agg(numbers) FROM numbers)"
    return f"WITH {', '.join(parts)} {answer}"


def seconds_of_statement(questions: list[tuple[str, str]], *, numbers: bool) -> list[float]:
    """What the raw statement takes for each question in turn."""
    taken = []
    with connection.cursor() as cursor:
        for words, language in questions:
            prefixed = " & ".join(f"{word}:*" for word in words.lower().split())
            sql = statement(words=words, numbers=numbers)
            began = time.perf_counter()
            cursor.execute(sql, {"words": prefixed, "language": language})
            cursor.fetchall()
            taken.append(time.perf_counter() - began)
    return taken


def address(path: str, question: tuple[str, str]) -> str:
    words, language = question
    given = {"q": words, "language": language}
    query = "&".join(f"{name}={quote(value)}" for name, value in given.items() if value)
    return f"{path}?{query}"


def waits(browser: HTTPConnection, paths: list[str]) -> list[float]:
    taken = []
    for path in paths:
        began = time.perf_counter()
        get(browser, path)
        taken.append(time.perf_counter() - began)
    return taken


def queries(path: str) -> int:
    """How many SQL queries one answer takes, once the catalogue is kept."""
    client = Client(headers={"host": "localhost"})
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def questions(make: Callable[[int], tuple[str, str]]) -> list[tuple[str, str]]:
    return [make(number) for number in range(REQUESTS)]


def measure(port: int, name: str, path: str, asked: list[tuple[str, str]]) -> float:
    """Print one line; the 95th percentile over HTTP, median of five runs."""
    paths = [address(path, question) for question in asked]
    browser = HTTPConnection("127.0.0.1", port, timeout=60)
    for _ in range(2):  # both workers read the catalogue once
        waits(browser, paths[:8])
    runs = [waits(browser, paths) for _ in range(RUNS)]
    browser.close()
    few = asked[:STATEMENTS]
    raw = [seconds_of_statement(few, numbers=path == LIST) for _ in range(RUNS)]
    p95 = median([quantile(each, 0.95) for each in runs])
    raw_p95 = median([quantile(each, 0.95) for each in raw])
    middle = median([one for each in runs for one in each])
    print(
        f"{name}: {queries(paths[0])} queries, median {milliseconds(middle)}, "
        f"p95 {milliseconds(p95)} "
        f"({', '.join(milliseconds(quantile(each, 0.95)) for each in runs)}); "
        f"one raw statement p95 {milliseconds(raw_p95)}, {p95 / raw_p95:.2f} × of that"
    )
    return p95


def main() -> None:
    words, languages = cycle(WORDS), cycle(LANGUAGES)
    searched = questions(lambda _: (next(words), ""))
    combined = questions(lambda _: (next(words), next(languages)))
    filtered = questions(lambda _: ("", next(languages)))
    everything = questions(lambda _: ("", ""))
    with scratch_database() as url:
        call_command("createcachetable", verbosity=0)
        call_command("loaddata", *(ROOT / "fixtures" / file for file in FIXTURES), verbosity=0)
        index_terms()
        make_load(services=SERVICES, seed=1, at=timezone.now())
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # as the server does by itself at night
        print(f"{SERVICES} services in 8 languages")
        with served(url) as port:
            browser = HTTPConnection("127.0.0.1", port, timeout=60)
            empty = quantile(waits(browser, ["/empty"] * REQUESTS), 0.95)
            browser.close()
            print(f"an empty view: p95 {milliseconds(empty)}")
            search = [
                measure(port, "search", API, searched),
                measure(port, "search with a language", API, combined),
            ]
            lists = [
                measure(port, "list", LIST, everything),
                measure(port, "list with a language", LIST, filtered),
                measure(port, "list with words", LIST, searched),
            ]
    goals = [(search, SEARCH_SECONDS, "search"), (lists, LIST_SECONDS, "list page")]
    reached = [
        verdict(
            f"{name} p95 {milliseconds(max(seen))} ≤ {milliseconds(goal)}",
            max(seen) <= goal,
        )
        for seen, goal, name in goals
    ]
    sys.exit(not all(reached))


if __name__ == "__main__":
    main()
