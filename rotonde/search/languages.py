"""Which of PostgreSQL's own text search configurations reads which language."""

# Polish has no stemmer in PostgreSQL's core.
CONFIGURATIONS = {
    "en": "english",
    "nl": "dutch",
    "fr": "french",
    "de": "german",
    "es": "spanish",
    "pl": "simple",
    "tr": "turkish",
    "ar": "arabic",
}
