"""Sending a report: write it in the formats chosen, and record each file among the exports (留痕)."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from gridworker.errors import DiskProblem, GridworkerError
from gridworker.export.files import write_safely
from gridworker.export.message import MESSAGES, NoMessage, message_text
from gridworker.export.report import Report, file_name
from gridworker.export.reports import ReportKind, ReportRequest, report_kind
from gridworker.jobs import SILENT, Progress
from gridworker.ledger.book import Ledger
from gridworker.paths import ensure

Format = Literal["xlsx", "pdf", "txt"]
FORMATS: tuple[Format, ...] = ("xlsx", "pdf", "txt")
_SUFFIXES = {f".{format}" for format in FORMATS}
_OTHER_SUFFIXES = {".xls", ".xlsm", ".et", ".ods", ".csv", ".doc", ".docx", ".wps", ".html", ".png", ".jpg"}


@dataclass(frozen=True)
class Sent:
    """A file that was written. `warnings` are sentences about what it could not show."""

    path: Path
    sha256: str
    warnings: tuple[str, ...] = ()


class PurposeMissing(GridworkerError):
    def __init__(self) -> None:
        super().__init__(
            "导出完整身份信息须写明报给谁、作何用途，二者都会留痕。请补填后再导出，或改为脱敏导出。"
        )


class WrongFileName(GridworkerError):
    def __init__(self, target: Path, why: str) -> None:
        super().__init__(f"不能写成“{target.name}”：{why}")


class NotRecorded(GridworkerError):
    def __init__(self, target: Path, why: GridworkerError) -> None:
        super().__init__(f"“{target.name}”没有导出，因为上报记录没能写入台账：{why}")


def is_file_name(target: Path) -> bool:
    """Whether this names one file rather than a folder to put files into."""
    return target.suffix.lower() in _SUFFIXES | _OTHER_SUFFIXES and not target.is_dir()


def send(
    ledger: Ledger,
    name: str,
    request: ReportRequest,
    formats: Sequence[Format],
    target: Path,
    *,
    for_whom: str = "",
    why: str = "",
    progress: Progress = SILENT,
) -> list[Sent]:
    """Write a report to `target`: one file, or a folder (made if missing) that gets a file a format.

    Each file is recorded as soon as it is written. Raises NoSuchReport, NoMessage, PurposeMissing,
    WrongFileName, NotRecorded, and what the writers raise; files finished before that stay.
    """
    kind = report_kind(name)
    if request.whole_identity and not (for_whom.strip() and why.strip()):
        raise PurposeMissing
    if "txt" in formats and kind.name not in MESSAGES:
        raise NoMessage(kind.title)
    _check_file_name(target, formats)
    report = kind.build(ledger, request)
    sent = []
    for format in dict.fromkeys(formats):
        path = _path(report, format, target)
        warnings = _write(ledger, kind, request, report, format, path, progress)
        sha256 = _sha256(path)
        _record(ledger, report, path, sha256, for_whom.strip(), why.strip())
        sent.append(Sent(path, sha256, warnings))
    return sent


def _check_file_name(target: Path, formats: Sequence[Format]) -> None:
    if not is_file_name(target):
        return
    if len(set(formats)) != 1:
        raise WrongFileName(target, "有几种格式，一个文件放不下。请给出文件夹，或只选一种格式。")
    if target.suffix.lower() != f".{formats[0]}":
        raise WrongFileName(target, f"选的格式是 {formats[0]}，请把后缀改成 .{formats[0]}。")


def _path(report: Report, format: Format, target: Path) -> Path:
    if is_file_name(target):
        return target
    try:
        ensure(target)
    except OSError as error:
        raise DiskProblem(target, "不能在这里建立文件夹，请换一个位置") from error
    mark = "" if report.masked else "_完整信息"  # never mistaken for the masked file, nor written over it
    return target / file_name(report, f"{mark}.{format}")


def _write(
    ledger: Ledger,
    kind: ReportKind,
    request: ReportRequest,
    report: Report,
    format: Format,
    path: Path,
    progress: Progress,
) -> tuple[str, ...]:
    """Write one file; the writers are imported only now, for they are slow to load."""
    if format == "xlsx":
        from gridworker.export.workbook import write_workbook

        write_workbook(report, path, progress)
    elif format == "pdf":
        from gridworker.export.document import write_document

        return tuple(write_document(report, path, progress))
    else:
        text = message_text(ledger, kind.name, request).replace("\n", "\r\n")
        write_safely(path, lambda stream: stream.write(text.encode("utf-8-sig")))  # Notepad looks for the BOM
    return ()


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _record(ledger: Ledger, report: Report, path: Path, sha256: str, for_whom: str, why: str) -> None:
    """Record the export; a file that cannot be recorded is taken back."""
    row = {
        "at": f"{report.made_at:%Y-%m-%d %H:%M:%S}",
        "report": report.name,
        "title": report.title,
        "on_day": report.on.isoformat(),
        "scope": report.scope,
        "file": path.name,
        "sha256": sha256,
        "masked": int(report.masked),
        "for_whom": for_whom or None,
        "why": why or None,
        "person": ledger.setting("worker") or None,
    }
    try:
        with ledger.change(f"上报 {report.title}（{path.suffix[1:]}）", kind="export"):
            ledger.create("export", row)
    except GridworkerError as error:
        with contextlib.suppress(OSError):
            path.unlink()
        raise NotRecorded(path, error) from error
