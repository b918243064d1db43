"""Where the pure steps run: in this process, in several beside it, or on a cluster.

A crew is given tasks, works on some of them ahead, and the results are taken in the order in which the tasks were
given. So what comes out does not depend on how many hands there are.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections import deque
from concurrent.futures import BrokenExecutor, Future
from typing import TYPE_CHECKING, Final, ParamSpec, Self, TypeVar

from archive.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Executor, ProcessPoolExecutor

P = ParamSpec("P")
T = TypeVar("T")
C = TypeVar("C")

PATIENCE: Final = 1_000_000
"""Characters of work that are worth starting processes; until these are ready, work is done here.

Starting them takes about as long as some 2,000 news items do; tests/bench/ingest_speed.py shows both.
"""
WARM: Final = "archive.warm"
"""What all processes need: where the system can, it is loaded once for all of them."""
LOST: Final = (
    "A process that was reading ended before its work was done (it was killed, or memory ran out). What was committed"
    " is safe, the same command carries on; with --jobs 1 everything runs in one process."
)


SELDOM: Final = 200_000, 20, 20
"""How seldom Python looks for circles of what nobody needs any more (gc.set_threshold).

What goes through the steps is large, stays, and holds few circles: looking as often as usual takes a fifth of the time.
"""


STAND_BACK: Final = 3
"""By how much workers are nicer than the process that they work for: all waits for it, as it alone writes."""


LOOK: Final = 1.0
"""Seconds between two looks at which workers there are."""


class Crew:
    """Works alone: each task is done when it is given."""

    ahead = 0
    """Most tasks under way beside the one whose result is asked for: it bounds the memory used."""
    lost: tuple[type[BaseException], ...] = (BrokenExecutor,)
    """What a task raises whose worker is gone for good."""
    is_started = False
    """Whether there is anybody beside this process."""

    def submit(self, weight: int, do: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:  # noqa: ARG002
        """Give a task.

        Args:
            weight: How much work it is, in characters.
            do: A function of a module, pure and picklable as its arguments are.
            args: What it is called with.
            kwargs: The same by name.
        """
        return done(do(*args, **kwargs))

    def expect(self, weight: int) -> None:
        """Say how much more work is to come, in characters, so that helpers can be called in time."""

    def wait(self) -> None:
        """Wait for helpers that were called: the next task needs tables that this process had better do without."""

    def close(self) -> None:
        """Let everybody go; tasks not begun are dropped."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Hands(Crew):
    """Works with an executor, which is started once the work is worth it; until it is ready, work is done here."""

    def __init__(self, start: Callable[[], Executor], *, ahead: int, patience: int) -> None:
        self.ahead = ahead
        self._start = start
        self._patience = patience
        self._worth = patience
        self._is_waiting = patience <= 0
        self._starting: Future[Executor] | None = None
        self._executor: Executor | None = None

    def submit(self, weight: int, do: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Give a task to whoever is free; the first ones are done here."""
        is_ready = self._starting is not None and self._starting.done()
        if self._executor is None and not self._is_waiting and not is_ready:
            self._patience -= weight
            if self._patience <= 0:
                self._begun()
            return super().submit(weight, do, *args, **kwargs)
        try:
            if self._executor is None:
                self._executor = self._begun().result()
                self.is_started = True
            return self._executor.submit(do, *args, **kwargs)
        except self.lost as error:
            raise ArchiveError(LOST) from error

    def expect(self, weight: int) -> None:
        """Call for helpers as soon as the work to come is worth it."""
        self._worth -= weight
        if self._worth <= 0:
            self._begun()

    def wait(self) -> None:
        """Wait for helpers that were called."""
        self._is_waiting = self._is_waiting or self._starting is not None

    def _begun(self) -> Future[Executor]:
        """The executor, started beside what is done here."""
        if self._starting is None:
            self._starting = Future()
            threading.Thread(target=_keep, args=(self._starting, self._start), daemon=True).start()
        return self._starting

    def close(self) -> None:
        """Let everybody go; tasks not begun are dropped."""
        if self._starting is not None and self._starting.exception() is None:
            self._starting.result().shutdown(wait=True, cancel_futures=True)


def _keep(future: Future[T], find: Callable[[], T]) -> None:
    """Give a future what is found, or what is raised instead."""
    try:
        future.set_result(find())
    except BaseException as error:
        future.set_exception(error)


def done(value: T) -> Future[T]:
    """A task that is done already."""
    future: Future[T] = Future()
    future.set_result(value)
    return future


def in_order(crew: Crew, tasks: Iterable[tuple[C, Future[T]]]) -> Iterator[tuple[C, T]]:
    """The results of tasks in the order in which they were given.

    Args:
        crew: Who does them.
        tasks: Each with what it belongs to; given to the crew when this asks for it, so none too far ahead.

    Raises:
        ArchiveError: Whoever was at a task was lost.
    """
    under_way: deque[tuple[C, Future[T]]] = deque()
    for task in tasks:
        under_way.append(task)
        if len(under_way) > crew.ahead:
            yield _finished(crew, *under_way.popleft())
    while under_way:
        yield _finished(crew, *under_way.popleft())


def _finished(crew: Crew, context: C, task: Future[T]) -> tuple[C, T]:
    try:
        return context, task.result()
    except crew.lost as error:
        raise ArchiveError(LOST) from error


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def processes(jobs: int | None) -> Crew:
    """A crew of processes on this machine.

    Args:
        jobs: How many; of one, everything is done in this process; None for as many as there are cores.
    """
    jobs = jobs or cores()
    if jobs == 1:
        return Crew()

    def start() -> Executor:
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor

        method = "spawn" if sys.platform == "win32" else "forkserver"
        context = multiprocessing.get_context(method)
        if method == "forkserver":
            context.set_forkserver_preload([WARM])
        executor = ProcessPoolExecutor(jobs, mp_context=context, initializer=_worker)
        for each in [executor.submit(cores) for _ in range(jobs)]:
            each.result()  # each that is asked starts one more process
        _end_together(executor)
        return executor

    return Hands(start, ahead=2 * jobs, patience=PATIENCE)


def _end_together(executor: ProcessPoolExecutor) -> None:
    """Let all workers end with the first, so that one who is killed amid a result is missed.

    Python waits for the rest of that result: for ever, as the lock on the pipe went with the killed one, and as it
    keeps an end for writing itself.
    """
    from multiprocessing.connection import wait

    workers, told = executor._processes, executor._result_queue._writer  # type: ignore[attr-defined]

    def watch() -> None:
        while not wait([each.sentinel for each in list(workers.values())], timeout=LOOK):
            pass  # some may have been started since
        if not executor._shutdown_thread:
            for each in list(workers.values()):
                each.kill()
            told.close()

    threading.Thread(target=watch, daemon=True).start()


def _worker() -> None:
    """A worker leaves interruptions to the process that it works for, stands back for it, and ends with it."""
    import multiprocessing

    if hasattr(os, "nice"):
        os.nice(STAND_BACK)
    gc.set_threshold(*SELDOM)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    from multiprocessing.connection import wait

    wait([sentinel])
    os._exit(1)
