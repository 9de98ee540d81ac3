"""Official texts fetched over HTTP, from a server that may do anything: what is installed is whole, or nothing is."""

import hashlib
import io
import multiprocessing
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import official_file
from goods_lists import small_list

from exportctl import catalog
from exportctl.catalog import available, install, load
from exportctl.cli import main
from exportctl.errors import BadList, ChangedList, ExportctlError, NotFetched, UnknownList
from exportctl.publisher import fetch

pytest.importorskip("httpx", reason="httpx is not installed")

Answer = Callable[["Office"], None]
EDITION = "2025-11-15"
ACT = "32025R2003"


class Office(BaseHTTPRequestHandler):
    """A publisher that answers as the test has it, and notes what it was asked."""

    protocol_version = "HTTP/1.1"
    behave: Answer
    asked: list[dict[str, str]]

    def do_GET(self) -> None:
        """Answer one request."""
        self.asked.append({"path": self.path, **{name.lower(): value for name, value in self.headers.items()}})
        type(self).behave(self)

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""

    def head(self, status: int, **fields: object) -> None:
        """The status line and ``fields``, with underscores for hyphens."""
        self.send_response(status)
        for name, value in fields.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()

    def whole(self, data: bytes, status: int = 200, **fields: object) -> None:
        """``data`` with its true length."""
        self.head(status, Content_Length=len(data), **fields)
        self.wfile.write(data)


@contextmanager
def office(behave: Answer) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """The address of a server that behaves so, and the list of what it is asked."""
    asked: list[dict[str, str]] = []
    handler = type("Behaving", (Office,), {"behave": staticmethod(behave), "asked": asked})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/celex/", asked
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(autouse=True)
def own_directories(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists and cache of each test lie in its own directory; nothing is bundled."""
    monkeypatch.setenv("EXPORTCTL_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("EXPORTCTL_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(catalog, "bundled_directory", lambda: tmp_path / "bundled")


def zipped(**members: bytes) -> bytes:
    """A zip of ``members``."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


PACKED = zipped(**{"doc.xml": b"<DOC><FMX/></DOC>", "L_list.xml": small_list(), "image.tif": bytes(range(256)) * 300})


def nothing_installed() -> bool:
    """Neither a list nor a part of one is left."""
    home = catalog.installed_directory()
    return available() == () and not (home.exists() and any(home.iterdir()))


def test_the_act_is_asked_for_by_celex_mark_up_and_language() -> None:
    """One request: the act of that edition, as a Formex zip, in English; the answer is followed and installed."""

    def behave(request: Office) -> None:
        if request.path.startswith("/celex/"):
            request.whole(b"", 303, Location="/cellar/list.zip")
        else:
            request.whole(PACKED, Content_Type="application/zip")

    with office(behave) as (address, asked):
        info = fetch("eu-dual-use", EDITION, office=address)
    assert [request["path"] for request in asked] == [f"/celex/{ACT}", "/cellar/list.zip"]
    assert all(request["accept"].startswith("application/zip;mtype=fmx4") for request in asked)
    assert all(request["accept-language"] == "eng" for request in asked)
    assert (info.id, info.edition, info.wording, info.celex) == ("eu-dual-use", EDITION, "official", ACT)
    assert info.sha256 == hashlib.sha256(small_list()).hexdigest()
    assert load("eu-dual-use")["3A001"].text.startswith("Amplifiers")


def test_a_bare_file_is_taken_too() -> None:
    """The publisher may send the XML itself."""
    with office(lambda request: request.whole(small_list())) as (address, _):
        assert fetch("eu-dual-use", EDITION, office=address) == available()[0]


@pytest.mark.official
def test_the_real_annex_comes_whole() -> None:
    """The official annex, packed as the office packs it, arrives with every provision."""
    data = official_file("eu-dual-use/2025-11-15.en.fmx.xml").read_bytes()
    with office(lambda request: request.whole(zipped(**{"act.xml": b"<ACT/>", "annex.xml": data}))) as (address, _):
        info = fetch("eu-dual-use", EDITION, office=address)
    assert info.sha256 == hashlib.sha256(data).hexdigest()
    assert len(load("eu-dual-use")) == 3420


def test_a_cut_line_goes_on_where_it_stopped() -> None:
    """The connection is cut twice; the rest is asked for from there, on condition that the file is the same one."""
    cuts = [len(PACKED) // 3, 2 * len(PACKED) // 3]

    def behave(request: Office) -> None:
        start = int(request.headers.get("Range", "bytes=0-").removeprefix("bytes=").rstrip("-"))
        rest = PACKED[start:]
        span = {"Content_Range": f"bytes {start}-{len(PACKED) - 1}/{len(PACKED)}"} if start else {}
        request.head(206 if start else 200, ETag='"v1"', Content_Length=len(rest), **span)
        request.wfile.write(rest[: cuts.pop(0) - start] if cuts else rest)
        request.close_connection = True

    with office(behave) as (address, asked):
        fetch("eu-dual-use", EDITION, office=address)
    assert len(asked) == 3
    assert [request.get("range") for request in asked] == [
        None,
        f"bytes={len(PACKED) // 3}-",
        f"bytes={2 * len(PACKED) // 3}-",
    ]
    assert asked[1]["if-range"] == '"v1"'
    assert not nothing_installed()


def test_a_later_run_goes_on_too() -> None:
    """What came before the line was cut for good is kept for the next run."""

    def cut(request: Office) -> None:
        start = 1000 if "Range" in request.headers else 0
        span = {"Content_Range": f"bytes {start}-{len(PACKED) - 1}/{len(PACKED)}"} if start else {}
        request.head(206 if start else 200, ETag='"v1"', Content_Length=len(PACKED) - start, **span)
        request.wfile.write(PACKED[:1000] if not start else b"")
        request.close_connection = True

    def rest(request: Office) -> None:
        request.whole(PACKED[1000:], 206, ETag='"v1"', Content_Range=f"bytes 1000-{len(PACKED) - 1}/{len(PACKED)}")

    with office(cut) as (address, _), pytest.raises(NotFetched, match="cut"):
        fetch("eu-dual-use", EDITION, office=address)
    assert nothing_installed()
    with office(rest) as (address, asked):
        fetch("eu-dual-use", EDITION, office=address)
    assert [request["range"] for request in asked] == ["bytes=1000-"]


def test_another_version_is_never_pieced_together() -> None:
    """Where the file changed in between, or the server does not say which it is, all of it is fetched anew."""
    answers = [(PACKED[:500], '"v1"'), (PACKED[:700], None), (PACKED, '"v3"')]

    def behave(request: Office) -> None:
        data, mark = answers.pop(0)
        request.head(200, Content_Length=len(PACKED), **({"ETag": mark} if mark else {}))
        request.wfile.write(data)
        request.close_connection = True

    with office(behave) as (address, asked):
        fetch("eu-dual-use", EDITION, office=address)
    assert [request.get("range") for request in asked] == [None, "bytes=500-", None]
    assert not nothing_installed()


def climbing(request: Office) -> None:
    """A zip with a member whose path leads out of it."""
    request.whole(zipped(**{"../../list.xml": small_list()}))


def bomb(request: Office) -> None:
    """A zip of a few kilobytes that would unpack to 65 MB."""
    request.whole(zipped(**{"list.xml": b" " * (65 << 20)}))


def lying_bomb(request: Office) -> None:
    """The same, with a directory that says it is small."""
    data = bytearray(zipped(**{"list.xml": b"<ANNEX>" + b" " * (65 << 20)}))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    request.whole(bytes(data))


def too_long(request: Office) -> None:
    """A length beyond any list."""
    request.head(200, Content_Length=1 << 40)


def endless(request: Office) -> None:
    """No length, and no end."""
    request.head(200, Connection="close")
    try:
        while True:
            request.wfile.write(b"x" * (1 << 20))
    except OSError:
        request.close_connection = True


def promising_more(request: Office) -> None:
    """A length longer than what comes."""
    request.head(200, Content_Length=len(PACKED) + 1000)
    request.wfile.write(PACKED)
    request.close_connection = True


def promising_less(request: Office) -> None:
    """A length shorter than what comes."""
    request.head(200, Content_Length=len(PACKED) - 1000, Connection="close")
    request.wfile.write(PACKED)


def cut_without_length(request: Office) -> None:
    """Half of the file, and no word that there is more."""
    request.head(200, Connection="close")
    request.wfile.write(PACKED[: len(PACKED) // 2])
    request.close_connection = True


def elsewhere(request: Office) -> None:
    """A part that was not asked for."""
    request.whole(PACKED[:10], 206, Content_Range="bytes 99-108/200")


def packed_twice(request: Office) -> None:
    """A coding that we said we do not take."""
    import gzip

    request.whole(gzip.compress(PACKED), Content_Encoding="gzip")


def circle(request: Office) -> None:
    """A way that leads back."""
    request.whole(b"", 303, Location=request.path)


def off_the_web(request: Office) -> None:
    """A way that leads to a file of the user's."""
    request.whole(b"", 303, Location="file:///etc/passwd")


def page(request: Office) -> None:
    """A page for people instead of the act."""
    request.whole(b"<html><body><p>We are sorry</p></body></html>", Content_Type="text/html")


def military(request: Office) -> None:
    """Another list."""
    request.whole(small_list().replace(b"LIST OF DUAL-USE ITEMS", b"COMMON MILITARY LIST OF THE EUROPEAN UNION"))


@pytest.mark.parametrize(
    ("behave", "error", "words"),
    [
        (climbing, BadList, "has a member named"),
        (bomb, BadList, "would unpack to more than"),
        (lying_bomb, BadList, "no readable zip|no Formex text"),
        (too_long, NotFetched, "longer than 64 MB"),
        (endless, NotFetched, "more than 64 MB"),
        (promising_more, NotFetched, "cut"),
        (promising_less, BadList, "no readable zip"),
        (cut_without_length, BadList, "no readable zip"),
        (elsewhere, NotFetched, "goes on at another place"),
        (packed_twice, NotFetched, "packed"),
        (circle, NotFetched, "redirects"),
        (off_the_web, NotFetched, "protocol"),
        (page, BadList, "celex.*holds no entry of a control list"),
        (military, BadList, "eu-military, not eu-dual-use"),
        (lambda request: request.whole(b""), BadList, "empty"),
        (lambda request: request.whole(b"", 404), NotFetched, "no such act"),
        (lambda request: request.whole(b"", 500), NotFetched, "500"),
        (lambda request: request.whole(zipped(**{"a.xml": b"<ACT><P>Whereas</P></ACT>"})), BadList, "no entry"),
    ],
)
def test_a_bad_answer_installs_nothing(behave: Answer, error: type[ExportctlError], words: str) -> None:
    """Whatever the server does: an error that says what it was, and no list that was not there before."""
    with office(behave) as (address, _), pytest.raises(error, match=words):
        fetch("eu-dual-use", EDITION, office=address)
    assert nothing_installed()


def test_a_silent_or_slow_server_is_given_up() -> None:
    """Neither silence nor a byte now and then keeps us for ever."""

    def silent(request: Office) -> None:
        time.sleep(3)

    def dripping(request: Office) -> None:
        request.head(200, Content_Length=10_000)
        try:
            for _ in range(100):
                request.wfile.write(b"x")
                time.sleep(0.05)
        except OSError:
            request.close_connection = True

    for behave in (silent, dripping):
        with office(behave) as (address, _), pytest.raises(NotFetched, match=r"cut|too long"):
            fetch("eu-dual-use", EDITION, office=address, seconds=0.5)
        assert nothing_installed()


def test_no_server_at_all_is_told() -> None:
    """Offline, the error says what to do instead."""
    with office(lambda request: None) as (address, _):
        pass
    with pytest.raises(NotFetched, match="lists install FILE"):
        fetch("eu-dual-use", EDITION, office=address)


def test_a_sha256_that_is_known_is_held_to() -> None:
    """The file that was named by its sha256, or the one installed before, and no other."""
    with office(lambda request: request.whole(PACKED)) as (address, _):
        with pytest.raises(ChangedList):
            fetch("eu-dual-use", EDITION, office=address, sha256="0" * 64)
        assert nothing_installed()
        first = fetch("eu-dual-use", EDITION, office=address)
        assert fetch("eu-dual-use", EDITION, office=address) == first
    with office(lambda request: request.whole(small_list(gain="50 dB"))) as (address, _):
        with pytest.raises(ChangedList):
            fetch("eu-dual-use", EDITION, office=address)
        assert available() == (first,)
        new = hashlib.sha256(small_list(gain="50 dB")).hexdigest()
        assert fetch("eu-dual-use", EDITION, office=address, sha256=new).sha256 == new


@pytest.mark.parametrize(
    ("id", "edition", "celex"),
    [
        ("us-ccl", EDITION, ""),
        ("eu-dual-use", "newest", ""),
        ("eu-dual-use", EDITION, "../../etc"),
        ("eu-military", "2019-01-01", ""),
    ],
)
def test_an_edition_that_nobody_knows_is_not_asked_for(id: str, edition: str, celex: str) -> None:
    """A list, edition or act that cannot be is told before anything is asked."""
    with office(lambda request: request.whole(PACKED)) as (address, asked), pytest.raises(UnknownList):
        fetch(id, edition, celex=celex, office=address)
    assert asked == []


def test_the_command_fetches_and_says_what() -> None:
    """``lists fetch`` tells list, edition and sha256; an error is one sentence."""
    with office(lambda request: request.whole(PACKED)) as (address, _):
        done = CliRunner().invoke(main, ["lists", "fetch", "eu-dual-use", "--edition", EDITION, "--from", address])
    assert done.exit_code == 0
    assert f"installed eu-dual-use {EDITION} (official, en), sha256" in done.stdout
    failed = CliRunner().invoke(main, ["lists", "fetch", "eu-dual-use", "--edition", EDITION, "--from", address])
    assert failed.exit_code == 1
    assert failed.stderr.count("\n") == 1


def _install_often(file: str, home: str, times: int) -> None:
    import os

    os.environ["EXPORTCTL_HOME"] = home
    for _ in range(times):
        install(file)


def test_two_processes_may_install_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes install two texts of one edition over and over: a reader always finds one of the two, whole."""
    monkeypatch.setenv("EXPORTCTL_CACHE", str(tmp_path / "file" / "none"))
    (tmp_path / "file").write_text("no directory")
    home = str(tmp_path / "home")
    context = multiprocessing.get_context("spawn")
    workers: list[Any] = []
    for number, gain in enumerate(("40 dB", "50 dB")):
        path = tmp_path / f"{number}.xml"
        path.write_bytes(small_list(gain=gain))
        workers.append(context.Process(target=_install_often, args=(str(path), home, 60)))
    install(tmp_path / "0.xml")
    for worker in workers:
        worker.start()
    seen: set[str] = set()
    while any(worker.is_alive() for worker in workers):
        seen.add(load("eu-dual-use")["3A001"].text)
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0]
    assert {text.rsplit(" ", 2)[1] for text in seen} <= {"40", "50"}
    assert not [p for p in (tmp_path / "home" / "lists").iterdir() if p.name.startswith(".")]


def test_two_processes_may_fetch_at_once(tmp_path: Path) -> None:
    """While one run has the part that came so far, another fetches the whole for itself."""
    first_asked, go_on = threading.Event(), threading.Event()

    def behave(request: Office) -> None:
        if not first_asked.is_set():
            first_asked.set()
            go_on.wait(10)
        request.whole(PACKED)

    with office(behave) as (address, _):
        other = threading.Thread(target=lambda: fetch("eu-dual-use", EDITION, office=address))
        other.start()
        first_asked.wait(10)
        info = fetch("eu-dual-use", EDITION, office=address)
        go_on.set()
        other.join()
    assert available() == (info,)
    assert not list((tmp_path / "cache" / "fetched").glob("*.part"))
