"""Words that say what kind of goods a description is about: software, technology, test and production, military use.

The letter in an entry's code says the same: 3D001 is software, 3E001 technology, 3B001 test and production equipment.
The military list has an entry for each: ML21, ML22, ML18; and ML16 for unfinished goods, ML14 for training.
"""

from functools import lru_cache

from exportctl.matching.descriptions import Description

__all__ = ["GROUPS", "asked_groups", "groups_of", "military_cue"]

SOFTWARE, TECHNOLOGY, PRODUCTION, UNFINISHED, TRAINING = "D", "E", "B", "U", "T"
GROUPS = frozenset({SOFTWARE, TECHNOLOGY, PRODUCTION, UNFINISHED, TRAINING})

_WORDS = {
    SOFTWARE: """
        software firmware programma programmas programmatuur broncode computerprogramma logiciel logiciels
        algorithme algorithm quellcode programm programme bibliothek simulationscode
    """,
    TECHNOLOGY: """
        technology technologies knowhow drawings blueprints documentation schematics technologie technologieen
        tekeningen kennis documentatie handleidingen technologien zeichnungen unterlagen fertigungsunterlagen
        konstruktionsunterlagen plans dessins bijstand opleiding assistance schulung lizenz recipe recept
    """,
    PRODUCTION: """
        tooling testset testsets testapparatuur testbank mal mallen constructiemal gereedschap gereedschappen
        matrijs matrijzen productielijn productieapparatuur produktieapparatuur productiemachines prufstand
        vorrichtung werkzeug werkzeuge fertigungseinrichtung outillage banc tester jig jigs fixture fixtures
    """,
    UNFINISHED: """
        halffabrikaten halffabrikaat halffabricaten smeedstuk smeedstukken gietstuk gietstukken forging
        forgings casting castings rohling rohlinge schmiedestuck schmiedestucke gussstuck gussstucke halbzeug
        ebauche ebauches semifinished unfinished blanks extrusions onbewerkt
    """,
    TRAINING: """
        simulator simulators simulatoren simulation simulatie simulateur simulateurs training trainer trainers
        oefen oefenapparatuur ausbildung entrainement simulatiesysteem instruction
    """,
}
_ENDINGS = {
    SOFTWARE: ("software", "programmatuur", "logiciel", "broncode", "quellcode"),
    TECHNOLOGY: ("technologie", "technology", "tekeningen", "zeichnungen", "unterlagen", "knowhow"),
    PRODUCTION: ("testapparatuur", "testset", "produktieapparatuur", "productieapparatuur", "gereedschap", "mallen",
                 "prufstand", "werkzeug", "fertigungseinrichtung", "fertigungseinrichtungen", "testbank"),
    UNFINISHED: ("halffabrikaten", "smeedstukken", "gietstukken", "rohlinge", "rohling", "schmiedeteile"),
    TRAINING: ("simulator", "simulatoren", "simulators", "simulatiesystemen", "simulatiesystemen", "simulatiesysteem",
               "simulatiesytemen", "simulatie", "simulation"),
}  # fmt: skip
_PHRASES = {
    SOFTWARE: ("code source",),
    TECHNOLOGY: (
        "data technical",
        "gegevens technische",
        "how know",
        "manuals technical",
        "bijstand technische",
        "assistance technical",
        "faire savoir",
        "technische unterlagen",
        "data process",
        "data design",
    ),
    PRODUCTION: (
        "equipment production",
        "equipment test",
        "set test",
        "apparatuur test",
        "apparatuur produktie",
        "apparatuur productie",
        "bench test",
        "stand test",
        "line production",
    ),
}
_MILITARY = frozenset(
    """military militair militaire militaires militaren militar militarisch militarische militarischer militarisches
    militarischen army armee leger landmacht luchtmacht marine navy naval combat gevecht gefecht gefechts combattant
    weapon weapons wapen wapens waffen waffe arme armes kriegs guerre warfare oorlog oorlogvoering defence defense
    defensie streitkrafte soldaten soldaat soldier soldiers soldat bundeswehr munitie munition ammunition
    battlefield slagveld missile missiles raketten flugkorper torpedo torpedos tank tanks panzer fighter
    jachtvliegtuig jachtvliegtuigen gevechtsvliegtuig gevechtsvliegtuigen kampfflugzeug kampfflugzeuge kampfpanzer
    krijgsmacht forces ml""".split()
)
_PHRASES_OF = [(group, [frozenset(phrase.split()) for phrase in phrases]) for group, phrases in _PHRASES.items()]
_OF_PHRASES = frozenset(word for _, phrases in _PHRASES_OF for phrase in phrases for word in phrase)
_TOKENS = {group: frozenset(words.split()) for group, words in _WORDS.items()}
_OF_MILITARY = {
    "ML14": frozenset({TRAINING}),
    "ML16": frozenset({UNFINISHED}),
    "ML18": frozenset({PRODUCTION}),
    "ML21": frozenset({SOFTWARE}),
    "ML22": frozenset({TECHNOLOGY}),
}
_NONE: frozenset[str] = frozenset()
_MILITARY_ENDINGS = ("gevechtsvliegtuig", "gevechtsvliegtuigen", "gevechtstank", "panzer", "raketten", "torpedos")


def asked_groups(said: Description) -> frozenset[str]:
    """The kinds that the description's phrases ask for; the goods' own phrase counts, and any purpose before it."""
    asked = _NONE.union(*(_groups_in(word.text) for word in said.words if word.weight >= 0.5))
    if said.all_words.isdisjoint(_OF_PHRASES):
        return asked
    return asked.union(group for group, phrases in _PHRASES_OF if any(phrase <= said.all_words for phrase in phrases))


@lru_cache(maxsize=65536)
def _groups_in(word: str) -> frozenset[str]:
    """The kinds that ``word`` speaks of."""
    return frozenset(group for group, cues in _TOKENS.items() if word in cues or word.endswith(_ENDINGS[group]))


@lru_cache(maxsize=1024)
def groups_of(code: str) -> frozenset[str]:
    """The kind that the entry ``code`` stands for by its letter; none for ordinary goods."""
    if code.startswith("ML"):
        return _OF_MILITARY.get(code, _NONE)
    return frozenset(code[1:2]) if code[1:2] in "BDE" else _NONE


def military_cue(said: Description) -> str:
    """The first word, in the order of the alphabet, that speaks of military use; empty where none does."""
    cues = sorted(w for w in said.all_words if w in _MILITARY or w.endswith(_MILITARY_ENDINGS))
    return cues[0] if cues else ""
