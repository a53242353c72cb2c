"""物资需求台账: every request with its steps, what they come to, and what is late (domain.md §3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gridworker.export.report import Cell, Chart, Column, Figure, Report, Row, Section, Series
from gridworker.export.reports.disclosure import Disclosure, own_report_columns
from gridworker.export.reports.frame import ReportRequest
from gridworker.export.reports.orders_shown import end_of, moment, money_in_words, orders_of, who, yuan
from gridworker.export.reports.period import framed_period, period_of
from gridworker.ledger.book import Ledger
from gridworker.ledger.supplies import ENDINGS, STATUS_PATH, Limits, Order, due_at, limits, overdue_hours
from gridworker.ledger.supply_figures import Tally, by_category, by_status, on_the_way, wanted
from gridworker.ledger.supply_hours import DoorTimes, door_times, door_times_by_day, door_times_of

MOST_DAYS = 31  # bars that can be told apart
STEPS = STATUS_PATH[1:]
_STEP = 6.9  # a day above its clock time

ORDER_COLUMNS = (
    Column("number", "序号", "integer", 2.6, "center"),
    Column("door", "住址", width=8.4),
    Column("name", "需求人", width=4.4),
    Column("id_number", "证件号码", width=9.8, align="center"),
    Column("phone", "联系电话", width=6.2, align="center"),
    Column("channel", "来源", width=3.4, align="center"),
    Column("urgency", "紧急", width=2.8, align="center"),
    Column("items", "物品", width=9),
    Column("money", "金额（元）", "decimal", 5),
    Column("merchant", "商家", width=5),
    Column("order_number", "订单号", width=5),
    Column("requested_at", "登记", "moment", _STEP, group="各步时间"),
    *(Column(f"step{at}", step.removeprefix("商家"), "moment", _STEP, group="各步时间")
      for at, step in enumerate(STEPS)),
    Column("state", "状态", width=4.4, align="center"),
    Column("ended", "关闭说明", width=7),
    Column("handler", "经办人", width=4),
    Column("note", "备注", width=6),
)  # fmt: skip
SUM_COLUMNS = (
    Column("part", "类别／状态", width=9),
    Column("orders", "需求单数", "integer", 4.4),
    Column("quantity", "数量", "integer", 4.4),
    Column("money", "金额（元）", "decimal", 6),
    Column("signed", "已签收单数", "integer", 4.4),
    Column("median", "中位时长（小时）", "decimal", 5, places=1),
    Column("mean", "平均时长（小时）", "decimal", 5, places=1),
    Column("within", "时限内签收", "percent", 5),
)
LATE_COLUMNS = (
    Column("number", "序号", "integer", 2.6, "center"),
    Column("door", "住址", width=9),
    Column("name", "需求人", width=4.4),
    Column("phone", "联系电话", width=6.4, align="center"),
    Column("items", "物品", width=10),
    Column("merchant", "商家", width=5.6),
    Column("state", "状态", width=5, align="center"),
    Column("requested_at", "登记时间", "moment", 8),
    Column("due", "应送达", "moment", 8),
    Column("over", "超时（小时）", "decimal", 4, places=1),
    Column("handler", "经办人", width=4.4),
    Column("note", "备注", width=6),
)
_STATE_OF_LATE, _OVER = 6, 9


def build_supplies(ledger: Ledger, request: ReportRequest) -> Report:
    """The requests of the days from `from_day` to `to_day` (both `on` where blank), as they stood at the end.

    未送达与超时 lists whatever waited then, however long ago it was asked for.
    """
    first, last = period_of(request)
    known = orders_of(ledger, request, "", last)
    found = [order for order in known if order.requested_at >= first]
    tell, hours, now = Disclosure(ledger, request.whole_identity), limits(ledger), end_of(request, last)
    sections = (
        _all(ledger, found, tell),
        _sums(found, hours, _late(known, hours, now)),
        _waiting(on_the_way(known), hours, now, tell),
    )
    return framed_period(ledger, request, (first, last), "supplies", "物资需求台账", sections)


# -- every request


def _all(ledger: Ledger, found: Sequence[Order], tell: Disclosure) -> Section:
    register = ledger.register("supply")
    columns = (*ORDER_COLUMNS, *own_report_columns(register))
    rows = [
        Row((*_cells(number, order, tell), *tell.own(register, order.own)))
        for number, order in enumerate(found, start=1)
    ]
    money = yuan(sum(order.total or 0 for order in wanted(found)))
    totals = {"number": "合计", "door": f"{len(found)} 单", "money": money}
    return Section(
        "需求明细",
        columns,
        rows,
        totals=tuple(totals.get(column.key) for column in columns),
        note="金额合计不含已取消、无货、超出配送范围和已退款的需求。" if found else "这段时间没有物资需求。",
    )


def _cells(number: int, order: Order, tell: Disclosure) -> tuple[Cell, ...]:
    name, phone = who(order, tell)
    return (
        number,
        _door(order, tell),
        name,
        tell.resident("id_number", order.id_number),
        phone,
        order.channel,
        order.urgency,
        tell.text(order.items),
        yuan(order.total),
        order.merchant,
        order.order_number,
        moment(order.requested_at),
        *(moment(at) for at in _reached(order)),
        order.status,
        tell.text(_ended(order)),
        order.handler,
        tell.text(order.note),
    )


def _door(order: Order, tell: Disclosure) -> str:
    return order.address.display if tell.whole else order.address.masked


def _reached(order: Order) -> list[str | None]:
    """When each step was last taken; a step that was taken back has not been reached."""
    path = STATUS_PATH.index(order.status) if order.status in STATUS_PATH else len(STATUS_PATH)
    times = {step.status: step.at for step in order.steps}
    return [times.get(status) if at <= path else None for at, status in enumerate(STEPS, start=1)]


def _ended(order: Order) -> str | None:
    """When and why a request was closed without a delivery."""
    if order.status not in ENDINGS:
        return None
    last = [step for step in order.steps if step.status == order.status][-1:]
    return "".join(f"{step.at[5:16]}\n{step.note or ''}" for step in last)


# -- totals


def _sums(found: Sequence[Order], hours: Limits, late: int) -> Section:
    counted = wanted(found)
    categories = by_category(counted)
    times = door_times(hours, found)
    rows = [
        Row(("一、按类别",), style="band"),
        *(Row(_tally(each, door_times_of(hours, counted, each.name))) for each in categories),
        Row(("二、按状态",), style="band"),
        *(Row(_tally(each, None)) for each in by_status(found)),
    ]
    whole = Tally(
        "合计（不含关闭）", len(counted), sum(each.quantity for each in categories),
        sum(each.money for each in categories),
    )  # fmt: skip
    return Section(
        "汇总",
        SUM_COLUMNS,
        rows if found else [],
        totals=_tally(whole, times),
        charts=tuple(_chart(door_times_by_day(hours, counted))),
        figures=_tiles(found, times, late),
        note="一单有几个类别的，各类别都计一单。时长从登记算到签收；时限是承诺送达时间，没有承诺的按设置里的小时数。",
    )


def _tally(tally: Tally, times: DoorTimes | None) -> tuple[Cell, ...]:
    counts = (tally.name, tally.orders, tally.quantity, yuan(tally.money))
    if times is None:
        return (*counts, None, None, None, None)
    took = (None, None, "—") if times.share is None else (times.median, times.mean, times.share)
    return (*counts, times.count, *took)


def _tiles(found: Sequence[Order], times: DoorTimes, late: int) -> tuple[Figure, ...]:
    money = sum(order.total or 0 for order in wanted(found))
    typical = "—" if times.median is None else f"{times.median:.1f} 小时"
    return (
        Figure("需求单数", str(len(found))),
        Figure("金额（元）", money_in_words(money)),
        Figure("已签收", str(times.count)),
        Figure("中位时长", typical),
        Figure("时限内签收", f"{times.within}/{times.count}"),
        Figure("超时未送达", str(late), "bad" if late else "good"),
    )


def _chart(days: Sequence[tuple[str, DoorTimes]]) -> Iterator[Chart]:
    """Hours to the door day by day, where there are several days; of many the last ones."""
    shown = [(day, times.median) for day, times in days[-MOST_DAYS:] if times.median is not None]
    if len(shown) > 1:
        names = tuple(f"{int(day[5:7])}/{int(day[8:])}" for day, _ in shown)
        values = tuple(round(hours, 1) for _, hours in shown)
        yield Chart("bar", "从登记到签收的中位时长（小时，按签收日期）", names, (Series("小时", values),))


# -- what waits


def _late(known: Sequence[Order], hours: Limits, now: str) -> int:
    return sum(overdue_hours(hours, order, now) is not None for order in known)


def _waiting(waiting: Sequence[Order], hours: Limits, now: str, tell: Disclosure) -> Section:
    over = [(order, overdue_hours(hours, order, now)) for order in waiting]
    over.sort(key=lambda pair: -(pair[1] or 0))
    late = sum(past is not None for _, past in over)
    return Section(
        "未送达与超时",
        LATE_COLUMNS,
        [
            _line(number, order, past, due_at(hours, order), tell)
            for number, (order, past) in enumerate(over, 1)
        ],
        totals=("合计", f"{len(over)} 单", *[None] * (_OVER - 3), "超时", f"{late} 单", None, None),
        note=f"截至 {now[:16]}。" + ("" if over else "没有等着送达的需求。"),
    )


def _line(number: int, order: Order, over: float | None, due: str, tell: Disclosure) -> Row:
    cells = (
        number,
        _door(order, tell),
        *who(order, tell),
        tell.text(order.items),
        order.merchant,
        order.status,
        moment(order.requested_at),
        moment(due),
        over,
        order.handler,
        tell.text(order.note),
    )
    return Row(cells, marks={} if over is None else {_STATE_OF_LATE: "bad", _OVER: "bad"})
