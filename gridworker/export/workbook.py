"""A Report as an Excel workbook that opens in Excel and WPS, looks right on screen and prints on A4.

openpyxl makes everything but the rows of the tables: styles, widths, filters, print set-up, charts. The
rows are streamed in afterwards (see `package`), so that a hundred thousand of them need no memory.
"""

from __future__ import annotations

from copy import copy
from functools import partial
from io import BytesIO
from itertools import cycle, groupby
from pathlib import Path
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.comments import Comment
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties

from gridworker.errors import GridworkerError
from gridworker.export.cells import Body, clean, column_letters, escaped, takes_lines, text_width
from gridworker.export.files import write_safely
from gridworker.export.package import Table, fill_package, sheet_names
from gridworker.export.report import Cell, Chart, Column, Report, Row, Section
from gridworker.jobs import SILENT, Progress

MOST_ROWS = 1_048_576
CHART_ROWS = 17  # rows kept free for a chart
PAGE_WIDTH = {False: 92.0, True: 140.0}  # an A4 page at full size, in Excel's column units

_FORMATS = {
    "text": "@",
    "integer": "0",
    "day": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm",
    "tick": "@",
}
_TONES = {
    "good": ("E2F0D9", "2E6B1F"),
    "warn": ("FFF2CC", "7A5200"),
    "bad": ("FBE0DD", "A61B1B"),
    "quiet": ("F2F2F2", "7F7F7F"),
}
_SERIES_COLOURS = ("2F6DB5", "E0823D", "4E9A51", "8C6BB1", "C9A227", "5B8FA8")
_SONG, _HEI = "宋体", "黑体"  # what every Excel and WPS in China has
_LINE = Side(style="thin", color="A6B1BF")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD_FILL, _TOTAL_FILL, _BAND_FILL = (
    PatternFill("solid", fgColor=c) for c in ("DCE6F1", "EEF3F9", "F3F6FA")
)


class TooManyRows(GridworkerError):
    def __init__(self, title: str) -> None:
        super().__init__(f"“{title}”的行数超过了 Excel 一张工作表能放的 {MOST_ROWS} 行，请缩小范围后再导出。")


def write_workbook(report: Report, target: Path, progress: Progress = SILENT) -> Path:
    """Write the report as .xlsx, one sheet a section; the charts' figures are on a last sheet.

    Raises TooManyRows, FileHeldOpen, DiskProblem, Cancelled; an earlier `target` is then as it was.
    """
    return write_safely(target, partial(_write, report, progress))


def _write(report: Report, progress: Progress, out: BinaryIO) -> None:
    book = new_book(report.title)
    book.properties.created = book.properties.modified = report.made_at.replace(tzinfo=None)
    names = sheet_names([section.title or report.title for section in report.sections])
    figures = _ChartFigures(book, names)
    tables: dict[str, Table] = {}
    for number, (section, name) in enumerate(zip(report.sections, names, strict=True), start=1):
        table = _SheetMaker(book.create_sheet(name), report, section, figures).make()
        if table.count:
            tables[f"xl/worksheets/sheet{number}.xml"] = table
    figures.finish()
    skeleton = BytesIO()
    book.save(skeleton)
    fill_package(skeleton.getvalue(), tables, out, progress)


def new_book(title: str) -> Any:
    """An openpyxl workbook without sheets, whose properties name no person."""
    book = Workbook()
    book.remove(book.active)
    book.properties.creator = "gridworker"
    book.properties.title = clean(title)
    return book


def style_cell(
    cell: Any, font: Font, align: str, border: bool = True, fill: PatternFill | None = None
) -> None:
    cell.font = font
    indent = 1 if border and align != "center" else 0
    cell.alignment = Alignment(horizontal=align, vertical="center", wrap_text=True, indent=indent)
    if border:
        cell.border = _GRID
    if fill is not None:
        cell.fill = fill


def style_heading(cell: Any) -> None:
    style_cell(cell, Font(name=_HEI, size=10, color="1F3A5F"), "center", fill=_HEAD_FILL)


def annotate(cell: Any, text: str) -> None:
    """Hang a comment on a cell, wide enough to read it without opening it."""
    cell.comment = Comment(clean(text), "gridworker", width=260, height=24 + 20 * takes_lines(text, 18))


def _number_format(column: Column) -> str:
    if column.kind in ("decimal", "percent"):
        places = "." + "0" * column.decimals if column.decimals else ""
        return f"0{places}%" if column.kind == "percent" else f"0{places}"
    return _FORMATS[column.kind]


class BodyStyles:
    """The styles that rows may need; all are known to the workbook before it is saved."""

    def __init__(self, sheet: Any, columns: tuple[Column, ...]) -> None:
        self._known = {
            (index, style, tone): _styled_cell(sheet, column, style, tone)
            for index, column in enumerate(columns)
            for style in ("body", "subtotal", "band", "page")
            for tone in (None, *_TONES)
        }

    def __call__(self, column: Column, row: Row, index: int) -> int:
        """The number of a cell's style in the saved workbook."""
        return int(self._known[index, row.style, row.marks.get(index)].style_id)

    def apply(self, cell: Any, row: Row, index: int) -> None:
        """Give a cell of the sheet the style that a streamed cell would have."""
        cell._style = copy(self._known[index, row.style, row.marks.get(index)]._style)


def _styled_cell(sheet: Any, column: Column, style: str, tone: str | None) -> Any:
    cell = SheetCell(sheet, row=1, column=1)
    fill_colour, colour = _TONES[tone] if tone else (None, "262626")
    fill = {"subtotal": _TOTAL_FILL, "band": _BAND_FILL, "page": _BAND_FILL}.get(style)
    fill = PatternFill("solid", fgColor=fill_colour) if fill_colour else fill
    side = "left" if style in ("band", "page") else column.side
    style_cell(cell, Font(name=_SONG, size=10, bold=style != "body", color=colour), side, fill=fill)
    cell.number_format = _number_format(column)
    cell.style_id  # noqa: B018 - enters the style into the workbook, which is saved before the rows exist
    return cell


class _SheetMaker:
    """Lays out one section on its sheet from top to bottom, leaving the rows of the table free."""

    def __init__(self, sheet: Any, report: Report, section: Section, figures: _ChartFigures) -> None:
        self.sheet, self.report, self.section, self.figures = sheet, report, section, figures
        self.columns = section.columns
        self.wide = report.wide(section)
        self.widths = [column.width * 2 + 2.8 for column in self.columns] or [PAGE_WIDTH[self.wide] / 8] * 8
        self.last = len(self.widths)
        self.row = 0

    def make(self) -> Table:
        self._heading()
        table = self._table()
        self._below(table)
        self._page(table)
        return table

    def _line(
        self, text: str, font: Font, align: str, height: float, fill: PatternFill | None = None
    ) -> None:
        """One text across the whole width, as high as it needs."""
        self.row += 1
        lines = takes_lines(text, sum(self.widths) / 2 * 10 / font.size)
        self._span(self.row, 1, self.row, self.last, text)
        style_cell(self.sheet.cell(self.row, 1), font, align, border=False, fill=fill)
        self.sheet.row_dimensions[self.row].height = height + (lines - 1) * font.size * 1.35

    def _ends(self, left: str, right: str) -> None:
        """Two texts on one line, at either end; the columns are shared out by the texts' lengths."""
        self.row += 1
        self.sheet.row_dimensions[self.row].height = 20
        share = sum(self.widths) * text_width(left) / (text_width(left + right) or 1)
        middle = min(range(1, self.last), key=lambda i: abs(sum(self.widths[:i]) - share), default=0)
        if not middle:
            self.row -= 1
            self._line(f"{left}　{right}", Font(name=_SONG, size=10), "left", 20)
            return
        for first, last, text, align in ((1, middle, left, "left"), (middle + 1, self.last, right, "right")):
            self._span(self.row, first, self.row, last, text)
            style_cell(self.sheet.cell(self.row, first), Font(name=_SONG, size=10), align, border=False)

    def _span(self, top: int, left: int, bottom: int, right: int, text: str) -> None:
        put_text(self.sheet.cell(top, left), text)
        if (top, left) != (bottom, right):
            self.sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)

    def _heading(self) -> None:
        report, section = self.report, self.section
        extra = section.title if section.title and section.title not in report.title else ""
        title = f"{report.title}（{extra}）" if extra else report.title
        self._line(title, Font(name=_HEI, size=18, bold=True, color="1F3A5F"), "center", 36)
        self._ends(f"填报单位：{report.unit}", report.date_line)
        if section.facts:
            facts = "　　".join(f"{label}：{value}" for label, value in section.facts)
            self._line(facts, Font(name=_SONG, size=10), "left", 20)
        if section.figures:
            numbers = "　　".join(f"{figure.label} {figure.text}" for figure in section.figures)
            self._line(numbers, Font(name=_HEI, size=13, color="1F3A5F"), "center", 32, _TOTAL_FILL)

    def _table(self) -> Table:
        first_heading = self.row + 1
        if self.columns:
            self._headings()
        first, count = self.row + 1, self.section.count()
        if first + count > MOST_ROWS - 200:
            raise TooManyRows(self.section.title or self.report.title)
        if self.columns:
            self.sheet.freeze_panes = f"A{first}"
            self.sheet.print_title_rows = f"{first_heading}:{self.row}"
            self.sheet.auto_filter.ref = f"A{self.row}:{column_letters(self.last - 1)}{self.row + count}"
        self.row += count
        styles = BodyStyles(self.sheet, self.columns)
        return Table(Body(self.columns, styles, first), self.section.rows, first, count)

    def _headings(self) -> None:
        rows = 2 if any(column.group for column in self.columns) else 1
        top = self.row + 1
        self.row += rows
        for row in range(top, self.row + 1):
            lines = max(takes_lines(column.heading, column.width) for column in self.columns)
            self.sheet.row_dimensions[row].height = 12 + 13 * (lines if row == self.row else 1)
            for index in range(1, self.last + 1):
                cell = self.sheet.cell(row, index)
                style_heading(cell)
        index = 1
        for group, members in groupby(self.columns, key=lambda column: column.group):
            columns = list(members)
            if rows == 2 and group:
                self._span(top, index, top, index + len(columns) - 1, group)
            for column in columns:
                self._span(self.row if group else top, index, self.row, index, column.heading)
                index += 1

    def _below(self, table: Table) -> None:
        if self.section.totals is not None:
            self._totals(self.section.totals)
        if self.section.note:
            self._line(self.section.note, Font(name=_SONG, size=9, color="595959"), "left", 20)
        for chart in self.section.charts:
            drawn = self.figures.draw(chart)
            top, self.row = self.row, self.row + CHART_ROWS
            drawn.anchor = TwoCellAnchor(
                "oneCell",
                _from=AnchorMarker(col=0, row=top, rowOff=60_000),
                to=AnchorMarker(col=self.last, row=self.row, rowOff=0),
            )
            for row in range(top + 1, self.row + 1):
                self.sheet.row_dimensions[row].height = 16
            self.sheet.add_chart(drawn)
        signatures = [f"{who}：　　　　　　" for who in self.report.signatures]
        signatures += ["（盖章）　　"] if self.report.stamp else []
        if signatures:
            self._line("　　".join(signatures), Font(name=_SONG, size=10.5), "center", 34)
        identity = "身份信息已脱敏" if self.report.masked else "含完整身份信息，请妥善保管"
        made = f"{identity}　　制表时间：{self.report.made_at:%Y-%m-%d %H:%M}"
        self._line(made, Font(name=_SONG, size=9, color="7F7F7F"), "right", 18)

    def _totals(self, totals: tuple[Cell, ...]) -> None:
        self.row += 1
        self.sheet.row_dimensions[self.row].height = 21
        for index, (value, column) in enumerate(zip(totals, self.columns, strict=True), start=1):
            cell = self.sheet.cell(self.row, index)
            if isinstance(value, str):
                put_text(cell, value)
            else:
                cell.value = value
            side = "center" if isinstance(value, str) else column.side
            style_cell(cell, Font(name=_HEI, size=10, color="1F3A5F"), side, fill=_TOTAL_FILL)
            cell.number_format = _number_format(column)

    def _page(self, table: Table) -> None:
        sheet = self.sheet
        for index, width in enumerate(self.widths):
            sheet.column_dimensions[column_letters(index)].width = width
        sheet.sheet_view.showGridLines = False
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.orientation = "landscape" if self.wide else "portrait"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_area = f"A1:{column_letters(self.last - 1)}{self.row}"
        sheet.print_options.horizontalCentered = True
        margins = sheet.page_margins
        margins.left = margins.right = 0.45
        margins.top, margins.bottom, margins.header, margins.footer = 0.6, 0.65, 0.3, 0.3
        sheet.oddFooter.center.text = "第 &P 页 共 &N 页"
        sheet.oddFooter.center.size = 9


def put_text(cell: Any, text: str) -> None:
    """Write text that stays text, whatever it begins with or looks like."""
    cell.value = escaped(text)
    cell.data_type = "s"


class _ChartFigures:
    """The last sheet, which holds the figures that the charts show: the charts stay alive in Excel."""

    def __init__(self, book: Any, names: list[str]) -> None:
        self._book = book
        self._sheet = book.create_sheet(sheet_names([*names, "图表数据"])[-1])
        self._row = 0

    def finish(self) -> None:
        """Move the sheet to the end, or away when no chart wanted it."""
        if self._row:
            self._sheet.column_dimensions["A"].width = 20
            self._sheet.sheet_state = "hidden"  # it would print
            self._book.move_sheet(self._sheet, len(self._book.worksheets))
        else:
            self._book.remove(self._sheet)

    def draw(self, chart: Chart) -> Any:
        """Make the native chart of figures written to this sheet."""
        top = self._write(chart)
        drawn = BarChart() if chart.kind == "bar" else LineChart()
        last = len(chart.series) + 1
        bottom = top + len(chart.categories)
        drawn.add_data(Reference(self._sheet, 2, top, last, bottom), titles_from_data=True)
        drawn.set_categories(Reference(self._sheet, 1, top + 1, 1, bottom))
        drawn.title = clean(chart.title)
        drawn.visible_cells_only = False
        _dress_chart(drawn, chart)
        return drawn

    def _write(self, chart: Chart) -> int:
        """Write the figures below those of earlier charts and return the row of their headings."""
        self._row += 1
        put_text(self._sheet.cell(self._row, 1), chart.title)
        self._row += 1
        top = self._row
        for index, series in enumerate(chart.series, start=2):
            put_text(self._sheet.cell(top, index), series.name)
        for offset, category in enumerate(chart.categories):
            self._row += 1
            put_text(self._sheet.cell(self._row, 1), category)
            for index, series in enumerate(chart.series, start=2):
                cell = self._sheet.cell(self._row, index, series.values[offset])
                cell.number_format = "0.0%" if chart.percent else "General"
        self._row += 1
        return top


def _dress_chart(drawn: Any, chart: Chart) -> None:
    """Give the chart axes that Excel shows, quiet lines, its colours, and a legend only where it helps."""
    drawn.x_axis.delete = drawn.y_axis.delete = False
    drawn.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="E3E8EE"))
    drawn.y_axis.number_format = "0%" if chart.percent else "General"
    drawn.y_axis.scaling.min, drawn.y_axis.scaling.max = chart.bounds
    drawn.x_axis.txPr = drawn.y_axis.txPr = _text_size(8)
    drawn.title.tx.rich.p[0].pPr = _text_size(12).p[0].pPr
    if len(chart.series) == 1:
        drawn.legend = None
        labels = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
        labels.numFmt = ("0%" if len(chart.categories) > 12 else "0.0%") if chart.percent else "General"
        labels.txPr = _text_size(8)
        labels.position = "outEnd" if chart.kind == "bar" else "t"
        drawn.dataLabels = labels
    else:
        drawn.legend.position = "b"
    _colour_series(drawn, chart)


def _text_size(points: int) -> Any:
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=CharacterProperties(sz=points * 100)))
    paragraph.endParaRPr = CharacterProperties(sz=points * 100)
    return RichText(p=[paragraph])


def _colour_series(drawn: Any, chart: Chart) -> None:
    for series, colour in zip(drawn.series, cycle(_SERIES_COLOURS), strict=False):
        series.graphicalProperties.line.solidFill = colour
        if chart.kind == "bar":
            series.graphicalProperties.solidFill = colour
        else:
            series.smooth = False
            series.marker.symbol = "circle"
            series.marker.graphicalProperties = GraphicalProperties(solidFill=colour)
