"""The steps as tasks of a cluster: the same rows as from this machine, also when a worker is lost."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from comparing import check_whole, content
from sharing import run
from typer.testing import CliRunner

from archive.cli import app
from archive.cluster import cluster, fingerprint
from archive.crew import processes
from archive.errors import ArchiveError
from archive.runs import Progress

distributed = pytest.importorskip("distributed", reason="the extra [cluster] is not installed")


@pytest.fixture(scope="module")
def workers() -> Iterator[Any]:
    """A scheduler and two worker processes on this machine."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, memory_limit=0
    ) as local:
        yield local


class _Killer(Progress):
    """Kills one of the workers when the first rows have been stored."""

    def __init__(self, workers: Any) -> None:
        self.pids = [worker.pid for worker in workers.workers.values()]

    def items(self, count: int) -> None:
        if self.pids:
            os.kill(self.pids[0], signal.SIGKILL)
            self.pids = []


@pytest.mark.usefixtures("_at_once")
def test_rows_are_those_of_one_machine_also_when_a_worker_is_killed(
    tmp_path: Path,
    pile: Path,
    workers: Any,
) -> None:
    alone, shared = tmp_path / "alone.db", tmp_path / "shared.db"
    killer = _Killer(workers)
    told = run(shared, pile, cluster(workers.scheduler_address), killer)
    assert killer.pids == []
    assert told == run(alone, pile, processes(1))
    assert content(shared) == content(alone)
    check_whole(shared)


@pytest.mark.usefixtures("_at_once")
def test_other_code_on_a_worker_is_refused_by_name(tmp_path: Path, pile: Path, workers: Any) -> None:
    early = cluster(workers.scheduler_address)
    with distributed.Client(workers) as client:
        client.wait_for_workers(2)  # one may have been killed, and another is on its way
        client.run(_run_other_code)
    with pytest.raises(ArchiveError, match=r"tcp://.* runs archive 0\.0 .*, and this is archive .*the same on both"):
        cluster(workers.scheduler_address)
    with pytest.raises(ArchiveError, match=r"a worker runs archive 0\.0 "):  # as one that joined late
        run(tmp_path / "a.db", pile, early)


def _run_other_code() -> None:
    import archive.cluster

    archive.cluster.fingerprint = lambda: "archive 0.0 (files 0)"  # type: ignore[assignment]


def test_where_nobody_answers_it_is_said(tmp_path: Path, pile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.cluster.SECONDS", 1)
    command = ["ingest", str(pile), "--db", str(tmp_path / "a.db"), "--scheduler", "tcp://127.0.0.1:9"]
    refused = CliRunner().invoke(app, command)
    assert isinstance(refused.exception, ArchiveError)
    assert "No scheduler answers at tcp://127.0.0.1:9" in str(refused.exception)
    assert not (tmp_path / "a.db").exists()


def test_a_fingerprint_tells_version_and_files() -> None:
    assert fingerprint().startswith("archive ")
    assert len(fingerprint().partition("files ")[2]) == len("0123456789ab)")
