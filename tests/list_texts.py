"""What a file says, what its blocks say, and what the list made of it says: to hold them against each other."""

from collections import Counter
from pathlib import Path

from exportctl.formats import Role, read
from exportctl.model import ControlList

ADDED = frozenset("|^")
"""What reading adds: bars between the cells of a row, circumflexes before superscripts."""


def squeezed(text: str) -> str:
    """``text`` without white space."""
    return "".join(text.split())


def characters(texts: list[str]) -> Counter[str]:
    """How often each character stands in ``texts``, white space aside."""
    return Counter(squeezed("".join(texts)))


def printed(texts: list[str]) -> Counter[str]:
    """How often each character stands in ``texts``, white space and what reading adds aside."""
    return Counter(character for character in squeezed("".join(texts)) if character not in ADDED)


def texts_of(found: ControlList) -> list[str]:
    """Every text of a list, but for those that are cut out of others (local definitions)."""
    texts = [found.title]
    for entry in found.walk():
        texts += [entry.text, *(note.text for note in entry.notes)]
    for heading in found.headings:
        texts += [heading.text, *(note.text for note in heading.notes)]
    for definition in found.definitions:
        texts += [] if definition.scope else [definition.text, *definition.notes]
    texts += [acronym.text for acronym in found.acronyms]
    return texts + [note.text for note in found.general_notes] + [block.text for block in found.unplaced]


def document_words(path: Path) -> Counter[str]:
    """The characters of the text of the file at ``path``, what only describes it left out."""
    from lxml import etree

    root = etree.parse(path, etree.XMLParser(remove_comments=True, resolve_entities=False, load_dtd=False)).getroot()
    for meta in root.xpath("//metadaten"):
        named = [*meta.xpath("enbez|gliederungseinheit/gliederungsbez"), *meta.xpath("titel|.//gliederungstitel")]
        kept = named or meta.xpath("langue")
        words = " ".join("".join(one.itertext()) for one in kept)
        meta.clear(keep_tail=True)
        meta.text = words
    for head in root.xpath("//*[local-name()='head']"):
        head.clear(keep_tail=True)
    return printed(["".join(root.itertext())])


def read_words(path: Path) -> Counter[str]:
    """The characters of the blocks of the file at ``path``."""
    return printed([block.label + block.text for top in read(path).blocks for block in top.walk()])


def accounted(path: Path, found: ControlList) -> bool:
    """Whether the list's texts are the blocks' texts, the labels that became codes aside, word for word."""
    blocks = [block for top in read(path).blocks for block in top.walk()]
    places = {entry.locator for entry in found.walk()}
    whole = [
        block.text if block.role is Role.ITEM and block.locator in places else f"{block.label} {block.text}"
        for block in blocks
    ]
    texts = texts_of(found)
    everything = squeezed("\0".join(texts))
    return characters(texts) == characters(whole) and all(squeezed(block.text) in everything for block in blocks)
