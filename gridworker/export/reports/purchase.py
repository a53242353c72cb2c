"""采购汇总: what is to be bought from whom in a period, with the money to the 分 (domain.md §3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gridworker.export.report import Cell, Column, Figure, Report, Row, Section
from gridworker.export.reports.disclosure import Disclosure, own_report_columns
from gridworker.export.reports.frame import ReportRequest
from gridworker.export.reports.orders_shown import money_in_words, orders_of, yuan
from gridworker.export.reports.period import framed_period, period_of
from gridworker.ledger.book import Ledger
from gridworker.ledger.supply_figures import Purchase, by_merchant, refunded, wanted

COLUMNS = (
    Column("merchant", "商家", width=9, merge=True),
    Column("item", "物品", width=12),
    Column("unit", "单位", width=3.4, align="center"),
    Column("price", "单价（元）", "decimal", 5.4),
    Column("quantity", "数量", "integer", 4.6),
    Column("money", "金额（元）", "decimal", 6.6),
    Column("orders", "需求单数", "integer", 4.6),
)
NOTE = "已取消、无货、超出配送范围和已退款的需求不计入。"


def build_purchase(ledger: Ledger, request: ReportRequest) -> Report:
    """The requests of the days from `from_day` to `to_day` (both `on` where blank) by merchant and item."""
    period = period_of(request)
    found = orders_of(ledger, request, *period)
    tell = _Writer(ledger, request)
    bought, given_back = by_merchant(wanted(found)), by_merchant(refunded(found))
    sections = [_section("按商家", bought, tell, NOTE + _unpriced(bought), figures=_tiles(bought))]
    if given_back:
        sections.append(_section("已退款", given_back, tell, "这些需求的款已退，不在上面的采购里。"))
    return framed_period(
        ledger, request, period, "purchase", "采购汇总", tuple(sections), landscape=False, flow=True
    )


def _section(
    title: str, bought: Sequence[Purchase], tell: _Writer, note: str, figures: tuple[Figure, ...] = ()
) -> Section:
    return Section(
        title,
        tell.columns,
        list(tell.rows(bought)),
        totals=("合计", *[None] * 3, *_sums(bought), *tell.blank),
        figures=figures,
        note=note if bought else "这段时间没有要采购的物资。",
    )


class _Writer:
    """Writes merchants and what is bought from them, with the worker's own fields of 套餐 and 商家."""

    def __init__(self, ledger: Ledger, request: ReportRequest) -> None:
        self._tell = Disclosure(ledger, request.whole_identity)
        self._registers = [ledger.register(key) for key in ("bundle", "merchant")]
        self._known = [{row["name"]: row for row in ledger.rows(each.key)} for each in self._registers]
        own = [column for each in self._registers for column in own_report_columns(each)]
        self.columns = (*COLUMNS, *own)
        self.blank = [None] * len(own)

    def rows(self, bought: Sequence[Purchase]) -> Iterator[Row]:
        """A row an item, a subtotal a merchant."""
        for purchase in bought:
            for row in purchase.rows:
                cells = (row.unit, yuan(row.price), row.quantity, yuan(row.money), row.orders)
                own = self._own(row.item, purchase.merchant)
                yield Row(
                    (purchase.merchant, self._tell.text(row.item), *cells, *own), block=purchase.merchant
                )
            yield Row((None, "小计", None, None, *_sums([purchase]), *self.blank), style="subtotal")

    def _own(self, *names: str) -> Iterator[Cell]:
        for register, known, name in zip(self._registers, self._known, names, strict=True):
            yield from self._tell.own(register, known.get(name, {}))


def _sums(bought: Sequence[Purchase]) -> tuple[Cell, ...]:
    money = yuan(sum(each.money for each in bought))
    return sum(each.quantity for each in bought), money, sum(each.orders for each in bought)


def _unpriced(bought: Sequence[Purchase]) -> str:
    without = sum(each.unpriced for each in bought)
    return f"其中 {without} 份没有登记单价，金额里没有它们。" if without else ""


def _tiles(bought: Sequence[Purchase]) -> tuple[Figure, ...]:
    without = sum(each.unpriced for each in bought)
    return (
        Figure("商家", str(len(bought))),
        Figure("需求单数", str(sum(each.orders for each in bought))),
        Figure("数量", str(sum(each.quantity for each in bought))),
        Figure("金额（元）", money_in_words(sum(each.money for each in bought))),
        Figure("没有单价", str(without), "warn" if without else "good"),
    )
