"""The reader child: opens one file from outside and sends its cells through a pipe.

It runs in a process of its own because a parser may abort, hang or eat memory on a hostile file.
Messages are marshalled, not pickled: a child that a file has taken over could not make the parent
run anything. Marshal knows no dates, so moments travel as ISO text in bytes (no cell is bytes).
Imports stay few here: they are paid for with every file.
"""

from __future__ import annotations

import faulthandler
import io
import marshal
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from gridworker.intake import guard
from gridworker.intake.guard import MEGABYTE, PASSWORD, SAVE_AGAIN, Limits, Refused

ROWS_AT_ONCE = 2_000
WHOLE = 10**15  # floats below are exact integers; above, digits may already be lost
MIDNIGHT = time()
DAY = timedelta(days=1)
TOO_MUCH = (
    "内容过多、过于分散，或文件已损坏，读取没有成功。"
    "请用 Excel 或 WPS 打开，删除多余的行、列和格式，另存为 .xlsx（或拆成几个文件）后再试。"
)

# ("kind", kind) first; for each sheet ("sheet", name, hidden, height, left), ("rows", columns, moments)…,
# ("merges", spans); last ("end",) or ("problem", sentence).
Message = tuple[Any, ...]


def serve(connection: Connection, path: str, limits: Limits) -> None:
    """Read `path` and send its content as messages; the child process's whole life."""
    _confine(limits)
    try:
        for message in read(Path(path), limits):
            connection.send_bytes(marshal.dumps(message, 2))
    except Refused as problem:
        connection.send_bytes(marshal.dumps(("problem", str(problem)), 2))
    except BrokenPipeError:
        pass  # the parent has gone or lost interest
    except BaseException:  # a parser's panic is not an Exception
        connection.send_bytes(marshal.dumps(("problem", TOO_MUCH), 2))


def _confine(limits: Limits) -> None:
    """Bound this process's memory and time, and keep a parser's dying words off the terminal."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        with suppress(OSError):
            os.dup2(nowhere, stream)
    # This alarm needs no interpreter lock, and rings although the parent may be gone.
    faulthandler.dump_traceback_later(limits.seconds + 5, exit=True, file=nowhere)
    if sys.platform == "linux":
        import resource

        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(path: Path, limits: Limits) -> Iterator[Message]:
    """Yield the messages for one file; Refused when it cannot or must not be read."""
    data = load(path, limits)
    kind = guard.sniff(data)
    yield "kind", kind
    if kind == "text":
        from gridworker.intake.text import read_text

        yield from _sheet(path.stem, read_text(data, limits), [])
    elif kind in ("html", "spreadsheetml"):
        yield from _markup(data, kind, limits)
    else:
        if kind != "xls":
            guard.check_package(data, limits)
        yield from _calamine(data, limits)
    yield ("end",)


def load(path: Path, limits: Limits) -> bytes:
    """Take a snapshot of the file's bytes, so that it may change or vanish while it is parsed."""
    try:
        if path.is_dir():
            raise Refused("这是文件夹，不是文件。请选择其中的表格文件。")
        if not path.is_file():
            raise Refused("找不到这个文件，可能已被移动、改名或删除。请重新选择。")
        if path.stat().st_size > limits.file_bytes:
            raise Refused(
                f"文件超过 {limits.file_bytes // MEGABYTE} MB。请删除图片和多余的行列，或拆成几个文件后再试。"
            )
        return path.read_bytes()
    except PermissionError as error:
        raise Refused("没有读取权限，或文件正被其他程序占用。请先在 Excel 或 WPS 中关闭它再试。") from error
    except OSError as error:
        raise Refused("磁盘或网络读取失败。请检查 U 盘或网络连接，把文件复制到本机后再试。") from error


def _markup(data: bytes, kind: str, limits: Limits) -> Iterator[Message]:
    from gridworker.intake.markup import read_html, read_spreadsheetml

    for grid in read_html(data, limits) if kind == "html" else read_spreadsheetml(data, limits):
        yield from _sheet(grid.name, grid.rows(limits), grid.merges)


def _sheet(name: str, rows: Sequence[Sequence[Any]], merges: list[guard.Span]) -> Iterator[Message]:
    yield "sheet", name, False, len(rows), 0
    yield from pack(rows)
    yield "merges", guard.clip_merges(name, merges, len(rows), len(rows[0]) if rows else 0)


def _calamine(data: bytes, limits: Limits) -> Iterator[Message]:
    import python_calamine as calamine

    try:
        book = calamine.load_workbook(io.BytesIO(data))
        kinds = [meta.typ for meta in book.sheets_metadata]
        if calamine.SheetTypeEnum.WorkSheet not in kinds:
            raise Refused("里面没有工作表。" + SAVE_AGAIN)
        for position, meta in enumerate(book.sheets_metadata):
            if meta.typ == calamine.SheetTypeEnum.WorkSheet:
                hidden = meta.visible != calamine.SheetVisibleEnum.Visible
                yield from _worksheet(book.get_sheet_by_index(position), hidden, limits)
    except calamine.PasswordError as error:
        raise Refused(PASSWORD) from error
    except calamine.CalamineError as error:
        raise Refused("内部结构不完整，无法按表格读取。" + SAVE_AGAIN) from error


def _worksheet(sheet: Any, hidden: bool, limits: Limits) -> Iterator[Message]:
    # total_height and total_width of calamine 0.9 are one short
    bottom, right = sheet.end or (-1, -1)
    height, width = bottom + 1, right + 1
    guard.check_extent(sheet.name, height, width, limits)
    left = sheet.start[1] if sheet.start else 0
    yield "sheet", sheet.name, hidden, height, left
    yield from pack(sheet.iter_rows())
    spans = [(*start, *end) for start, end in sheet.merged_cell_ranges or []]
    yield "merges", guard.clip_merges(sheet.name, spans, height, width)


def pack(rows: Iterable[Sequence[Any]]) -> Iterator[Message]:
    """Cut rows into messages of clean columns; `moments` are the columns that hold dates as bytes."""
    source = iter(rows)
    while chunk := list(islice(source, ROWS_AT_ONCE)):
        columns, moments = [], []
        for number, column in enumerate(zip(*chunk, strict=True)):
            kinds = set(map(type, column))
            columns.append(_clean_texts(column) if kinds == {str} else _clean_mixed(column))
            if kinds & MOMENTS:
                moments.append(number)
        yield "rows", len(chunk), columns, moments


def _clean_texts(column: Sequence[str]) -> list[str | None]:
    joined = "".join(column)
    if "\r" in joined or "_x000D_" in joined:
        return [clean_text(value) for value in column]
    return [value or None for value in column]


def _clean_mixed(column: Sequence[Any]) -> list[Any]:
    return [CLEANERS.get(type(value), str)(value) for value in column]


def clean_text(value: str) -> str | None:
    """Blank text is None; every kind of line end becomes a newline."""
    if "\r" in value or "_x000D_" in value:
        value = value.replace("_x000D_", "\r").replace("\r\n", "\n").replace("\r", "\n")
    return value or None


def clean_number(value: float) -> int | float | str:
    """Whole numbers below 10**15 become int; larger ones stay float, for they may be damaged ID numbers."""
    if value.is_integer():
        return int(value) if -WHOLE < value < WHOLE else value
    return value if value - value == 0 else str(value)  # infinity and not-a-number are text


def _moment(value: date | time) -> bytes:
    return value.isoformat().encode()


def _datetime(value: datetime) -> bytes:
    return _moment(value.date() if value.time() == MIDNIGHT else value)


def _duration(value: timedelta) -> bytes | str:
    if timedelta() <= value < DAY:
        return _moment((datetime.min + value).time())
    minutes, seconds = divmod(int(value.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"


MOMENTS = {date, datetime, time, timedelta}
CLEANERS: dict[type, Callable[[Any], Any]] = {
    str: clean_text,
    float: clean_number,
    int: int,
    bool: bool,
    type(None): lambda _: None,
    date: _moment,
    datetime: _datetime,
    time: _moment,
    timedelta: _duration,
}
