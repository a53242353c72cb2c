"""Jobs in threads, told on the window's thread: steps, ends, failures, and the window going away."""

from __future__ import annotations

import gc
import logging
import threading
import time
from typing import Any

import ttkbootstrap as ttk

from gridworker.errors import Cancelled, GridworkerError
from gridworker.jobs import Job, Progress, Step
from gridworker.logs import apology
from gridworker.ui.pump import Pump
from tests.ui.driving import pump as wait_for


def test_the_result_arrives_on_the_windows_thread(root: ttk.App) -> None:
    heard: list[tuple[Any, int]] = []
    Pump(root).run(
        Job("导入", lambda progress: 42),
        on_done=lambda result: heard.append((result, threading.get_ident())),
    )
    wait_for(root, lambda: heard)
    assert heard == [(42, threading.get_ident())]


def test_steps_are_told_and_the_status_bar_hears_begin_and_end(root: ttk.App) -> None:
    running: list[str | None] = []
    steps: list[Step] = []
    told: list[str] = []
    pump = Pump(
        root,
        on_change=lambda job: running.append(job.title if job else None),
        on_any_step=lambda job, step: told.append(f"{job.title} {step.done}/{step.total}"),
    )

    def work(progress: Progress) -> None:
        progress.step(3120, 10000, "导入")

    pump.run(Job("导入", work), on_step=steps.append)
    wait_for(root, lambda: pump.job is None)
    assert steps == [Step(3120, 10000, "导入")]
    assert told == ["导入 3120/10000"]
    assert running == ["导入", None]


def test_a_known_failure_brings_its_own_sentence(root: ttk.App) -> None:
    heard: list[str] = []

    def work(progress: Progress) -> None:
        raise GridworkerError("找不到文件。请检查路径。")

    Pump(root).run(Job("导入", work), on_failed=lambda sentence, error: heard.append(sentence))
    wait_for(root, lambda: heard)
    assert heard == ["找不到文件。请检查路径。"]


def test_a_defect_is_logged_and_apologised_for_without_its_text(
    root: ttk.App, logged_errors: list[logging.LogRecord]
) -> None:
    heard: list[str] = []
    person = "张" + "三"

    def work(progress: Progress) -> None:
        raise ValueError(person)

    Pump(root).run(Job("生成报表", work), on_failed=lambda sentence, error: heard.append(sentence))
    wait_for(root, lambda: heard)
    record = logged_errors.pop()
    assert record.exc_info and record.exc_info[0] is ValueError and "生成报表" in record.getMessage()
    assert heard == [apology()] and person not in heard[0] + record.getMessage()


def test_cancel_ends_the_job_as_cancelled(root: ttk.App) -> None:
    errors: list[BaseException] = []
    pump = Pump(root)

    def work(progress: Progress) -> None:
        while True:
            progress.step(0, 0, "等待")
            time.sleep(0.005)

    pump.run(Job("等待", work), on_failed=lambda sentence, error: errors.append(error))
    root.after(50, pump.cancel)
    wait_for(root, lambda: errors)
    assert isinstance(errors[0], Cancelled)


def test_two_jobs_end_each_with_its_own_result(root: ttk.App) -> None:
    heard: set[str] = set()
    pump = Pump(root)
    for name in ("甲", "乙"):
        pump.run(Job(name, lambda progress, name=name: name), on_done=heard.add)
    wait_for(root, lambda: len(heard) == 2)
    assert heard == {"甲", "乙"}


def test_a_failing_callback_does_not_stop_the_others(
    root: ttk.App, callback_errors: list[BaseException]
) -> None:
    heard: list[str] = []
    pump = Pump(root)
    pump.run(Job("甲", lambda progress: "甲"), on_done=lambda result: 1 / 0)
    pump.run(Job("乙", lambda progress: "乙"), on_done=heard.append)
    wait_for(root, lambda: heard)
    assert isinstance(callback_errors.pop(), ZeroDivisionError)


def test_nothing_is_delivered_after_the_widget_is_gone(root: ttk.App) -> None:
    heard: list[Any] = []
    frame = ttk.Frame(root)
    go = threading.Event()
    job = Pump(frame).run(Job("慢", lambda progress: go.wait(5)), on_done=heard.append)
    frame.destroy()
    go.set()
    job.join(5)
    root.after(150, heard.append, "later")
    wait_for(root, lambda: "later" in heard)
    assert heard == ["later"]


def test_no_garbage_is_collected_in_a_jobs_thread(root: ttk.App) -> None:
    """An icon thrown away by a worker's garbage collection would call Tk from there."""
    awake: list[bool] = []
    ended: list[object] = []
    Pump(root).run(Job("看看", lambda progress: awake.append(gc.isenabled())), on_done=ended.append)
    wait_for(root, lambda: ended)
    assert awake == [False]
    assert gc.isenabled()
