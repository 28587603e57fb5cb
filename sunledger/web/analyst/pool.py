"""Reads many files on all cores; a file that cannot be read never takes the others with it."""

import multiprocessing
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool

from django.utils import translation
from django.utils.translation import gettext as _

from sunledger.web.analyst.counts import FileCount
from sunledger.web.analyst.files import Source
from sunledger.web.analyst.reading import Orders, read_file

SMALL = 2_000_000  # bytes in all, below which starting processes costs more than it gains


def read_all(
    sources: tuple[Source, ...], orders: Orders, jobs: int, seen: Callable[[FileCount], None]
) -> list[FileCount]:
    """Return what became of every file, in the order of the files; `seen` hears of each."""
    small = sum(source.size for source in sources) < SMALL
    many = jobs > 1 and len(sources) > 1 and not small
    counts = (_together if many else _one_by_one)(sources, orders, jobs)
    result = []
    for count in counts:
        seen(count)
        result.append(count)
    return sorted(result, key=lambda count: count.number)


def peak_memory(files: list[FileCount]) -> int:
    """Return an upper bound of the memory of all processes together, in bytes."""
    here = peak_of_this_process()
    workers: dict[int, int] = {}
    for file in files:
        if file.process:
            workers[file.process] = max(workers.get(file.process, 0), file.memory)
    return here + sum(workers.values())


def peak_of_this_process() -> int:
    """Return the most memory that this process has held, in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _one_by_one(sources: tuple[Source, ...], orders: Orders, _jobs: int) -> Iterator[FileCount]:
    for number, source in enumerate(sources, 1):
        yield read_file(number, source, orders)


def _together(sources: tuple[Source, ...], orders: Orders, jobs: int) -> Iterator[FileCount]:
    """Give the counts as they come; the largest files begin, so that no core waits at the end."""
    numbered = sorted(enumerate(sources, 1), key=lambda pair: -pair[1].size)
    broken: list[tuple[int, Source]] = []
    for number, source, done in _in_pool(numbered, orders, jobs):
        if isinstance(done.exception(), BrokenProcessPool):
            broken.append((number, source))
        else:
            yield done.result()
    for number, source in broken:  # one of them killed its process: each gets one of its own
        for _number, _source, done in _in_pool([(number, source)], orders, 1):
            yield _outcome(done, number, source)


def _in_pool(
    numbered: list[tuple[int, Source]], orders: Orders, jobs: int
) -> Iterator[tuple[int, Source, Future[FileCount]]]:
    """Give each file when it is done; whoever stops asking ends the processes."""
    context = multiprocessing.get_context("spawn")
    language = translation.get_language() or "en"
    told = (language, os.getpid())
    pool = ProcessPoolExecutor(min(jobs, len(numbered)), context, _prepare, told)
    waiting: dict[Future[FileCount], tuple[int, Source]] = {}
    try:
        for number, source in numbered:
            waiting[pool.submit(_read, number, source, orders)] = (number, source)
        for done in as_completed(waiting):
            yield *waiting.pop(done), done
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for child in multiprocessing.active_children():
            child.terminate()
        raise
    pool.shutdown()


def _outcome(done: Future[FileCount], number: int, source: Source) -> FileCount:
    """Return the file's counts, or a sentence where the process that read it was killed."""
    try:
        return done.result()
    except BrokenProcessPool:
        trouble = _("The process that read it was ended, most likely for want of memory.")
        return FileCount(number, source.name, source.size, trouble=trouble)


def _prepare(language: str, parent: int) -> None:
    """Make a new process ready; only the first process answers Ctrl+C."""
    import django

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    django.setup()
    translation.activate(language)


def _end_with(parent: int) -> None:
    """End this process when the first one is gone, however that ended."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _read(number: int, source: Source, orders: Orders) -> FileCount:
    """Read a file in a process of the pool, and say what that took."""
    count = read_file(number, source, orders)
    count.process, count.memory = os.getpid(), peak_of_this_process()
    return count
