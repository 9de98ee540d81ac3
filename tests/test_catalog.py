"""Lists are bundled or installed, checked when loaded, and read from a cache the second time."""

import hashlib
import os
import pickle
import time
import zipfile
from pathlib import Path

import pytest
from conftest import official_file

from exportctl import catalog
from exportctl.cache import cache_directory, remembered
from exportctl.catalog import available, install, load, parse
from exportctl.errors import BadList, ChangedList, UnknownList
from exportctl.model import ControlList


def annex(edition: str = "20251115", text: str = "Pumps;") -> bytes:
    """A Formex annex of one entry."""
    date = f'<BIB.INSTANCE><DATE ISO="{edition}"/><LG.DOC>EN</LG.DOC></BIB.INSTANCE>'
    title = "<TITLE><TI><P>LIST OF DUAL-USE ITEMS</P></TI></TITLE>"
    entry = f"<NP><NO.P>3A001</NO.P><TXT>{text}</TXT></NP>"
    return f"<ANNEX>{date}{title}<CONTENTS>{entry}</CONTENTS></ANNEX>".encode()


@pytest.fixture(autouse=True)
def own_directories(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists and cache of each test lie in its own directory; nothing is bundled."""
    monkeypatch.setenv("EXPORTCTL_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("EXPORTCTL_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(catalog, "bundled_directory", lambda: tmp_path / "bundled")


def bundle(directory: Path, data: bytes, edition: str, sha256: str = "") -> Path:
    """A bundled digest of ``data`` with its manifest."""
    directory.mkdir(exist_ok=True)
    (directory / f"{edition}.xml").write_bytes(data)
    facts = {
        "id": "eu-dual-use",
        "edition": edition,
        "wording": "digest",
        "language": "en",
        "title": "Dual-use",
        "file": f"{edition}.xml",
        "celex": "32025R2003",
        "sha256": sha256 or hashlib.sha256(data).hexdigest(),
    }
    table = "\n".join(f'{name} = "{value}"' for name, value in facts.items())
    (directory / f"{edition}.toml").write_text(f"[[list]]\n{table}\n")
    return directory / f"{edition}.xml"


def write(path: Path, data: bytes) -> Path:
    """The path of a new file with ``data``."""
    path.write_bytes(data)
    return path


def test_no_lists_is_no_fault() -> None:
    """Without a manifest there are no lists, and asking for one says so."""
    assert available() == ()
    with pytest.raises(UnknownList, match=r"no list 'eu-dual-use'; there are: none"):
        load("eu-dual-use")


def test_installed_list_is_available(tmp_path: Path) -> None:
    """What was installed is listed with its facts and loads as it was read."""
    info = install(write(tmp_path / "annex.xml", annex()))
    assert (info.id, info.edition, info.wording, info.language) == ("eu-dual-use", "2025-11-15", "official", "en")
    assert available() == (info,)
    assert load("eu-dual-use")["3A001"].text == "Pumps;"


def test_newest_edition_and_official_wording_first(tmp_path: Path) -> None:
    """The newest edition comes first, and within it the official wording; both can be chosen."""
    bundle(tmp_path / "bundled", annex(text="Digest 2025;"), "2025-11-15")
    bundle(tmp_path / "bundled", annex("20210520", "Digest 2021;"), "2021-05-20")
    assert load("eu-dual-use")["3A001"].text == "Digest 2025;"
    install(write(tmp_path / "old.xml", annex("20210520", "Law 2021;")))
    assert load("eu-dual-use")["3A001"].text == "Digest 2025;"
    install(write(tmp_path / "new.xml", annex(text="Law 2025;")))
    assert load("eu-dual-use")["3A001"].text == "Law 2025;"
    assert load("eu-dual-use", wording="digest")["3A001"].text == "Digest 2025;"
    assert load("eu-dual-use", edition="2021-05-20")["3A001"].text == "Law 2021;"
    with pytest.raises(LookupError, match="2019-01-01"):
        load("eu-dual-use", edition="2019-01-01")


def test_manifest_describes_the_list(tmp_path: Path) -> None:
    """Wording and source are the manifest's."""
    bundle(tmp_path / "bundled", annex(), "2025-11-15")
    found = load("eu-dual-use")
    assert (found.wording, found.source.celex) == ("digest", "32025R2003")


def test_changed_file_is_refused(tmp_path: Path) -> None:
    """A list whose bytes are not those of its manifest is not read, cached or not."""
    path = bundle(tmp_path / "bundled", annex(), "2025-11-15")
    load("eu-dual-use")
    path.write_bytes(annex(text="Valves;"))
    with pytest.raises(ChangedList, match="has changed"):
        load("eu-dual-use")


@pytest.mark.parametrize("text", ["[[list]]\nid = 'x'\n", "not toml", "list = 3", "[[list]]\nid = '\\xff'"])
def test_broken_manifest_is_named(tmp_path: Path, text: str) -> None:
    """A manifest that cannot be read raises `BadList` with its path."""
    (tmp_path / "bundled").mkdir()
    (tmp_path / "bundled" / "manifest.toml").write_text(text)
    with pytest.raises(BadList, match=r"manifest\.toml"):
        available()


def test_second_load_reads_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second load does not read the XML again; damaged or foreign cache files are passed over and mended."""
    install(write(tmp_path / "annex.xml", annex()))
    first = load("eu-dual-use")
    (cached,) = cache_directory().glob("*.pickle")
    with monkeypatch.context() as patch:
        patch.setattr(catalog, "parse", lambda *_, **__: pytest.fail("read again"))
        again = load("eu-dual-use")
    assert again["3A001"].text == first["3A001"].text
    good = cached.read_bytes()
    for bad in (b"", b"x" * 100, good[:-1], hashlib.sha256(pickle.dumps(7)).digest() + pickle.dumps(7)):
        cached.write_bytes(bad)
        assert load("eu-dual-use")["3A001"].text == "Pumps;"
        assert len(cached.read_bytes()) > 200


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="needs POSIX permissions")
def test_cache_that_others_may_write_is_not_trusted(tmp_path: Path) -> None:
    """A cache file that another user could have written is not unpickled."""
    remembered("name", str, lambda: "first")
    (cached,) = cache_directory().glob("*.pickle")
    cached.chmod(0o666)
    assert remembered("name", str, lambda: "second") == "second"


def test_unwritable_cache_is_no_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where nothing can be written, lists are read each time."""
    monkeypatch.setenv("EXPORTCTL_CACHE", str(write(tmp_path / "file", b"") / "cache"))
    assert remembered("name", str, lambda: "built") == "built"


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    """A zip of ``members``."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_zip_of_the_publications_office(tmp_path: Path) -> None:
    """Of a zip of Formex files the member that holds the list is installed."""
    members = {
        "doc.xml": b"<DOC><FMX/></DOC>",
        "act.xml": b"<ACT><P>Whereas</P></ACT>",
        "list.xml": annex(),
        "image.tif": b"II*",
    }
    assert install(zipped(tmp_path / "act.zip", members)).id == "eu-dual-use"
    assert len(load("eu-dual-use")) == 1


@pytest.mark.parametrize(
    ("members", "why"),
    [
        ({"../list.xml": annex()}, "has a member named"),
        ({"/etc/list.xml": annex()}, "has a member named"),
        ({"list.xml": b" " * (65 << 20)}, "would unpack to more than"),
        ({f"{number}.xml": b"<P/>" for number in range(1001)}, "would unpack to more than"),
        ({"image.tif": b"II*"}, "holds no Formex text"),
        ({"act.xml": b"<ACT><P>Whereas</P></ACT>"}, "holds no entry"),
    ],
)
def test_bad_zips(tmp_path: Path, members: dict[str, bytes], why: str) -> None:
    """A zip that climbs, swells or holds no list is refused, and nothing is installed."""
    with pytest.raises(BadList, match=why):
        install(zipped(tmp_path / "bad.zip", members))
    assert available() == ()


def test_damaged_zip(tmp_path: Path) -> None:
    """A truncated zip is refused."""
    whole = zipped(tmp_path / "act.zip", {"list.xml": annex()}).read_bytes()
    with pytest.raises(BadList, match="no readable zip"):
        install(write(tmp_path / "cut.zip", whole[: len(whole) // 2]))


def test_edition_and_id_come_from_the_document_or_the_name(tmp_path: Path) -> None:
    """What a document does not say is taken from the names of its file and directory; ``id`` overrides."""
    bare = b"<ANNEX><NP><NO.P>3A001</NO.P><TXT>Pumps;</TXT></NP></ANNEX>"
    assert parse(write(tmp_path / "my-list.2024-01-31.xml", bare)).name == "my-list 2024-01-31"
    (tmp_path / "other-list").mkdir()
    assert parse(write(tmp_path / "other-list" / "2024-01-31.en.xml", bare)).name == "other-list 2024-01-31"
    assert parse(bare, id="mine").id == "mine"
    assert parse(annex()).name == "eu-dual-use 2025-11-15"


@pytest.mark.official
def test_second_start_reads_the_annex_fast(tmp_path: Path) -> None:
    """Once read, the whole official annex comes back in well under a quarter of a second."""
    install(official_file("eu-dual-use/2025-11-15.en.fmx.xml"))
    load("eu-dual-use")
    started = time.perf_counter()
    found: ControlList = load("eu-dual-use")
    assert time.perf_counter() - started < 0.25
    assert len(found) == 3420


def test_an_installed_file_gets_the_act_that_holds_it(tmp_path: Path) -> None:
    """A file does not say which act it is; the manifest of the bundled digest of the same edition does."""
    bundle(tmp_path / "bundled", annex(), "2025-11-15")
    (tmp_path / "annex.xml").write_bytes(annex(text="Other pumps;"))
    assert install(tmp_path / "annex.xml").celex == "32025R2003"
