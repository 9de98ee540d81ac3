"""What a control provision asks for: its limits, and the whole of it as a tree of conditions.

The rooms behind: `separators` (commas between thousands), `lexer` (text to tokens), `scopes` (brackets), `patterns`
(how limits are stated), `naming` (what they speak of: `subjects` before, by `nouns`, `detours` and `phrases`;
`complements` behind; `openings` above), `circumstances` (figures that limit nothing), `directions` (what "better"
means), `limits` (`computed` ones too), `facts` (words without figures), `members` (lists of goods), `measuring` (how a
quantity is measured), `clauses` (and, or, except; `announcements`; `brackets`), put together by `junctions`, `rows` (of
tables), `notes` with `guides` (no effect) and `exclusives` (only there), `provisions`, and `ledger`, which accounts for
every figure, by its `contexts` where it is no limit.
"""

from weakref import WeakKeyDictionary

from exportctl.codes import EntryCode
from exportctl.conditions import Condition, Threshold
from exportctl.extraction.ledger import Ledger, ledger_of
from exportctl.extraction.provisions import Reader
from exportctl.extraction.separators import readable
from exportctl.model import ControlList

__all__ = ["audit", "extract", "limits", "reader_of"]

_readers: "WeakKeyDictionary[ControlList, Reader]" = WeakKeyDictionary()


def reader_of(controls: ControlList) -> Reader:
    """The reader of ``controls``, made at the first call and kept as long as the list is."""
    reader = _readers.get(controls)
    if reader is None:
        reader = _readers[controls] = Reader(readable(controls))
    return reader


def limits(controls: ControlList, code: str | EntryCode) -> tuple[Threshold, ...]:
    """The limits in the own words of provision ``code``, in their order; not its parents' nor its notes'.

    Where the words give only a figure, the parameter is the one that the head above leaves open. Raises `UnknownCode`.
    """
    return reader_of(controls).limits(str(controls[code].code))


def extract(controls: ControlList, code: str | EntryCode) -> Condition:
    """All that provision ``code`` asks for, below the heads of its parents: its words, its sub-items, its notes.

    What is not understood is `Opaque` in it. Raises `UnknownCode`.
    """
    return reader_of(controls).extract(str(controls[code].code))


def audit(controls: ControlList) -> Ledger:
    """The ledger of ``controls``: every numeral of its entries, notes, definitions and headings, and what it is.

    ``.total``, ``.counts`` by category, ``.understood`` (a share), ``.not_understood`` with quotes, ``.by_pattern``.
    """
    reader = reader_of(controls)
    return ledger_of(reader.controls, reader.references, reader.opening)
