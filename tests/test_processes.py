"""Another process that works for this one, and the collector that is paused meanwhile."""

from __future__ import annotations

import gc
import os
import select
import signal
import time
import weakref

import pytest

from clustergraph import processes
from clustergraph.garbage import uncollected

LONG = "pickle.dump([str(n) for n in range(pickle.load(given))], sys.stdout.buffer)"


@pytest.mark.slow
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_an_answer_is_whole_where_the_process_was_stopped_and_continued(
    unbuffered: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONUNBUFFERED", unbuffered)
    process = processes.started(LONG)
    assert process
    try:
        processes.send(process, 200_000, last=True)
        # It writes until the pipe is full, and waits to be read.
        select.select([process.stdout], [], [], 20)
        for _time in range(20):
            time.sleep(0.02)
            os.kill(process.pid, signal.SIGSTOP)
            time.sleep(0.02)
            os.kill(process.pid, signal.SIGCONT)
        assert processes.answer(process) == [str(number) for number in range(200_000)]
    finally:
        processes.ended(process)


def test_the_collector_is_as_it_was_before_a_pause() -> None:
    assert gc.isenabled()
    with uncollected():
        assert not gc.isenabled()
        with uncollected():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ValueError), uncollected():
        raise ValueError
    assert gc.isenabled()


def test_what_is_made_in_a_pause_is_not_walked_at_its_end_and_cycles_are_found_later() -> None:
    class Node:
        other: Node

    began: list[str] = []
    # As in a process that has kept nothing from the collector.
    gc.unfreeze()
    gc.collect()
    gc.callbacks.append(lambda phase, _told: began.append(phase))
    try:
        with uncollected():
            made = [[number] for number in range(2 * gc.get_threshold()[0])]
            node = Node()
            node.other = node
        assert len(made) > len(began) == 0
    finally:
        gc.callbacks.pop()
    gone = weakref.ref(node)
    del node
    assert gone() is not None
    gc.collect()
    assert gone() is None


def test_a_process_is_started_where_pipes_have_no_more_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(processes, "_PIPE", 1 << 40)
    process = processes.started(
        "import sys; sys.stdout.buffer.write(pickle.dumps(7)); sys.stdout.flush()"
    )
    try:
        assert process and processes.answer(process) == 7
    finally:
        if process:
            processes.ended(process)
