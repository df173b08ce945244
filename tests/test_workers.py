"""Work shared by forked processes gives what one process would have given, whatever becomes of a worker."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import pytest

from coaching_cycles.workers import MOST, count_workers, share


def nothing() -> None:
    """What a worker does at its end."""


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_results_come_in_order_however_many_work(workers: int, tmp_path: Path) -> None:
    def work(number: int) -> bytes:
        return b"%d " % number * (40_000 if number % 100 == 3 else 1)

    def finish() -> None:
        (tmp_path / str(os.getpid())).touch()

    pieces = 20_000 if workers == 2 else 300  # more numbers than a pipe holds
    assert list(share(pieces, work, finish, workers)) == [work(number) for number in range(pieces)]
    assert len(list(tmp_path.iterdir())) == workers


def test_no_more_work_than_pieces() -> None:
    assert list(share(1, lambda _: str(os.getpid()).encode(), nothing, 4)) != [str(os.getpid()).encode()]
    assert list(share(0, lambda _: b"", nothing, 4)) == []


def fail(number: int) -> bytes:
    raise ValueError(number)


def die(number: int) -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    return b"%d" % number


@pytest.mark.parametrize("end", [fail, die])
def test_work_of_a_worker_that_is_lost_gives_none(end: object, capfd: pytest.CaptureFixture[str]) -> None:
    assert callable(end)

    def work(number: int) -> bytes:
        return bytes(end(number)) if number == 7 else b"%d" % number

    given = list(share(40, work, nothing, 2))
    assert given[7] is None
    # Only what the lost one had in hand is missing: the other takes the rest.
    assert [found for number, found in enumerate(given) if number != 7] == [
        b"%d" % number for number in range(40) if number != 7
    ]
    assert "Traceback" not in capfd.readouterr().err
    assert list(share(5, end, nothing, 2)) == [None] * 5


def test_who_stops_asking_leaves_no_process_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    children: list[int] = []
    fork = os.fork

    def counted() -> int:
        child = fork()
        children.append(child)
        return child

    monkeypatch.setattr(os, "fork", counted)
    results = share(1000, lambda number: b"%d" % number, nothing, 2)
    assert next(results) == b"0"
    results.close()
    assert len(children) == 2
    for child in children:
        with pytest.raises(ProcessLookupError):
            os.kill(child, 0)


def test_one_worker_where_forking_is_not_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    assert 1 <= count_workers() <= MOST
    assert count_workers(3) == 3
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    assert count_workers() == 1
    monkeypatch.delattr(os, "fork")
    assert count_workers(3) == 1
