"""What can be imported: for each kind its registers, its headings, and what a table of it must have. Pure.

The fields come from the registers; only what no single field holds (a whole address in one cell,
是否暂离), what tables call them besides, and headings that are of no use to the ledger are named here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gridworker.intake.kind_words import ARRIVAL_WORDS, CLOSED_LOOP_WORDS, SUPPLY_WORDS, VISIT_WORDS, named

ITEM_COUNT = "count"
"""The target of columns that are an item each, their cells how many of it; any number of them."""


@dataclass(frozen=True)
class Target:
    """What a column can be: `key` names it in problems and remembered choices, `field` within its register.

    A special target has no register: it is read into fields of several. A `whole` one answers only to its
    whole headings: 数量 is a quantity, 蔬菜包数量 something else.
    """

    key: str
    heading: str
    register: str = ""
    field: str = ""
    aliases: tuple[str, ...] = ()
    whole: bool = False

    @property
    def personal(self) -> bool:
        """Whether it speaks of one person, not of a household."""
        return self.register == "resident" or self.key == "absent"


Registers = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class ImportKind:
    """One kind of import.

    `title` names what is imported, `registers` are those filled and which fields of each (none named: all),
    the main one first; `person` says which of its fields are the person's own. `aliases` are further
    headings by target. `anchors` are the targets of which a table must have one, `needed` says so.
    `own` are registers whose own fields of the worker are offered beside those named.
    `shared_doors`: rows of a household below each other may name the door once; `unnamed` says that such a
    row is another thing of the same person, not another person of the household; `carries_person` that it
    is read as if it named that person again.
    """

    title: str
    registers: Registers
    special: tuple[Target, ...]
    person: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    useless: str = ""
    whole: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ("name", "id_number")
    needed: str = "姓名"
    shared_doors: bool = True
    unnamed: bool = False
    carries_person: bool = False


ADDRESS = Target("address", "住址（一格写全）", aliases=(
    "家庭住址", "住址", "现住址", "房屋地址", "详细地址", "居住地址", "家庭地址", "门牌地址", "现居住地址",
    "居住地", "现居住地", "现住地址", "住宅地址", "居住详址", "家庭详细住址", "小区楼栋门牌", "地址",
))  # fmt: skip
DOOR = Target(
    "door", "单元和房号（如2-501）", aliases=("单元房号", "单元门牌", "单元-房号", "单元/房号", "单元室")
)
ABSENT = Target("absent", "是否暂离", aliases=("暂离", "是否外出", "是否离并", "是否离开"))
TESTED_AT = Target("tested_at", "检测时间", aliases=("检测日期", "检验时间", "实验室检测时间"))
LEAVE_FROM = Target("leave_from", "休假开始", "leave", "from_day", (
    "休假开始日期", "休假开始时间", "休假起", "请假开始", "请假开始日期", "请假开始时间", "休假日期",
    "请假日期", "离岗日期", "休假起始日期",
))  # fmt: skip
LEAVE_TO = Target("leave_to", "休假结束", "leave", "to_day", (
    "休假结束日期", "休假结束时间", "休假止", "请假结束", "请假结束日期", "请假结束时间", "返岗日期",
    "销假日期", "休假截止日期",
))  # fmt: skip
ITEMS = Target("items", "所需物资（一格）", whole=True, aliases=(
    "所需物资", "需要物资", "需要的物资", "需要物品", "购物清单",
    "需求内容", "物资需求", "需求物资", "采购内容", "所需物品", "需求物品", "物品清单",
    "物资清单", "需求清单", "购买内容", "采购清单", "订购内容", "订单内容", "需求", "需求明细",
    "所需生活物资", "生活物资需求", "接龙内容", "其他需求", "其它需求", "其他物资", "其它物资", "其他物品",
    "其它物品", "其他需求物资", "特殊需求",
))  # fmt: skip
COUNT = Target(ITEM_COUNT, "一列一种物品", whole=True)
STEP_AT = Target("step_at", "状态时间", "supply_step", "at", (
    "签收时间", "签收日期", "送达时间", "送达日期", "实际送达时间", "配送时间", "完成时间", "办结时间",
    "领取时间", "退款时间",
))  # fmt: skip

_DOOR = ("community", "building", "unit", "grid", "floors", "status")
_PERSON: Registers = (("resident", ("name", "id_type", "id_number", "phone")),)
_HOME: Registers = (("household", ("room",)), ("place", _DOOR[:3]))
_HOME_AND_HEAD: Registers = (("household", ("room", "head")), ("place", _DOOR[:3]))
_SAME = {key: key for key in ("name", "id_type", "id_number", "phone")}
_DOORS = ("room", "door", "address")

# What a laboratory's platform writes about people whom the ledger knows better, and about its own work.
_USELESS_IN_RESULTS = """
性别 出生日期 出生年月 年龄段 人员类型 人员类别 职业类型 工作单位 工作单位名称 单位名称 户籍地址
户籍所在地 送检单位 送检机构 送检时间 送检人 采样方式 采样类型 采样批次 采样状态 采样任务 采样点编号
采样登记时间 检测状态 检测项目 检测类别 检测次数 检测试剂 试剂名称 检测人 检测人员 检验人 检验人员
接收时间 样本状态 标本状态 样本来源 审核时间 审核状态 上报时间 报告编号 任务名称 项目名称 是否混检
混检比例 登记方式 备注
"""
_KNOWN_BETTER = "性别 出生日期 出生年月 户籍地址 户籍所在地 户籍地"
_USELESS_IN_SUPPLIES = f"""
{_KNOWN_BETTER} 合计 小计 总计 共计 总数 总量 总份数 数量合计 合计数量 合计份数 总金额 金额 合计金额
应付 应付金额 实付金额 已付金额 小计金额 总价 层数 楼层 常住人数 户数 签字 签名 签收人 收货人签字
领取人签字 住户签字
"""

KINDS: Mapping[str, ImportKind] = {
    "residents": ImportKind(
        "居民",
        (
            ("resident", ()),
            ("household", ("room", "head", "housing", "phone", "tags", "note")),
            ("place", _DOOR),
        ),
        (ADDRESS, DOOR, ABSENT),
        own=("household", "place"),
    ),
    "results": ImportKind(
        "检测结果",
        (
            ("sample", ("sampled_at", "tube", "place_in_tube", "site", "result", "reported_at", "lab")),
            *_PERSON,
            *_HOME,
        ),
        (ADDRESS, DOOR, TESTED_AT),
        useless=_USELESS_IN_RESULTS,
        own=("sample",),
    ),
    "closed-loop": ImportKind(
        "两点一线人员",
        (("closed_loop", ()), *_HOME),
        (ADDRESS, DOOR, LEAVE_FROM, LEAVE_TO),
        person=_SAME,
        aliases=named(CLOSED_LOOP_WORDS),
        useless=_KNOWN_BETTER,
        shared_doors=False,
    ),
    "supplies": ImportKind(
        "物资需求",
        (
            ("supply", ("requester", "id_number", "phone", "channel", "requested_at", "urgency", "merchant",
                        "order_number", "promised_at", "handler", "status", "note")),
            ("resident", ("id_type",)),
            *_HOME_AND_HEAD,
            ("supply_line", ("item", "category", "quantity", "unit", "price", "arrived")),
        ),
        (ADDRESS, DOOR, ITEMS, COUNT, STEP_AT),
        person={"requester": "name", "id_number": "id_number", "phone": "phone"},
        aliases=named(SUPPLY_WORDS),
        useless=_USELESS_IN_SUPPLIES,
        whole=("item", "quantity", "category", "supply_line.unit", "price", "arrived"),
        own=("supply", "supply_line"),
        anchors=("name", "id_number", *_DOORS),
        needed="姓名或房号",
        unnamed=True,
    ),
    "arrivals": ImportKind(
        "返晋来晋",
        (("arrival", ()), *_HOME),
        (ADDRESS, DOOR),
        person=_SAME,
        aliases=named(ARRIVAL_WORDS),
        useless=_KNOWN_BETTER,
        shared_doors=False,
    ),
    "visits": ImportKind(
        "走访记录",
        (("visit", ()), *_PERSON, *_HOME_AND_HEAD),
        (ADDRESS, DOOR),
        aliases=named(VISIT_WORDS),
        useless=f"{_KNOWN_BETTER} 重点人群 重点人群类别 人群类别",
        anchors=("name", "id_number", *_DOORS),
        needed="姓名或房号",
        unnamed=True,
        carries_person=True,
    ),
}  # fmt: skip
