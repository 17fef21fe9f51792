"""Free time as the bits of one Python int: bit i is cell `base + i`, set where nothing is planned.

One int spans a whole range of days, so a question over sixty days is a handful of operations on
two kilobytes.
"""

from collections.abc import Iterable, Iterator


def span(first: int, count: int) -> int:
    """`count` set bits from bit `first` on."""
    return ((1 << count) - 1) << first


def runs(free: int, length: int) -> int:
    """The bits at which `length` free cells begin, by doubling shifts.

    After each round a bit says that `have` cells are free from there, so `length` cells cost
    log2(length) operations.
    """
    have = 1
    while have < length:
        step = min(have, length - have)
        free &= free >> step
        have += step
    return free


def lanes(shifts: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """Two bitmaps that together hold an officer's shifts (first bit, count; in order of time).

    Where one shift ends as the next begins they go to different lanes: a run of free cells still
    stays within one shift. So the second lane is nearly always empty.
    """
    one = other = 0
    for first, count in shifts:
        if one.bit_length() == first:
            one, other = other, one
        one |= span(first, count)
    return one, other


def stretch(free: int, bit: int) -> int:
    """How many free cells in a row surround the free cell `bit`."""
    taken_below = ~free & ((1 << bit) - 1)
    after = free >> bit
    to_the_right = (~after & (after + 1)).bit_length() - 1
    return bit - taken_below.bit_length() + to_the_right


def positions(bits: int) -> Iterator[int]:
    """The numbers of the set bits, ascending."""
    text = bin(bits)[:1:-1]
    position = text.find("1")
    while position >= 0:
        yield position
        position = text.find("1", position + 1)


def outward(bits: int, wished: int) -> Iterator[int]:
    """The numbers of the set bits, the closest to `wished` first, of equals the lower one."""
    wished = max(wished, 0)
    after = bits >> wished << wished
    before = bits ^ after
    while before or after:
        low, high = before.bit_length() - 1, (after & -after).bit_length() - 1
        if before and (not after or wished - low <= high - wished):
            yield low
            before ^= 1 << low
        else:
            yield high
            after ^= 1 << high
