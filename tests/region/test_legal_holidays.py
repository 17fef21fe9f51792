from datetime import date

import pytest

from rotonde.region.legal_holidays import is_legal_holiday, legal_holidays


@pytest.mark.parametrize(
    ("year", "easter_monday", "ascension", "whit_monday"),
    [
        (2026, date(2026, 4, 6), date(2026, 5, 14), date(2026, 5, 25)),
        (2027, date(2027, 3, 29), date(2027, 5, 6), date(2027, 5, 17)),
        (2028, date(2028, 4, 17), date(2028, 5, 25), date(2028, 6, 5)),
    ],
)
def test_the_ten_legal_holidays(year, easter_monday, ascension, whit_monday) -> None:
    fixed = {(1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25)}
    expected = {date(year, month, day) for month, day in fixed}
    assert legal_holidays(year) == expected | {easter_monday, ascension, whit_monday}


@pytest.mark.parametrize(
    "day",
    [date(2027, 7, 11), date(2027, 11, 2), date(2027, 11, 15), date(2027, 12, 27)],
)
def test_usual_closures_of_town_halls_are_no_holidays(day: date) -> None:
    assert not is_legal_holiday(day)
