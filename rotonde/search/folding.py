"""Folds text so that it is found however it is typed: case, accents, ł ı ß, Arabic spelling.

Both what is indexed and what is asked go through `fold`, in Python, so that the shell's or the
database's locale decides nothing.
"""

import re
import unicodedata

_LETTERS = str.maketrans(
    {
        "ł": "l",
        "ı": "i",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        # Arabic: one alif, one yā', hā' for tā' marbūṭa, no carried hamza, no tatweel.
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ة": "ه",
        "ؤ": "و",
        "ئ": "ي",
        "ء": None,
        "ـ": None,
    }
)
_WORD = re.compile(r"\w+")
_ARTICLE = re.compile(r"^(?:وال|بال|كال|فال|ال|لل)(?=\w{3,})")


def fold(text: str) -> str:
    """`text` in folded words separated by single spaces; empty when it holds no word.

    >>> fold("Gemeinschaftsstraße, ŁÓDŹ!")
    'gemeinschaftsstrasse lodz'
    """
    return " ".join(words(text))


def words(text: str) -> list[str]:
    """The folded words of `text`, in order, the Arabic article taken off."""
    # Before casefolding: a Turkish capital İ would leave a combining dot behind.
    lowered = unicodedata.normalize("NFKD", text.replace("İ", "i")).casefold()
    decomposed = unicodedata.normalize("NFKD", lowered)
    # Letters come last: an ǽ is an æ only once its accent is gone.
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    bare = bare.translate(_LETTERS)
    return [
        _ARTICLE.sub("", word.replace("_", "")) for word in _WORD.findall(bare) if word.strip("_")
    ]
