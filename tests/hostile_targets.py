"""What may be given to exportctl from outside, each as a function of bytes that does with them what a user would.

The suite, the corpus and the fuzzer share these. A target returns nothing; whatever it raises beside an error of ours
is a fault.
"""

import json
import re
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from goods_lists import small_list
from workbook_files import workbook_parts as workbook_parts_of
from workbook_files import write_parts

from exportctl.catalog import parse
from exportctl.classification import classify
from exportctl.codes import EntryCode
from exportctl.errors import ExportctlError
from exportctl.evaluation import evaluate
from exportctl.extraction import extract, limits
from exportctl.formats.archive import list_member
from exportctl.goods import Goods
from exportctl.model import ControlList
from exportctl.precedents import read_precedents
from exportctl.report.page import decision_page
from exportctl.report.texts import classification_text
from exportctl.tables.columns import column_mapping, find_columns
from exportctl.tables.goods import goods_table
from exportctl.verification import verify_records

_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAGS = (
    "TITLE|TI|STI|CONTENTS|GR.SEQ|NP|NO.P|TXT|P|LIST TYPE='alpha'|ITEM|HT TYPE='SUP'|HT TYPE='SUB'|HT TYPE='ITALIC'"
    "|NOTE|TBL|CORPUS|ROW|CELL|DLIST|DLIST.ITEM|TERM|DEFINITION|GR.NOTES|QUOT.START|FT TYPE='DECIMAL'|BIB.INSTANCE"
    "|DATE ISO='2'"
).split("|")
_WORDS = (
    "3A001|3A001.|a.|1.|ML1|Note:|Technical Note:|N.B.|does not control|exceeding|10|3|dB;|as follows:|any of the"
    " following:|having all|Not used|“sample rate”|‘gain’|see 3A002.a.|specified in 3A001.a. to 3A001.c.|PART|CATEGORY"
    " 3|Electronics|or more|less than|12 bit| |,|;|DEFINITIONS|means|GENERAL NOTES"
).split("|")
Target = Callable[[bytes], None]
_SEED_BOOK = ("Description|Gain (dB)", "amplifier|45", "krytron|", "image intensifier|0.5")


@cache
def controls() -> ControlList:
    """A list of a few entries."""
    return parse(small_list())


def _file(data: bytes, suffix: str, use: Callable[[Path], object]) -> None:
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, f"input{suffix}")
        path.write_bytes(data)
        use(path)


def _table(path: Path) -> None:
    """Read a table to its end, and every row of it as goods."""
    with goods_table(path) as goods:
        for row in goods.table.rows():
            try:
                goods.columns.goods(row)
            except ExportctlError:
                continue


def description(data: bytes) -> None:
    """Classify a text and tell the answer in every form."""
    found = classify(data.decode("utf-8", "surrogateescape" if len(data) % 2 else "replace"), controls())
    json.dumps(found.as_dict())
    classification_text(found)
    decision_page(found)


def parameters(data: bytes) -> None:
    """Decide goods whose parameters are pairs of lines: a name, a value."""
    lines = data.decode("utf-8", "replace").split("\n")
    given: dict[str, Any] = dict(zip(lines[::2], lines[1::2], strict=False))
    evaluate(controls(), "3A001", Goods("amplifier", {**given, "gain": given.get("gain", "45 dB")}))


def code(data: bytes) -> None:
    """Look a provision up."""
    text = data.decode("utf-8", "replace")
    str(EntryCode.parse(text))
    controls()[text]


def xml(data: bytes) -> None:
    """Read a list and understand all of it."""
    found = parse(data)
    for entry in found.walk():
        limits(found, entry.code)
        extract(found, entry.code)


def provision(data: bytes) -> None:
    """Understand whatever an entry may say, and decide goods by it."""
    text = _NOT_XML.sub("", data.decode("utf-8", "replace"))
    found = parse(small_list(e3A900=escape(text)))
    extract(found, "3A900")
    finding = evaluate(found, "3A900", Goods("amplifier, 14 bit, 3 GHz", {"gain": "45 dB", "amplifier": True}))
    json.dumps(finding.as_dict())


def formex(data: bytes) -> None:
    """Read a tree that is well formed, whatever it means: each byte opens, closes or says something."""
    open_tags: list[str] = []
    parts = ["<ANNEX>"]
    for byte in data:
        if byte < 64:
            tag = _TAGS[byte % len(_TAGS)]
            open_tags.append(tag.split()[0])
            parts.append(f"<{tag}>")
        elif byte < 128 and open_tags:
            parts.append(f"</{open_tags.pop()}>")
        else:
            parts.append(_WORDS[byte % len(_WORDS)])
    parts += [f"</{tag}>" for tag in reversed(open_tags)]
    xml("".join([*parts, "</ANNEX>"]).encode())


def archive(data: bytes) -> None:
    """Take the list out of an archive."""
    _file(data, ".zip", list_member)


def csv(data: bytes) -> None:
    """Read a text table."""
    _file(data, ".csv", _table)


def xlsx(data: bytes) -> None:
    """Read a workbook."""
    _file(data, ".xlsx", _table)


def workbook_parts(data: bytes) -> None:
    """Read a workbook whose first parts are ``data``, cut at zeros, in a whole archive."""
    parts = data.split(b"\0")
    names = (
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "xl/workbook.xml",
        "[Content_Types].xml",
        "xl/styles.xml",
    )

    def broken(path: Path) -> None:
        given = {name: parts[number] for number, name in enumerate(names) if number < len(parts) and parts[number]}
        _table(write_parts(path.with_name("whole.xlsx"), {**_book(), **given}))

    _file(b"", ".xlsx", broken)


@cache
def _book() -> dict[str, bytes]:
    """The parts of a small workbook as spreadsheets write them."""
    parts = workbook_parts_of(line.split("|") for line in _SEED_BOOK)
    return {name: text.encode() for name, text in parts.items()}


def toml(data: bytes) -> None:
    """Read a mapping of columns and use it."""
    _file(data, ".toml", lambda path: find_columns(["X1", "X2"], column_mapping(path)))


def records(data: bytes) -> None:
    """Verify records, and take them for precedents."""
    _file(data, ".jsonl", lambda path: list(verify_records(path)))
    _file(data, ".jsonl", read_precedents)


TARGETS: dict[str, Target] = {
    target.__name__: target
    for target in (
        description,
        parameters,
        code,
        provision,
        formex,
        xml,
        archive,
        csv,
        xlsx,
        workbook_parts,
        toml,
        records,
    )
}


def seeds() -> dict[str, list[bytes]]:
    """For each target inputs that are right, to begin with."""
    from exportctl.records import record_of

    record = json.dumps(record_of(classify("krytron", controls()))).encode()
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "packed")
        workbook = write_parts(path, _book()).read_bytes()
        act_zip = write_parts(path, {"list.xml": small_list()}).read_bytes()
    parts = _book()
    table = "\n".join(_SEED_BOOK)
    return {
        "description": [
            b"14-bit 3 GSPS ADC",
            "amplifier, gain ≥ 45 dB at 2,7–3.5 GHz (±0.5 dB)".encode(),
            b"krytron 10^3 A",
        ],
        "parameters": [b"gain\n45 dB\nsample rate\n3 to 4 GSPS", "peak current\n≥ 1,5·10^2 A".encode(), b"new\n14"],
        "code": [b"3A001", b"3A001.a.5.a.4", b"ML10.c", b"3A001a5a4", b"X.A.I.001"],
        "xml": [
            small_list(),
            b"<ANNEX><TITLE><TI><P>LIST OF DUAL-USE ITEMS</P></TI></TITLE><CONTENTS><GR.SEQ><TITLE><TI><NP><NO.P>1."
            b"</NO.P><TXT>A</TXT></NP></TI></TITLE><NP><NO.P>3A001</NO.P><TXT>Items:</TXT><P><LIST TYPE='alpha'><ITEM>"
            b"<NP><NO.P>a.</NO.P><TXT>Exceeding 10<HT TYPE='SUP'>3</HT> Hz; Note: 3A001.a. does not control pumps."
            b"</TXT></NP></ITEM></LIST></P></NP></GR.SEQ></CONTENTS></ANNEX>",
            b"<html xmlns='http://www.w3.org/1999/xhtml'><body><p>ANNEX I</p><table><tr><td><p>3A001</p></td><td>"
            b"<p>Pumps</p></td></tr></table></body></html>",
            b"<dokumente><norm><metadaten/><textdaten><text><Content><DL><DT>1</DT><DD><LA>Pumpen</LA></DD></DL></Content>"
            b"</text></textdaten></norm></dokumente>",
            b"<DIV5><HEAD>PART 121</HEAD><DIV8 N='121.1'><HEAD>x</HEAD><P>(a)(1)(i) Pumps</P></DIV8></DIV5>",
        ],
        "provision": [
            "Integrated circuits having all of the following: a. gain exceeding 40 dB; or b. “sample rate” of 3 GHz or "
            "more but less than 10 GHz; except those specified in 3A001".encode(),
            b"Tubes not exceeding (1,7 + L/800) mm where L is the length in mm",
        ],
        "formex": [bytes([0, 1, 136, 64, 64, 3, 5, 6, 128, 64, 7, 137, 138, 64, 64])],
        "archive": [act_zip],
        "csv": [
            table.replace("|", ";").encode(),
            table.replace("|", ",").encode("utf-16"),
            f'sep=|\n"a\nb"|{table}'.encode(),
        ],
        "xlsx": [workbook],
        "workbook_parts": [b"\0".join((parts["xl/worksheets/sheet1.xml"], parts["xl/sharedStrings.xml"]))],
        "toml": [b'[columns]\n"X1" = "description"\nX2 = "gain (dB)"\n'],
        "records": [record + b"\n"],
    }
