"""The digest controls what the law controls: same codes, limits, connectives, references, terms, numbers and notes."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from conftest import ROOT

import exportctl as ec
from exportctl.conditions import Opaque, Threshold, leaves
from exportctl.model import ControlList, Entry, Place
from exportctl.references import references_of

pytestmark = pytest.mark.official

REVIEW = ROOT / "controllists" / "REVIEW.md"
TERM = re.compile("“([^“”]+)”|‘([^‘’]+)’")
CAS = re.compile(r"\b\d{2,7}-\d\d-\d\b")


def known_differences() -> set[tuple[str, str]]:
    """The (code, aspect) pairs of the last table of the review."""
    _, _, table = REVIEW.read_text(encoding="utf-8").rpartition("| code | aspect | why |")
    rows = [line.split("|") for line in table.splitlines() if line.startswith("| ") and "---" not in line]
    return {(row[1].strip(), row[2].strip()) for row in rows}


def stated(limit: Threshold) -> tuple[str, str, str]:
    """A limit without its name: comparison, exact value or formula, unit."""
    value = limit.limit.magnitude if limit.formula is None else limit.formula
    return str(limit.comparison), str(value), str(limit.limit.unit)


def terms(text: str) -> set[str]:
    """The terms in quotation marks, in small letters."""
    return {(double or single).strip(" ,.;").casefold() for double, single in TERM.findall(text)}


def referred(controls: ControlList) -> dict[str, set[tuple[str, bool]]]:
    """The provisions that each provision's own words name, and whether they are excluded."""
    found: dict[str, set[tuple[str, bool]]] = {}
    for reference in controls.references or references_of(controls):
        if reference.place.note is None:
            named = {(str(target), reference.negated) for target in reference.targets}
            found.setdefault(reference.place.code, set()).update(named)
    return found


def note_limits(controls: ControlList) -> dict[Place, set[tuple[str, str, str]]]:
    """The limits that each note puts into the conditions of the provisions that it applies to."""
    found: dict[Place, set[tuple[str, str, str]]] = {}
    for entry in controls.walk():
        for leaf in leaves(ec.extract(controls, entry.code)):
            if isinstance(leaf, Threshold) and leaf.place.note is not None:
                found.setdefault(leaf.place, set()).add(stated(leaf))
    return found


def opaque_notes(controls: ControlList) -> dict[Place, set[str]]:
    """The notes that are not understood in the conditions of the provisions that they apply to, and why."""
    found: dict[Place, set[str]] = {}
    for entry in controls.walk():
        for leaf in leaves(ec.extract(controls, entry.code)):
            if isinstance(leaf, Opaque) and leaf.place.note is not None:
                found.setdefault(leaf.place, set()).add(leaf.reason)
    return found


def defined(controls: ControlList) -> dict[str, set[str]]:
    """The terms that are defined for each provision only, by its code."""
    found: dict[str, set[str]] = {}
    for definition in controls.definitions:
        for code in definition.scope:
            found.setdefault(str(code), set()).add(definition.term.casefold())
    return found


def of_notes(controls: ControlList, entry: Entry, by_place: dict[Place, set[Any]]) -> list[set[Any]]:
    """What ``by_place`` says of each note of ``entry``."""
    return [by_place.get(Place(str(entry.code), number), set()) for number in range(len(entry.notes))]


def aspects(
    controls: ControlList, entry: Entry, references: dict[str, set[tuple[str, bool]]], read: Sequence[dict[Any, Any]]
) -> Iterator[tuple[str, object]]:
    """What a provision comes to, aspect by aspect; ``read`` is what its notes and definitions come to."""
    limits, opaque, terms_defined = read
    yield "limits", sorted(map(stated, ec.limits(controls, entry.code)))
    yield "connective", str(entry.connective) if entry.children else ""
    yield "references", references.get(str(entry.code), set())
    yield "terms", terms(entry.text)
    yield "CAS numbers", [set(CAS.findall(text)) for text in (entry.text, *(note.text for note in entry.notes))]
    yield "notes", [note.kind for note in entry.notes]
    yield "effects of notes", [set(note.effects) for note in entry.notes]
    yield "what notes apply to", [{str(code) for code in note.applies_to} for note in entry.notes]
    yield "limits of notes", of_notes(controls, entry, limits)
    yield "notes not understood", of_notes(controls, entry, opaque)
    yield "definitions", terms_defined.get(str(entry.code), set())


@pytest.fixture(scope="module", params=["eu-dual-use", "eu-military"])
def both(
    request: pytest.FixtureRequest, official_annex: ControlList, official_military: ControlList
) -> tuple[ControlList, ControlList]:
    """A list in its official wording and in the digest's."""
    law = official_annex if request.param == "eu-dual-use" else official_military
    return law, ec.load(law.id or request.param, edition=law.edition, wording="digest")


def test_codes_are_the_laws_in_its_order(both: tuple[ControlList, ControlList]) -> None:
    """No provision is left out, none added, none moved."""
    law, digest = both
    assert [str(entry.code) for entry in digest.walk()] == [str(entry.code) for entry in law.walk()]


def test_terms_of_the_whole_list_are_the_laws(both: tuple[ControlList, ControlList]) -> None:
    """The terms that hold in the whole list, and the categories named with them, are the same."""
    law, digest = ({(d.term, d.categories) for d in c.definitions if not d.scope} for c in both)
    assert law == digest


def test_every_provision_comes_to_the_same(both: tuple[ControlList, ControlList]) -> None:
    """What the two texts of a provision come to differs nowhere but where the review says why."""
    law, digest = both
    of_law, of_digest = referred(law), referred(digest)
    read_law, read_digest = ((note_limits(c), opaque_notes(c), defined(c)) for c in both)
    found: dict[tuple[str, str], tuple[object, object]] = {}
    for entry in law.walk():
        theirs = aspects(law, entry, of_law, read_law)
        ours = aspects(digest, digest[entry.code], of_digest, read_digest)
        for (aspect, one), (_, other) in zip(theirs, ours, strict=True):
            if one != other:
                found[str(entry.code), aspect] = (one, other)
    known = {(code, aspect) for code, aspect in known_differences() if code in law}
    assert {key: value for key, value in found.items() if key not in known} == {}
    assert known - set(found) == set()
