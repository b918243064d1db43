"""Addresses fetched: within limits of time and size, from whatever a server does."""

from __future__ import annotations

import datetime
import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.read import Capture, FetchOptions, ReadOptions, captures, read
from archive.read import fetch as fetching
from archive.read.secrets import kept, without_password
from archive.types import Problem, RawItem

TEXT = "The quay was closed on Monday.\nIt will open again in May.\n"


def take(*paths: str, options: FetchOptions | None = None) -> tuple[list[Capture], list[Problem]]:
    problems: list[Problem] = []
    return list(captures(paths, problems.append, fetch=options)), problems


def items_of(capture: Capture) -> tuple[list[RawItem], list[Problem]]:
    problems: list[Problem] = []
    return list(read(capture, ReadOptions(), problems.append).items), problems


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path.startswith("/loop"):
            self.send_response(302)
            self.send_header("Location", "/loop")
            self.end_headers()
            return
        if self.path == "/moved":
            self.send_response(301)
            self.send_header("Location", "/notes.txt")
            self.end_headers()
            return
        if self.path == "/elsewhere":
            self.send_response(302)
            self.send_header("Location", "file:///etc/hostname")
            self.end_headers()
            return
        if self.path == "/slow":
            _Server.is_over.wait(60)
        if self.path == "/missing":
            self.send_error(404)
            return
        body = b"x" * 50_000 if self.path == "/big" else TEXT.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Last-Modified", "Thu, 24 Oct 2024 08:00:00 GMT")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Keep the test's output clean."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    is_over = threading.Event()
    """Ends what is slow."""

    def handle_error(self, *args: object) -> None:
        """A client that hangs up, as it should, is no news."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    httpd = _Server(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    _Server.is_over.set()
    httpd.shutdown()
    httpd.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def test_an_address_is_fetched(server: str) -> None:
    (capture,), problems = take(f"{server}/moved")
    with capture:
        assert (capture.uri, capture.name) == (f"{server}/notes.txt", "notes.txt")
        assert capture.modified == datetime.date(2024, 10, 24)
        assert capture.content_type == "text/plain; charset=utf-8"
        assert len(items_of(capture)[0]) == 2
    assert problems == []


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/missing", "404 Not Found"),
        ("/loop", "redirected more than 3 times"),
        ("/elsewhere", "not http"),
        ("/slow", "no answer within 0.2 seconds"),
        ("/big", "larger than the limit of 20,000 bytes"),
    ],
)
def test_an_address_that_fails_says_why(server: str, path: str, reason: str) -> None:
    problems: list[Problem] = []
    options = FetchOptions(timeout=0.2 if path == "/slow" else 30, max_bytes=20_000, max_redirects=3)
    assert list(captures([f"{server}{path}"], problems.append, fetch=options)) == []
    (problem,) = problems
    assert problem.uri == f"{server}{path}"
    assert reason in problem.reason


def test_addresses_that_lead_nowhere(server: str) -> None:
    assert server
    found, problems = take("http://127.0.0.1:1/", "http://[bad", "http://")
    assert found == []
    assert len(problems) == 3


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
CHUNKED = HEAD + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
EMPTY_MEMBER = gzip.compress(b"")


def _drip(*pieces: bytes) -> Callable[[socket.socket], None]:
    """Sends the first piece, and then the others again and again, bit by bit, for as long as anybody listens."""

    def answer(conn: socket.socket) -> None:
        conn.sendall(pieces[0])
        while True:
            for piece in pieces[1:]:
                conn.sendall(piece)
                time.sleep(0.02)

    return answer


def _once(data: bytes) -> Callable[[socket.socket], None]:
    return lambda conn: conn.sendall(data)


@pytest.fixture
def hostile() -> Iterator[Callable[[Callable[[socket.socket], None]], str]]:
    """Makes servers that answer anything with raw bytes."""
    listeners: list[socket.socket] = []

    def serve(listener: socket.socket, answer: Callable[[socket.socket], None]) -> None:
        try:
            while True:
                conn, _ = listener.accept()
                with conn:
                    conn.recv(65536)
                    try:
                        answer(conn)
                    except OSError:
                        continue
        except OSError:
            return

    def make(answer: Callable[[socket.socket], None]) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)
        threading.Thread(target=serve, args=(listener, answer), daemon=True).start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}/notes.txt"

    yield make
    for each in listeners:
        each.close()


SLOW = {
    "headers": _drip(HEAD, b"X-More: 1\r\n"),
    "informational": _drip(b"HTTP/1.1 103 Early Hints\r\n\r\n", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    "body": _drip(HEAD + b"\r\n", b"x"),
    "empty blocks of gzip": _drip(CHUNKED, b"%x\r\n%s\r\n" % (len(EMPTY_MEMBER), EMPTY_MEMBER)),
}


@pytest.mark.parametrize("what", SLOW)
def test_one_clock_ends_whatever_drips(hostile: Callable[..., str], what: str) -> None:
    began = time.monotonic()
    found, (problem,) = take(hostile(SLOW[what]), options=FetchOptions(deadline=0.3, timeout=20))
    assert found == []
    assert problem.reason == "the transfer took longer than 0.3 seconds"
    assert time.monotonic() - began < 15, "the clock did not wake it"


def _packed(data: bytes, encoding: bytes = b"gzip") -> bytes:
    return HEAD + b"Content-Encoding: %s\r\nContent-Length: %d\r\n\r\n" % (encoding, len(data)) + data


def test_a_document_packed_for_the_transfer_is_unpacked(hostile: Callable[..., str]) -> None:
    (capture,), problems = take(hostile(_once(_packed(gzip.compress(TEXT.encode())))))
    with capture:
        assert [item.text for item in items_of(capture)[0]] == TEXT.splitlines()
    assert problems == []


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (_packed(gzip.compress(TEXT.encode() * 50)[:-30]), "cut short"),
        (_packed(gzip.compress(b"x" * 900_000)), "larger than the limit of 100,000 bytes"),
        (_packed(gzip.compress(gzip.compress(b"x" * 900_000)), b"gzip, gzip"), "packed the document as gzip, gzip"),
        (_packed(b"?" * 50, b"br"), "packed the document as br"),
        (HEAD + b"Content-Length: 400\r\n\r\nshort", "could not be fetched"),
    ],
)
def test_what_is_cut_or_grows_is_refused(hostile: Callable[..., str], answer: bytes, reason: str) -> None:
    found, (problem,) = take(hostile(_once(answer)), options=FetchOptions(max_bytes=100_000))
    assert found == []
    assert reason in problem.reason


@pytest.mark.parametrize("allowed", [False, True])
def test_a_public_address_leads_to_no_private_one(
    hostile: Callable[..., str], server: str, monkeypatch: pytest.MonkeyPatch, allowed: bool
) -> None:
    away = f"http://localhost:{server.rpartition(':')[2]}/notes.txt"
    public = hostile(_once(f"HTTP/1.1 302 Found\r\nLocation: {away}\r\nContent-Length: 0\r\n\r\n".encode()))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    monkeypatch.setattr(fetching, "_is_private", lambda url: "localhost" in url)
    monkeypatch.setattr(fetching, "_is_public", lambda _: True)
    found, problems = take(public, options=FetchOptions(allow_private=allowed))
    assert len(found) == allowed
    assert ["--allow-private follows it" in problem.reason for problem in problems] == [True] * (not allowed)


def test_a_name_that_leads_elsewhere_once_it_was_looked_up_is_refused(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "_is_private", lambda _: False)
    found, (problem,) = take(f"{server}/notes.txt")
    assert found == []
    assert "--allow-private follows it" in problem.reason


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "10.1.2.3",
        "192.168.0.9",
        "169.254.169.254",
        "[::1]",
        "[fe80::1]",
        "0.0.0.0",
        "2130706433",
        "0x7f.1",
        "[::ffff:10.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:a00:1::]",
        "[64:ff9b:1::1]",
        "224.0.0.1",
    ],
)
def test_private_addresses_are_known_under_all_their_names(host: str) -> None:
    assert fetching._is_private(f"http://{host}:8080/x")


@pytest.mark.parametrize("host", ["8.8.8.8", "[2606:4700::1111]"])
def test_others_are_public(host: str) -> None:
    assert not fetching._is_private(f"https://{host}/x")


def test_no_password_is_kept_nor_shown(server: str) -> None:
    secret = server.replace("http://", "http://ada:s3cret@")
    (capture,), _ = take(f"{secret}/moved")
    with capture:
        assert capture.uri == f"{server}/notes.txt"
    _, (problem,) = take(f"{secret}/missing")
    assert problem.uri == f"{server}/missing"


@pytest.mark.parametrize(
    ("uri", "strict"),
    [
        ("https://user:pw@news.example/feed?token=1#top", "https://news.example/feed"),
        ("https://a@b@news.example/x", "https://news.example/x"),
        ("https://news.example/@ada/1", "https://news.example/@ada/1"),
        ("/home/ada/clippings/page.html", "page.html"),
        ("clippings.zip!2024/page.html", "clippings.zip!2024/page.html"),
        ("/home/ada/clippings.zip!2024/page.html", "clippings.zip!2024/page.html"),
        ("/home/ada/a.warc!https://user:pw@news.example/x?token=1", "a.warc!https://news.example/x"),
        ("-", "-"),
    ],
)
def test_no_more_is_kept_than_its_owner_wants(uri: str, strict: str) -> None:
    assert kept(uri, strip_query=True, private=True) == strict
    assert "pw" not in kept(uri)


@given(st.text(alphabet="ab:@/?#.% ", max_size=20), st.text(alphabet="ab:@.", max_size=12))
def test_a_password_never_survives(path: str, name: str) -> None:
    assert "@" not in without_password(f"https://{name}@news.example").removeprefix("https://").split("/")[0]
    assert without_password(f"https://news.example/{path}").startswith("https://news.example/")
