"""A crew on other machines: the same steps as tasks of a Dask cluster (extra `cluster`), with one writer here.

A worker that is lost has its tasks done by another; who joins late is asked for its version as the first ones are.
"""

from __future__ import annotations

import hashlib
import threading
from concurrent.futures import CancelledError
from contextlib import ExitStack
from functools import cache, partial
from importlib import resources
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from archive import __version__
from archive.crew import Hands
from archive.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Executor, Future
    from importlib.resources.abc import Traversable

P = ParamSpec("P")
T = TypeVar("T")

SECONDS = 20
"""How long a scheduler may take to answer."""

_one_at_a_time = threading.Lock()


def cluster(address: str) -> Hands:
    """A crew of the workers that a scheduler knows.

    Args:
        address: The scheduler's, such as `tcp://host:8786`.

    Raises:
        ArchiveError: The extra is missing, nobody answers there, or there are no workers, or one runs other code.
    """
    try:
        from distributed import Client
    except ImportError as error:
        message = "--scheduler needs Dask: pip install 'snippet-archive[cluster]', here and where the workers run."
        raise ArchiveError(message) from error
    try:
        client: Any = Client(address, timeout=SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise ArchiveError(f"No scheduler answers at {address}: {error}") from error
    with ExitStack() as refused:
        refused.callback(client.close)
        threads = sum(client.nthreads().values())
        for worker, theirs in _versions(client).items():
            _check(theirs, worker)
        if not threads:
            raise ArchiveError(f"The scheduler at {address} has no workers. Start one: dask worker {address}")
        refused.pop_all()
    return _Cluster(client, ahead=2 * threads)


class _Cluster(Hands):
    """Hands on other machines; every task says with which code it was given."""

    def __init__(self, client: Any, *, ahead: int) -> None:
        super().__init__(lambda: self._executor_of(client), ahead=ahead, patience=0)
        from distributed import KilledWorker

        self._client = client
        self.lost = (*self.lost, CancelledError, KilledWorker)

    @staticmethod
    def _executor_of(client: Any) -> Executor:
        executor: Executor = client.get_executor(pure=False)
        return executor

    def submit(self, weight: int, do: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Give a task to whoever is free."""
        checked: Callable[P, T] = partial(_done_by_the_same, fingerprint(), do)
        return super().submit(weight, checked, *args, **kwargs)

    def close(self) -> None:
        """Let everybody go; tasks not begun are dropped."""
        self._client.close()


def _done_by_the_same(code: str, do: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """Do a task, where the code is that of who gave it; one after the other, should the worker have several threads."""
    with _one_at_a_time:
        _check(fingerprint(), "a worker", code)
        return do(*args, **kwargs)


def _versions(client: Any) -> dict[str, str]:
    """What each worker runs."""
    found: dict[str, Any] = client.run(fingerprint, on_error="return")
    return {worker: said if isinstance(said, str) else f"no archive ({said})" for worker, said in found.items()}


def _check(theirs: str, worker: str, ours: str | None = None) -> None:
    ours = ours or fingerprint()
    if theirs != ours:
        raise ArchiveError(f"{worker} runs {theirs}, and this is {ours}: install the same on both.")


@cache
def fingerprint() -> str:
    """The version of this package and a digest of its files: the same version may still be other code."""
    digest = hashlib.sha256()
    for name, file in sorted(_files(resources.files("archive"), "")):
        digest.update(f"{name}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return f"archive {__version__} (files {digest.hexdigest()[:12]})"


def _files(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    for each in folder.iterdir():
        if each.name.startswith((".", "__pycache__")) or each.name == "metadata.yml":
            continue  # an installed package has one file more than a work tree
        if each.is_dir():
            yield from _files(each, f"{path}{each.name}/")
        else:
            yield f"{path}{each.name}", each
