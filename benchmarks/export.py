"""Export speed, product and peers side by side in one run; prints seconds, ratios and peak memory.

    uv run --with xlsxwriter python benchmarks/export.py               everything
    uv run --with xlsxwriter python benchmarks/export.py excel         Excel only; or: pdf
    uv run python benchmarks/export.py excel --only gridworker         one contender

Peers that are not installed are left out. Each contender runs in a process of its own, in turn, and the
best of its three runs counts, so that a busy machine does not decide.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import psutil

from gridworker.export.report import Column, Report, Row, Section

ROUNDS = 3
DAY = date(2022, 11, 28)
SURNAMES = "王李张刘陈杨赵黄周吴徐孙马胡朱郭何高林罗梁宋郑谢韩唐冯于董萧"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀英霞平刚桂香文辉力红玲波"
WIDE_COLUMNS = (
    Column("number", "序号", "integer", 3),
    Column("name", "姓名", width=5),
    Column("id_number", "证件号码", width=10),
    Column("sex", "性别", width=3),
    Column("born", "出生日期", "day", 6),
    Column("phone", "手机号码", width=7),
    Column("community", "小区", width=6),
    Column("building", "楼栋", width=5),
    Column("unit", "单元", width=4),
    Column("room", "房号", width=4),
    Column("relation", "与户主关系", width=5),
    Column("residency", "人员类型", width=5),
    Column("employer", "工作单位", width=12),
    Column("cadence", "检测频次", width=5),
    Column("last", "末次采样", "day", 6),
    Column("overdue", "逾期天数", "integer", 4),
    Column("rate", "覆盖率", "percent", 5),
    Column("note", "备注", width=8),
)
PDF_COLUMNS = WIDE_COLUMNS[:10]


class People:
    """Made-up people, the same at every pass, never held in memory all at once."""

    def __init__(self, count: int, columns: int) -> None:
        self.count, self.columns = count, columns

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Row]:
        pick = random.Random(1)
        for number in range(1, self.count + 1):
            name = pick.choice(SURNAMES) + pick.choice(GIVEN) + pick.choice(GIVEN)
            born = date(1940, 1, 1) + timedelta(days=pick.randrange(28_000))
            id_number = f"140105{born:%Y%m%d}{number % 1000:03}X"
            door = (
                f"{number // 300 % 40 + 1}号楼",
                f"{number % 4 + 1}单元",
                f"{number % 30 + 1}0{number % 4 + 1}",
            )
            cells = (
                number, name, id_number, "男" if number % 2 else "女", born, f"13{number:09}",
                "和平苑", *door, "本人", "常住", f"平阳商贸第{number % 900}分公司", "三天一检",
                DAY - timedelta(days=number % 5), number % 3, (number % 100) / 100,
                "" if number % 7 else "行动不便",
            )  # fmt: skip
            yield Row(cells[: self.columns])


def report(people: People) -> Report:
    section = Section("居民", WIDE_COLUMNS[: people.columns], people)
    return Report(
        "benchmark", "居民信息台账", "和平社区第3网格", "统计日期：2022年11月28日", (section,), "全部", DAY,
        datetime(2022, 11, 28, 18), landscape=True,
    )  # fmt: skip


def excel_gridworker(people: People, target: Path) -> None:
    from gridworker.export.workbook import write_workbook

    write_workbook(report(people), target)


def excel_xlsxwriter(people: People, target: Path) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("居民")
    look = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter", "text_wrap": True}
    formats = {"text": "@", "integer": "0", "day": "yyyy-mm-dd", "percent": "0.0%"}
    styles = {kind: book.add_format({**look, "num_format": form}) for kind, form in formats.items()}
    for index, column in enumerate(WIDE_COLUMNS):
        sheet.set_column(index, index, column.width * 2 + 2)
        sheet.write_string(0, index, column.heading, styles["text"])
    put = {"text": sheet.write_string, "day": sheet.write_datetime}
    writers = [(put.get(column.kind, sheet.write_number), styles[column.kind]) for column in WIDE_COLUMNS]
    for number, row in enumerate(people, start=1):
        sheet.set_row(number, 18)
        for index, (value, (write, style)) in enumerate(zip(row.cells, writers, strict=True)):
            write(number, index, value, style)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, people.count, people.columns - 1)
    book.close()


def excel_openpyxl_write_only(people: People, target: Path) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("居民")
    for row in people:
        sheet.append(row.cells)
    book.save(target)


def excel_raw_zipped_xml(people: People, target: Path) -> None:
    """The least work there is: the same cells as strings in one part; no references, styles, checks."""
    with (
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package,
        package.open("sheet1.xml", "w") as part,
    ):
        for number, row in enumerate(people, start=1):
            cells = "".join(f'<c t="inlineStr"><is><t>{value}</t></is></c>' for value in row.cells)
            part.write(f'<row r="{number}">{cells}</row>'.encode())


def pdf_gridworker(people: People, target: Path) -> None:
    from gridworker.export.document import write_document

    write_document(report(people), target)


def pdf_canvas(people: People, target: Path) -> None:
    """reportlab's canvas as its manual teaches it: one rectangle and one string a cell."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    from gridworker.paths import asset

    pdfmetrics.registerFont(TTFont("cjk", str(asset("fonts/NotoSansSC-Regular.ttf"))))
    width, height = landscape(A4)
    canvas = Canvas(str(target), pagesize=(width, height), pageCompression=1)
    scale = (width - 72) / sum(column.width for column in PDF_COLUMNS)
    at = 0.0
    for row in ((column.heading for column in PDF_COLUMNS), *(row.cells for row in people)):
        if at < 60:
            if at:
                canvas.showPage()
            canvas.setFont("cjk", 9)
            at = height - 50
        left = 36.0
        for value, column in zip(row, PDF_COLUMNS, strict=True):
            canvas.rect(left, at - 5, column.width * scale, 18)
            canvas.drawString(left + 3, at, str(value))
            left += column.width * scale
        at -= 18
    canvas.save()


def pdf_platypus_table(people: People, target: Path) -> None:
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import SimpleDocTemplate, Table, TableStyle

    from gridworker.paths import asset

    pdfmetrics.registerFont(TTFont("cjk", str(asset("fonts/NotoSansSC-Regular.ttf"))))
    data = [[column.heading for column in PDF_COLUMNS], *([str(v) for v in row.cells] for row in people)]
    table = Table(data, repeatRows=1)
    table.setStyle(
        TableStyle([("FONT", (0, 0), (-1, -1), "cjk", 8), ("GRID", (0, 0), (-1, -1), 0.3, "gray")])
    )
    SimpleDocTemplate(str(target), pagesize=landscape(A4)).build([table])


Contender = Callable[[People, Path], None]
CONTESTS: dict[str, tuple[int, int, list[Contender]]] = {
    "excel": (
        100_000,
        18,
        [excel_gridworker, excel_xlsxwriter, excel_raw_zipped_xml, excel_openpyxl_write_only],
    ),
    "excel-small": (1_000, 18, [excel_gridworker, excel_xlsxwriter]),
    "pdf": (3_000, 10, [pdf_gridworker, pdf_canvas, pdf_platypus_table]),
    "pdf-large": (20_000, 10, [pdf_gridworker, pdf_canvas]),
}


def run_one(contest: str, name: str) -> None:
    """Run one contender in this process and print seconds and peak memory in MB."""
    rows, columns, contenders = CONTESTS[contest]
    contender = next(each for each in contenders if each.__name__ == name)
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        contender(People(rows, columns), Path(folder) / "out.bin")
        seconds = time.perf_counter() - begun
    memory = psutil.Process().memory_info()
    print(seconds, getattr(memory, "peak_wset", memory.rss) / 1e6)


def contest(title: str, only: str) -> None:
    rows, columns, contenders = CONTESTS[title]
    wanted = [each.__name__ for each in contenders if only in each.__name__]
    if importlib.util.find_spec("xlsxwriter") is None:
        wanted = [name for name in wanted if "xlsxwriter" not in name]
    results: dict[str, list[tuple[float, ...]]] = {name: [] for name in wanted}
    for _ in range(ROUNDS):
        for name in wanted:
            command = [sys.executable, __file__, title, "--run", name]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            results[name].append(tuple(map(float, done.stdout.split())))
    print(f"\n{title}: {rows} rows × {columns} columns, best of {ROUNDS}")
    ours = min(results[wanted[0]])[0]
    for name, figures in results.items():
        seconds, memory = min(figures)
        print(
            f"  {name:28} {seconds:7.2f} s   gridworker/this {ours / seconds:5.2f}   {memory:6.0f} MB at end"
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("contests", nargs="*", default=list(CONTESTS))
    parser.add_argument("--only", default="", help="part of a contender's name")
    parser.add_argument("--run", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        run_one(options.contests[0], options.run)
        return
    for title in options.contests:
        contest(title, options.only)


if __name__ == "__main__":
    main()
