"""Foreign technical words mean the English ones, however they are inflected and joined."""

import pytest

from exportctl.compounds import english, folded
from exportctl.names import head, normal, same, synonyms
from exportctl.qualifiers import quantity
from exportctl.usages import usages


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("Nennausgangsleistung", "nominal output power"),
        ("gesättigte Leistung", "saturated power"),
        ("gesaettigter Leistung", "saturated power"),
        ("Rohrwandstärke", "tube wall thickness"),
        ("Anzahl physischer Qubits", "number of physical qubits"),
        ("Betriebsumgebungstemperaturen", "operating ambient temperature"),
        ("soortelijke energie", "specific energy"),
        ("laagste temperatuur", "minimum temperature"),
        ("gemiddelde deeltjesgrootte", "average particle size"),
        ("puissance maximale", "maximum power"),
    ],
)
def test_a_compound_and_an_inflected_word_are_their_english_name(name: str, meaning: str) -> None:
    """What no table lists is understood by its parts, with and without umlauts."""
    assert same(name, meaning)


def test_what_a_quantity_is_of_stays_where_it_is_not_known() -> None:
    """The noun at the end of a compound is found, and the rest makes it another quantity."""
    assert head("Zwischenkreisspannung") == head("voltage")
    assert normal("Zwischenkreisspannung") > normal("voltage")


def test_english_names_stay_as_they_are() -> None:
    """No name that the trade has in English is taken for a foreign one, but for words that both spell alike."""
    alike = {"accelerations", "diameters", "elements", "masses", "metals", "minimal", "pulser", "pulses"}
    alike |= {"responses", "temperatures", "tolerances", "nombre"}
    names = [name for usage in usages() for name, language in usage.names if language == "en"]
    names += [line.synonym for line in synonyms() if line.language == "en"]
    words = {word for name in names for word in folded(name).replace("-", " ").split()}
    changed = {word for word in words if (found := english(word)) and quantity(" ".join(found)) != quantity(word)}
    assert changed <= alike, changed - alike
