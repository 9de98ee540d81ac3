"""A list of a few entries, quick to read, for tests of what is built around a classification."""

ENTRY = "<NP><NO.P>{}</NO.P><TXT>{}</TXT></NP>"
PAGE = (
    "<ANNEX><BIB.INSTANCE><DATE ISO='{edition}'/><LG.DOC>EN</LG.DOC></BIB.INSTANCE><TITLE><TI><P>ANNEX I</P></TI>"
    "<STI><P>LIST OF DUAL-USE ITEMS</P></STI></TITLE><CONTENTS>{entries}</CONTENTS></ANNEX>"
)


def small_list(*, gain: str = "40 dB", edition: str = "20251115", **more: str) -> bytes:
    """Formex of a list whose amplifiers are limited in ``gain``; ``more`` entries as ``e3A900="words"``."""
    entries = {
        "3A001": f"Amplifiers with a gain exceeding {gain};",
        "3A228": "Krytrons with a peak current exceeding 100 A;",
        "6A002": "Image intensifier tubes with a peak response exceeding 400 nm;",
        **{code[1:]: text for code, text in more.items()},
    }
    body = "".join(ENTRY.format(code, text) for code, text in entries.items())
    return PAGE.format(edition=edition, entries=body).encode()
