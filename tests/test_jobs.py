"""Work shared among processes: the same rows as from one, whatever happens to the helpers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from comparing import check_whole, content
from sharing import run
from typer.testing import CliRunner

from archive.cli import app
from archive.cli.ingest import _crew
from archive.crew import Crew, Hands, in_order, processes
from archive.errors import ArchiveError
from archive.runs import Progress
from archive.store.database import opened
from archive.store.reextract import reextract

if TYPE_CHECKING:
    from concurrent.futures import Future

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kills processes the POSIX way")


@pytest.mark.usefixtures("_at_once")
def test_rows_and_reports_are_the_same_whoever_does_the_work(tmp_path: Path, pile: Path) -> None:
    alone, shared = tmp_path / "alone.db", tmp_path / "shared.db"
    crew = processes(2)
    assert run(alone, pile, processes(1)) == run(shared, pile, crew)
    assert crew.is_started
    assert content(shared) == content(alone)
    check_whole(shared)
    with processes(2) as again, opened(shared) as archive:
        reextract(archive, None, lambda *_: None, again)
    with opened(alone) as archive:
        reextract(archive, None, lambda *_: None)
    assert content(shared) == content(alone)


class _Killer(Progress):
    """Kills whoever works for a crew, after the first rows have been stored."""

    def __init__(self, crew: Crew) -> None:
        self._crew = crew
        self._is_done = False

    def items(self, count: int) -> None:
        workers = [] if self._is_done else list(self._crew._executor._processes.values())  # type: ignore[attr-defined]
        for worker in workers:
            os.kill(worker.pid, signal.SIGKILL)
        self._is_done = True


@pytest.mark.usefixtures("_at_once")
def test_a_worker_that_is_killed_is_told_and_the_next_run_carries_on(tmp_path: Path, pile: Path) -> None:
    whole, killed = tmp_path / "whole.db", tmp_path / "killed.db"
    run(whole, pile, processes(1))
    crew = processes(2)
    with pytest.raises(ArchiveError, match="the same command carries on"):
        run(killed, pile, crew, _Killer(crew))
    check_whole(killed)
    assert content(killed)["snippets"] != []
    assert content(killed) != content(whole)
    run(killed, pile, processes(2))
    assert content(killed) == content(whole)


def _dies_amid_its_result() -> bytes:
    """Ends, as if it were killed, when half of what it gives back is written."""

    def send(self: Connection, told: bytes, *_: object) -> None:
        os.write(self.fileno(), told[: len(told) // 2])
        os.kill(os.getpid(), signal.SIGKILL)

    Connection._send = send  # type: ignore[attr-defined]
    return bytes(100_000)


@pytest.mark.usefixtures("_at_once")
def test_a_worker_that_is_killed_amid_a_result_is_told() -> None:
    with processes(2) as crew:
        task = crew.submit(1, _dies_amid_its_result)
        with pytest.raises(ArchiveError, match="the same command carries on"):
            list(in_order(crew, [(None, task)]))


DRIVER = """
import signal
from archive import crew
from archive.cli import main
if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # where tests run in the background it is ignored
    crew.PATIENCE = 0
    main()
"""


def _children_of(pid: int) -> set[int]:
    """All processes below one, by what the system says of each process's parent."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = {int(child): int(parent) for child, parent in (line.split() for line in listed.splitlines())}
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {pid}


def _told(nth: int) -> str:
    """An item, unlike all others."""
    text = f"Mayor Anna Berg said on Monday that ferry {nth} to Orlat would sail after {nth % 89} dockers had voted."
    return f'{{"text": "{text}"}}\n'


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_nobody_is_left_behind_when_the_run_is_ended(tmp_path: Path, how: signal.Signals) -> None:
    driver = tmp_path / "driver.py"
    driver.write_text(DRIVER, encoding="utf-8")
    db = tmp_path / "a.db"
    command = [sys.executable, str(driver), "ingest", "-", "--db", str(db), "--jobs", "2"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as main:
        assert main.stdin is not None
        main.stdin.write("".join(map(_told, range(8000))).encode())  # more than is done before it is ended
        main.stdin.close()
        workers: set[int] = set()
        while len(workers) < 3:  # who hands out processes, and two of them
            time.sleep(0.05)
            workers |= _children_of(main.pid)
            assert main.poll() is None, "ended before it was told to"
        main.send_signal(how)
        assert main.stderr is not None
        said = main.stderr.read().decode()
        main.wait()
    assert "Traceback" not in said
    assert ("interrupted" in said) == (how == signal.SIGINT)
    deadline = time.monotonic() + 60
    while any(map(_is_alive, workers)):
        assert time.monotonic() < deadline, "processes are left behind"
        time.sleep(0.05)


def test_small_inputs_start_nobody(tmp_path: Path, pile: Path) -> None:
    (pile / "long.jsonl").unlink()
    crew = processes(2)
    run(tmp_path / "a.db", pile, crew)
    assert not crew.is_started


def test_nobody_is_called_for_texts_that_are_known(tmp_path: Path, pile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Called(Crew):
        weight = 0

        def expect(self, weight: int) -> None:
            self.weight += weight

    monkeypatch.setattr("archive.ingest.SMALL", 4096)
    long, (first, again) = pile / "long.jsonl", (Called(), Called())
    run(tmp_path / "a.db", long, first)
    long.write_bytes(long.read_bytes() + b"\n")
    run(tmp_path / "a.db", long, again)
    assert first.weight
    assert not again.weight


def test_results_keep_their_order_and_work_ahead_is_bounded() -> None:
    given: list[int] = []

    def tasks(crew: Crew) -> Any:
        for nth in range(20):
            given.append(nth)
            future: Future[int] = crew.submit(1, abs, -nth)
            yield nth, future

    crew = Hands(processes, ahead=3, patience=10**9)  # type: ignore[arg-type]
    for taken, (nth, found) in enumerate(in_order(crew, tasks(crew))):
        assert nth == found == taken
        assert len(given) <= taken + 4
    assert len(given) == 20


def test_work_is_done_here_until_the_helpers_are_ready() -> None:
    may_start = threading.Event()
    started: list[ThreadPoolExecutor] = []

    def start() -> ThreadPoolExecutor:
        assert may_start.wait(60)
        started.append(ThreadPoolExecutor(1))
        return started[0]

    here = threading.get_ident()
    with Hands(start, ahead=1, patience=100) as crew:
        crew.expect(99)
        assert crew.submit(10, threading.get_ident).result() == here
        crew.expect(1)  # now it is worth it
        for _ in range(20):  # however much it is meanwhile
            assert crew.submit(10, threading.get_ident).result() == here
        assert not crew.is_started
        may_start.set()
        crew.wait()
        assert crew.submit(10, threading.get_ident).result() != here
        assert crew.is_started
        assert len(started) == 1


def test_helpers_get_ready_at_once_for_much_that_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected: list[int] = []
    monkeypatch.setattr(Crew, "expect", lambda _, weight: expected.append(weight))
    page, archive = tmp_path / "page.txt", tmp_path / "a.db"
    page.write_text("Rain is expected.", encoding="utf-8")
    paths = [str(page), str(tmp_path), str(tmp_path / "none.txt"), "https://news.example/", "-"]
    _crew(1, None, archive, paths)
    assert expected == [page.stat().st_size]
    archive.touch()
    _crew(1, None, archive, paths)
    assert len(expected) == 1  # which may have all of it already


def test_helpers_that_cannot_start_are_told_of() -> None:
    def start() -> ThreadPoolExecutor:
        raise OSError("no more processes")

    with Hands(start, ahead=1, patience=0) as crew, pytest.raises(OSError, match="no more processes"):
        crew.submit(1, abs, 1)


def test_no_process_is_no_number_of_processes(tmp_path: Path, pile: Path) -> None:
    refused = CliRunner().invoke(app, ["ingest", str(pile), "--db", str(tmp_path / "a.db"), "--jobs", "0"])
    assert refused.exit_code == 2
