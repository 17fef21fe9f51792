"""Takes Dutch and German compounds apart, so that "verzekering" finds "ziekteverzekering".

A word is split only where each of its parts, of four letters or more, is a word we know: nothing
is guessed, and "vestiging" gives no "ging". Words are folded.
"""

from collections.abc import Collection
from functools import cache

SHORTEST_PART = 4
# Nobody writes longer ones, and a text without spaces must cost nothing.
LONGEST_WORD = 60
# What may stand between two parts: verblijf-s-kaart, ziekte-n-fonds, Versicherung-s-karte.
LINKS = {"nl": ("en", "s", "e", "n", ""), "de": ("en", "es", "er", "s", "n", "e", "")}

# Parts that newcomers meet in letters, whether or not a text of ours has them alone.
PARTS = {
    "nl": frozenset(
        """aangifte aankomst aanvraag aanwezigheid adres afspraak akte ambtenaar apotheker arbeid
        arts baan bank bedrijf begeleiding belasting beroep bestaan bewijs bewoner
        bezoek bijdrage bijstand brief bureau burger centrum contract controle cursus
        dienst dokter dossier eigenaar energie erkenning formulier gemeenschap
        gemeente gezin gezondheid gids groep handel huis huisarts huizen hulp huur
        huurder huwelijk identiteit inburgering inkomen inschrijving integratie jeugd
        jongeren kaart kamer kantoor kenteken kind kinder kinderen kinderopvang kosten
        krediet leerling leerplicht lening loket loon maatschappij markt medisch
        middelen moeder nacht nationaliteit nummer onderneming ondersteuning onderwijs
        ontslag opleiding opvang ouder ouders overeenkomst parkeer parkeren paspoort
        pensioen personeel plaats plan plicht politie premie prijs punt raad recht
        register rekening rijbewijs rijden school secretariaat sociaal spoed sport
        stad steun straf strafregister student studie taal taken telefoon toelage
        toelating toeslag tolk trein uitkering veiligheid verblijf vergunning verhuis
        verkeer verklaring verlenging verlof vermogen vertaling vervoer verzekering
        verzorging vluchteling voertuig voorziening vraag vreemdelingen vrijwilliger
        wagen water werk werkgever werkloosheid werknemer winkel wonen woning woningen
        zaak zaken zieken ziekenfonds ziekenhuis ziekte zoeker zorg zwangerschap""".split()  # noqa: SIM905 - a list of words reads better as words
    ),
    "de": frozenset(
        """amt anmeldung antrag arbeit arzt aufenthalt ausweis bank beihilfe beratung
        bescheinigung besuch dienst eltern erlaubnis fahrt familie familien
        fuhrerschein gebuhr geburt geld genehmigung gesellschaft gesundheit haus
        heirat hilfe karte kasse kind kinder kosten kranken krankheit kurs lehrer
        leistung markt miete mieter nachweis nummer pflege pflicht platz recht
        register rente schein schule schutz sprach sprache stadt stelle steuer studium
        suche titel unfall unterlagen urkunde urlaub verlangerung vermittlung
        versicherung vertrag verwaltung wohnung zahn zentrum zeugnis""".split()  # noqa: SIM905
    ),
}


def parts(word: str, known: Collection[str], *, language: str) -> list[str]:
    """The known words `word` is made of, those of its parts too; empty when it is no compound.

    >>> parts("ziekteverzekeringskaart", {"ziekte", "verzekering", "kaart"}, language="nl")
    ['ziekte', 'verzekering', 'kaart']
    """
    if not 2 * SHORTEST_PART <= len(word) <= LONGEST_WORD:
        return []
    found: dict[str, None] = {}
    for part in _split(word, known, LINKS[language]):
        found[part] = None
        found |= dict.fromkeys(parts(part, known, language=language))
    return list(found)


def _split(word: str, known: Collection[str], links: tuple[str, ...]) -> tuple[str, ...]:
    """The fewest known parts that make up the word; one part alone is no split."""

    @cache
    def rest(start: int) -> tuple[str, ...] | None:
        """The fewest parts from `start` to the end; None when there are none."""
        ways = []
        for end in range(start + SHORTEST_PART, len(word) + 1):
            part = word[start:end]
            if part not in known or len(part) == len(word):
                continue
            if end == len(word):
                return (part,)
            ways += [
                (part, *following)
                for link in links
                if word.startswith(link, end)
                and len(word) - end - len(link) >= SHORTEST_PART
                and (following := rest(end + len(link))) is not None
            ]
        return min(ways, key=len, default=None)

    return rest(0) or ()
