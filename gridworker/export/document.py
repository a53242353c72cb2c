"""A Report as a PDF that prints the same everywhere: A4, embedded fonts, headings on every page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sized
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from gridworker.export.files import write_safely
from gridworker.export.fonts import Lettering, base_font
from gridworker.export.page import BLUE, GREY, INK, TONE_INK, TOTAL, Page, Paper
from gridworker.export.plot import draw_chart
from gridworker.export.report import Chart, Figure, Report, Row, Section
from gridworker.export.table import TableWriter, printable, printable_lines
from gridworker.export.wrapping import wrap
from gridworker.jobs import SILENT, Progress

STEP = 200  # rows between two reports of progress
CHART_HEIGHT, SIGNATURE_HEIGHT = 190.0, 44.0
_SUBTITLE_HEIGHT, _FIGURES_HEIGHT, _FIGURES_ACROSS = 28.0, 56.0, 6

rl_config.useA85 = 0  # pages as bytes, not as text: a fifth smaller and faster


def write_document(report: Report, target: Path, progress: Progress = SILENT) -> list[str]:
    """Write the report as .pdf and return warnings: characters that no font has, printed as 〓.

    Raises FileHeldOpen, DiskProblem, Cancelled; an earlier `target` is then as it was.
    """
    warnings: list[str] = []
    write_safely(target, partial(_write, report, progress, warnings))
    return warnings


def _write(report: Report, progress: Progress, warnings: list[str], out: BinaryIO) -> None:
    canvas = Canvas(out, pageCompression=1, initialFontName=base_font())
    canvas.setTitle(printable(report.title))
    canvas.setAuthor("")
    canvas.setCreator("gridworker")
    canvas.setProducer("gridworker")
    letters = Lettering(canvas._doc)  # the only way to reportlab's font subsets
    _Printer(canvas, report, letters, progress).print()
    canvas.save()
    if letters.missing:
        named = "、".join(f"{char}（U+{ord(char):04X}）" for char in sorted(letters.missing))
        warnings.append(f"以下字符没有字体可以打印，已用〓代替，请打印后手工补写：{named}")


class _Printer:
    """Prints a report section by section."""

    def __init__(self, canvas: Any, report: Report, letters: Lettering, progress: Progress) -> None:
        self._canvas, self._report, self._letters = canvas, report, letters
        self._meter = _Meter(report, progress)
        self._paper = Paper(letters, self._finish)
        self._number = 0

    def print(self) -> None:
        sections = self._report.sections
        for index, section in enumerate(sections):
            signed = index == len(sections) - 1 or not self._report.flow
            below = SIGNATURE_HEIGHT if signed else 0.0
            if index == 0 or not self._report.flow:
                self._paper.begin(self._report.wide(section))
                self._title(section)
            else:
                self._paper.need(self._beginning(section, below))
                self._subtitle(section)
            self._body(section, below)
            if signed:
                self._signatures()
        self._paper.finish()
        self._define_total()

    def _finish(self, page: Page) -> None:
        """Add the footer to a finished page and hand it to reportlab."""
        self._number += 1
        middle, y = page.width / 2, 24.0
        identity = "身份信息已脱敏" if self._report.masked else "含完整身份信息，请妥善保管"
        made = f"制表时间：{self._report.made_at:%Y-%m-%d %H:%M}"
        page.text(Paper.SIDE, y, identity, 7.5, colour=GREY)
        page.text(page.width - Paper.SIDE, y, made, 7.5, colour=GREY, align="right")
        page.text(middle, y, f"第 {self._number} 页", 8, colour=GREY, align="right")
        self._canvas.setPageSize((page.width, page.height))
        self._canvas.addLiteral(page.operators())
        self._canvas.saveState()
        self._canvas.translate(middle + 6, y)
        self._canvas.doForm("total")  # drawn when the number of pages is known
        self._canvas.restoreState()
        self._canvas.showPage()

    def _define_total(self) -> None:
        text = self._letters.operators(f"共 {self._number} 页", 8)
        self._canvas.beginForm("total", 0, -4, 80, 12)
        self._canvas.addLiteral(f"BT {GREY} rg 1 0 0 1 0 0 Tm {text} ET")
        self._canvas.endForm()

    def _title(self, section: Section) -> None:
        report, paper = self._report, self._paper
        extra = (
            section.title if section.title and section.title not in report.title and not report.flow else ""
        )
        title = printable(f"{report.title}（{extra}）" if extra else report.title)
        width = paper.right - paper.left
        size = min(18.0, max(12.0, width / (self._letters.width(title, True) or 1)))
        paper.page.text(
            paper.page.width / 2,
            paper.y - 18,
            title,
            size,
            bold=True,
            colour=BLUE,
            align="center",
            room=width,
        )
        paper.y -= 46
        unit, day = printable(f"填报单位：{report.unit}"), printable(report.date_line)
        paper.page.text(paper.left, paper.y, unit, 9, room=width * 0.62)
        paper.page.text(paper.right, paper.y, day, 9, align="right", room=width * 0.36)
        paper.y -= 7
        self._facts(section)
        if report.flow and section.title:
            self._subtitle(section)

    def _facts(self, section: Section) -> None:
        if section.facts:
            text = "　　".join(f"{label}：{value or '　　　　　　'}" for label, value in section.facts)
            self._paper.y -= 4
            self._paragraph(text, 9)

    def _beginning(self, section: Section, below: float) -> float:
        """The height of a section's title with the first of what it stands for."""
        figures = _FIGURES_HEIGHT * -(-len(section.figures) // _FIGURES_ACROSS)
        table = TableWriter(self._paper, section.columns).least + below if section.columns else 0.0
        chart = CHART_HEIGHT if section.charts and not section.columns else 0.0
        return max(80.0, _SUBTITLE_HEIGHT + figures + table + chart)

    def _subtitle(self, section: Section) -> None:
        self._paper.y -= 20
        page, y = self._paper.page, self._paper.y
        page.bar(self._paper.left, y - 1.5, 3, 11, BLUE)
        page.text(self._paper.left + 8, y, printable(section.title), 11, bold=True, colour=BLUE)
        self._paper.y -= 8
        if section is not self._report.sections[0]:
            self._facts(section)

    def _body(self, section: Section, below: float) -> None:
        if section.figures:
            self._figures(section.figures)
        if section.columns:
            below = 0.0 if section.charts else below + (20 if section.note else 0)
            table = TableWriter(self._paper, section.columns)
            table.write(self._meter.watch(section.rows), section.totals, below)
        if section.note:
            self._paper.y -= 4
            self._paragraph(section.note, 8)
        self._charts(section.charts)

    def _paragraph(self, text: str, size: float) -> None:
        paper = self._paper
        room = paper.right - paper.left
        for line in wrap(printable_lines(text), room / size, self._letters.width, most=12):
            paper.need(size * 1.5)
            paper.y -= size * 1.45
            paper.page.text(paper.left, paper.y, line, size, room=room)
        paper.y -= size * 0.6

    def _figures(self, figures: tuple[Figure, ...]) -> None:
        """Print figures large, side by side on tiles, at most six a row."""
        paper, gap, height = self._paper, 8.0, _FIGURES_HEIGHT - 10
        for at in range(0, len(figures), _FIGURES_ACROSS):
            row = figures[at : at + _FIGURES_ACROSS]
            width = (paper.right - paper.left + gap) / len(row) - gap
            paper.need(height + 8)
            for index, figure in enumerate(row):
                x = paper.left + index * (width + gap)
                paper.page.fill(x, paper.y - height - 4, width, height, TOTAL)
                self._figure(figure, x + width / 2, paper.y - 4, width - 8)
            paper.y -= _FIGURES_HEIGHT

    def _figure(self, figure: Figure, middle: float, top: float, room: float) -> None:
        page = self._paper.page
        colour = TONE_INK[figure.tone] if figure.tone else BLUE
        page.text(middle, top - 14, printable(figure.label), 8.5, colour=GREY, align="center", room=room)
        page.text(
            middle, top - 36, printable(figure.text), 17, bold=True, colour=colour, align="center", room=room
        )

    def _charts(self, charts: tuple[Chart, ...]) -> None:
        """Draw charts below each other; two and two side by side when there are several."""
        paper, across = self._paper, min(2, len(charts))
        for at in range(0, len(charts), 2):
            paper.need(CHART_HEIGHT + 12)
            width = (paper.right - paper.left) / across
            for index, chart in enumerate(charts[at : at + across]):
                left = paper.left + index * width
                draw_chart(paper.page, chart, left, paper.y - 10, width - 6, CHART_HEIGHT)
            paper.y -= CHART_HEIGHT + 12

    def _signatures(self) -> None:
        who = [f"{name}：" for name in self._report.signatures] + (["（盖章）"] if self._report.stamp else [])
        if not who:
            return
        paper = self._paper
        paper.need(SIGNATURE_HEIGHT)
        paper.y -= SIGNATURE_HEIGHT - 14
        each = (paper.right - paper.left) / len(who)
        for index, text in enumerate(who):
            paper.page.text(paper.left + each * index + 6, paper.y, text, 10, colour=INK)


class _Meter:
    """Reports how many rows of all sections are printed."""

    def __init__(self, report: Report, progress: Progress) -> None:
        self._progress, self._done = progress, 0
        sizes = [len(section.rows) if isinstance(section.rows, Sized) else 0 for section in report.sections]
        self._total = sum(sizes)

    def watch(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            yield row
            self._done += 1
            if self._done % STEP == 0:
                self._progress.step(self._done, max(self._total, self._done), "正在排版")
