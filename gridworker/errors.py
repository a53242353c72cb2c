"""What can go wrong, each with its own Chinese sentence: what happened, to what, and what to do.

One boundary shows these to the user: the window and the command line. Anything that is not a
GridworkerError is a defect; it is logged without personal data and answered with an apology.
"""

from __future__ import annotations

import errno
from pathlib import Path


class GridworkerError(Exception):
    """A failure the user can understand; `str(error)` is the whole Chinese sentence."""


class ValueProblem(GridworkerError):
    """A single value is not acceptable for its field. The sentence does not repeat the field's heading."""


class LedgerMissing(GridworkerError):
    def __init__(self, path: Path) -> None:
        super().__init__(f"找不到台账文件“{path}”。请检查路径；如需新建台账，请使用“新建”。")


class LedgerExists(GridworkerError):
    def __init__(self, path: Path) -> None:
        super().__init__(f"文件“{path}”已存在，不会覆盖。请换一个文件名，或先把原文件移走。")


class NotALedger(GridworkerError):
    def __init__(self, path: Path) -> None:
        super().__init__(
            f"“{path}”不是网格员台账，或文件已损坏、密码不对。请勿改动它，从最近的备份恢复，或另选台账文件。"
        )


class LedgerTooNew(GridworkerError):
    def __init__(self, path: Path) -> None:
        super().__init__(f"台账“{path}”由更新版本的程序写成，本版本不能打开。请先升级程序。")


class LedgerBusy(GridworkerError):
    def __init__(self) -> None:
        super().__init__("台账正被另一个程序写入，这次没有保存。请稍等几秒再试一次。")


class LedgerDamaged(GridworkerError):
    def __init__(self) -> None:
        super().__init__("台账文件读出了损坏的内容，已停止操作，没有改动它。请从最近的备份恢复。")


class DiskProblem(GridworkerError):
    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"无法写入“{path}”：{why}。原有文件没有改动，请处理后再试。")


_DISK_REASONS = {
    errno.ENOSPC: "磁盘空间不足，请清理磁盘或换一个位置",
    errno.EDQUOT: "磁盘配额已用完，请清理文件或换一个位置",
    errno.EFBIG: "文件超过了系统允许的大小，请缩小范围或换一个位置",
    errno.EROFS: "这个位置是只读的，请换一个位置",
    errno.EACCES: "没有写入权限，请换一个位置",
    errno.EPERM: "没有写入权限，请换一个位置",
    errno.ENOENT: "文件夹不存在，请先建立文件夹或换一个位置",
    errno.EEXIST: "上级路径不是文件夹，请换一个位置",
    errno.ENOTDIR: "上级路径不是文件夹，请换一个位置",
    errno.EIO: "磁盘读写出错，请换一个磁盘并检查原磁盘",
    errno.ENAMETOOLONG: "文件名太长，请换一个短一些的文件名",
}


def disk_reason(error: OSError) -> str:
    """Why the system would not write, in Chinese, and what to do."""
    return _DISK_REASONS.get(error.errno or 0, "系统报告写入失败，请换一个位置")


class NoSuchRow(GridworkerError):
    def __init__(self, what: str) -> None:
        super().__init__(f"台账里没有这条{what}，可能已被删除。请刷新后再试。")


class RowProblems(GridworkerError):
    """A row was refused; `problems` maps a field's key to its Chinese sentence."""

    def __init__(self, problems: dict[str, str], headings: dict[str, str]) -> None:
        self.problems = problems
        super().__init__("；".join(f"{headings.get(key, key)}：{text}" for key, text in problems.items()))


class StillReferenced(GridworkerError):
    def __init__(self, what: str, by: str, count: int) -> None:
        super().__init__(f"这条{what}还有 {count} 条{by}，不能删除。请先处理这些{by}。")


class UndoRefused(GridworkerError):
    """`later` names the later changes that rest on what was to be taken back."""

    def __init__(self, label: str, later: list[str]) -> None:
        self.later = later
        super().__init__(f"不能撤销“{label}”，后来的改动以它为基础：{'；'.join(later)}。请先撤销这些改动。")


class NothingToUndo(GridworkerError):
    def __init__(self, word: str = "撤销") -> None:
        super().__init__(f"没有可以{word}的改动。")


class FileProblem(GridworkerError):
    """A file from outside cannot be read; says which, why, and what to do."""

    def __init__(self, path: Path, why: str) -> None:
        self.why = why
        super().__init__(f"无法读取“{path.name}”：{why}")


class Cancelled(GridworkerError):
    def __init__(self) -> None:
        super().__init__("已取消，什么都没有改动。")
