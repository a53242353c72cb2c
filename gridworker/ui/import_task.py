"""One import from its files to its outcome: what was read, chosen and planned. Knows no Tk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from gridworker.errors import FileProblem
from gridworker.intake.importers import IMPORTERS
from gridworker.intake.mapping import Column, remember
from gridworker.intake.problems import Outcome
from gridworker.intake.results import StrangerRow
from gridworker.intake.sources import Source, open_sources
from gridworker.intake.workbook import read_workbook
from gridworker.jobs import Progress
from gridworker.ledger.book import Ledger


@dataclass(frozen=True)
class Constant:
    """What may be given once for all rows: a field's key, what is asked, and a hint beside it.

    It is asked where no table has a column for one of `near`. `usual` says what stands there at first: the
    ledger's only 小区, the working day, or nothing.
    """

    key: str
    question: str
    hint: str
    near: tuple[str, ...]
    usual: Literal["community", "day", ""] = ""


@dataclass(frozen=True)
class Kind:
    """What can be imported, in words for the window."""

    title: str
    advice: str
    constant: Constant


_KEPT_BLANK = "留空则不写。"
_DAY = "如 2022-11-28；表里写明的以表为准。"
KINDS: Mapping[str, Kind] = {
    "residents": Kind(
        "导入花名册",
        "选择居民花名册、户情台账等表格。标题、合并单元格、小计行都不用先整理，写入之前会先给您看一遍。",
        Constant("community", "本表没有小区一栏，统一填：", "台账里只有一个小区时已替您填好；留空则不写。",
                 ("community", "address"), "community"),
    ),
    "results": Kind(
        "导入检测结果",
        "选择检测机构或平台导出的结果表。按证件号码、电话或住址与台账里的人对上，对不上的逐行列出。",
        Constant("sampled_at", "本表没有采样时间一栏，统一填：", "如 2022-11-28 08:30",
                 ("sampled_at", "tested_at"), "day"),
    ),
    "closed-loop": Kind(
        "导入两点一线人员",
        "选择两点一线人员的登记表。本地居民按证件号码、电话或住址对上，其他人按外来人员登记；休假起止一并登记。",
        Constant("employer", "本表没有单位一栏，统一填：", _KEPT_BLANK, ("employer",)),
    ),
    "supplies": Kind(
        "导入物资需求",
        "选择物资需求表：每行一样物品，或每列一样物品、格里填数量，或一格写全。门牌须是台账里的住户。",
        Constant("requested_at", "本表没有登记时间一栏，统一填：", _DAY, ("requested_at",), "day"),
    ),
    "arrivals": Kind(
        "导入返晋来晋",
        "选择返晋来晋人员的报备表。台账里的居民会自动对上，其他人按姓名、证件号码和电话登记。",
        Constant("arrived_on", "本表没有到达日期一栏，统一填：", _DAY, ("arrived_on",), "day"),
    ),
    "visits": Kind(
        "导入走访记录",
        "选择入户走访的记录表。按门牌或走访对象对应到台账里的住户，对不上的逐行列出。",
        Constant("at", "本表没有走访时间一栏，统一填：", _DAY, ("at",), "day"),
    ),
}  # fmt: skip


@dataclass
class SheetFound:
    """A worksheet with its tables; one without a table cannot be chosen."""

    name: str
    hidden: bool
    sources: tuple[Source, ...]
    chosen: bool

    @property
    def rows(self) -> int:
        return sum(len(source.table.rows) for source in self.sources)


@dataclass(frozen=True)
class FileRead:
    """A file's worksheets, or the sentence why it could not be read."""

    path: Path
    sheets: tuple[SheetFound, ...] = ()
    problem: str = ""


@dataclass(frozen=True)
class Layout:
    """Tables with the same headings: what their columns mean is asked once."""

    sources: tuple[Source, ...]

    @property
    def name(self) -> str:
        first = self.sources[0]
        more = f" 等 {len(self.sources)} 张表" if len(self.sources) > 1 else ""
        return f"{first.path.name} · {first.table.sheet}{more}"

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that hold anything."""
        return tuple(c for c in self.sources[0].mapping.columns if c.heading or any(c.samples))


@dataclass
class ImportTask:
    """The state that the pages of the import window share."""

    kind: str
    files: list[FileRead] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    constants: dict[str, str] = field(default_factory=dict)
    remembered: Mapping[str, str | None] = field(default_factory=dict)
    plan: Any = None
    outcome: Outcome | None = None
    ignored: set[tuple[str, str, int]] = field(default_factory=set)

    @property
    def words(self) -> Kind:
        return KINDS[self.kind]

    @property
    def chosen_rows(self) -> int:
        return sum(len(source.table.rows) for source in self.chosen_sources())

    def chosen_sources(self) -> list[Source]:
        """The tables of all ticked sheets, as they were read."""
        sheets = (sheet for file in self.files for sheet in file.sheets if sheet.chosen)
        return [source for sheet in sheets for source in sheet.sources]

    def take_chosen(self) -> None:
        """Go on with the ticked sheets; corrections already made to their headings are kept."""
        corrected = {id(source.table): source for source in self.sources}
        self.sources = [corrected.get(id(source.table), source) for source in self.chosen_sources()]

    def layouts(self) -> list[Layout]:
        """The distinct headings among the tables, in order."""
        groups: dict[tuple[str, ...], list[Source]] = {}
        for source in self.sources:
            groups.setdefault(tuple(c.key for c in source.mapping.columns), []).append(source)
        return [Layout(tuple(sources)) for sources in groups.values()]

    def correct(self, layout: Layout, index: int, target: str | None) -> None:
        """Let a column of all tables of this layout fill another field."""
        mine = {id(source.table) for source in layout.sources}
        self.sources = [
            source.with_mapping(source.mapping.with_choice(index, target))
            if id(source.table) in mine
            else source
            for source in self.sources
        ]

    @property
    def lacks_constant(self) -> bool:
        """Whether no table says what may be given once for all rows."""
        near = self.words.constant.near
        return not any(target in source.mapping for source in self.sources for target in near)

    def strangers(self) -> list[StrangerRow]:
        """People of a results file whom the ledger does not know and nobody has set aside."""
        found: Sequence[StrangerRow] = getattr(self.plan, "strangers", ())
        return [row for row in found if (row.file, row.sheet, row.row) not in self.ignored]

    # -- the work, for threads of their own

    def read(self, ledger: Ledger, paths: Sequence[Path], progress: Progress) -> list[FileRead]:
        """Read the files; one that cannot be read does not keep the others away. Raises Cancelled."""
        return [self._read(ledger, path, progress) for path in paths]

    def _read(self, ledger: Ledger, path: Path, progress: Progress) -> FileRead:
        try:
            workbook = read_workbook(path, progress=progress)
            names = [sheet.name for sheet in workbook.sheets]
            found = open_sources(ledger, [workbook], self.kind, sheets=names).found
        except FileProblem as problem:
            return FileRead(path, problem=str(problem))
        sheets = []
        for sheet in workbook.sheets:
            own = tuple(s for s in found if s.table.sheet == sheet.name and s.table.rows)
            sheets.append(SheetFound(sheet.name, sheet.hidden, own, bool(own) and not sheet.hidden))
        if not any(each.chosen for each in sheets):
            for each in sheets:
                each.chosen = bool(each.sources)
        return FileRead(path, tuple(sheets))

    def make_plan(self, ledger: Ledger, progress: Progress) -> Any:
        """Remember corrected headings, then see what would happen. Raises ValueProblem, Cancelled."""
        for layout in self.layouts():
            remember(ledger, layout.sources[0].mapping)
        given = {key: text for key, text in self.constants.items() if text.strip()}
        return IMPORTERS[self.kind].plan(ledger, self.sources, constants=given, progress=progress)

    def write(self, ledger: Ledger, progress: Progress) -> Outcome:
        """Write the plan as one batch. Raises LedgerBusy, DiskProblem, Cancelled."""
        return IMPORTERS[self.kind].commit(ledger, self.plan, progress)


def sentence(outcome: Outcome) -> str:
    """What an import did, in a line."""
    counts = (
        ("新增", outcome.added), ("更新", outcome.updated),
        ("不变", outcome.unchanged), ("未导入", outcome.rejected),
    )  # fmt: skip
    told = "、".join(f"{word} {count:,}" for word, count in counts)
    if outcome.batch is None:
        return f"读了 {outcome.rows:,} 行，台账没有任何改动（{told}）。"
    return f"导入 {outcome.rows:,} 行：{told}。"
