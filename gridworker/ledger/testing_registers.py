"""Registers of testing and of two points one line (domain.md §1, §2, §4)."""

from __future__ import annotations

from gridworker.ledger.catalogue import Register, in_order
from gridworker.ledger.fields import (
    CHOICE,
    DAY,
    ID_NUMBER,
    INTEGER,
    LINK,
    LONG_TEXT,
    MOMENT,
    NAME,
    OPEN_CHOICE,
    PHONE,
    TENTHS,
    TEXT,
    YES_NO,
    Field,
)  # fmt: skip
from gridworker.ledger.people_registers import ID_CARD, ID_TYPES

RESULTS = ("待出", "阴性", "阳性", "可疑", "无效")
SUPPLY_CATEGORIES = (
    "蔬菜包", "水果包", "肉蛋奶", "粮油调料", "婴幼儿用品", "卫生用品", "药品", "一退两抗药品", "就医协助", "其他",
)  # fmt: skip
EXEMPT, MISSED_REASON = "免检", "未检原因"
FIRST_TEST, RETEST = "初检", "复检"
TRACE_ROLES = ("同管", "同户", "同层")

SAMPLE = Register(
    "sample", "采样记录", label="sampled_at",
    check=in_order("sampled_at", "reported_at", "报告时间早于采样时间，请核对"),
    fields=(
        Field("resident", "居民", LINK, link="resident", required=True),
        Field("sampled_at", "采样时间", MOMENT, width=8, required=True, aliases=("采样日期", "采集时间", "采集日期", "采样时间点", "采样日", "采样登记时间")),
        Field("tube", "采样管编号", TEXT, width=8, aliases=(
            "样本条形码", "试管号", "试管编号", "采样管号", "样本编号", "条形码", "管号", "条码号", "样本条码", "混采编号", "混检编号", "管码", "采样管条码", "试管条码")),
        Field("place_in_tube", "管内序号", INTEGER, width=3),
        Field("site", "采样地点", TEXT, width=8, aliases=("采集地点", "采样点", "采样点名称")),
        Field("result", "结果", CHOICE, RESULTS, width=4, default="待出", aliases=("检测结果", "核酸结果", "核酸检测结果", "检测结论", "检验结果", "结果判定", "核酸结论")),
        Field("reported_at", "报告时间", MOMENT, width=8, aliases=(
            "检测时间", "检测结果填报时间", "出报告时间", "结果时间", "报告日期")),
        Field("lab", "检测机构", TEXT, width=8, aliases=("检测单位", "检验机构", "检测实验室")),
        Field("source", "来源", TEXT, width=5),
        Field("sampled_on", "采样当天", DAY, width=6),
    ),
    prepare=lambda row: row | {"sampled_on": (row["sampled_at"] or "")[:10] or None},
)  # fmt: skip

EXEMPTION = Register(
    "exemption", "免检与未检原因", label="reason",
    check=in_order("from_day", "to_day", "结束日期早于开始日期，请核对"),
    fields=(
        Field("resident", "居民", LINK, link="resident", required=True),
        Field("kind", "类别", CHOICE, (EXEMPT, MISSED_REASON), default=EXEMPT, required=True,
              hint="免检不计入应检；未检原因只说明为何没检"),
        Field("reason", "原因", OPEN_CHOICE, width=8, required=True),
        Field("from_day", "开始日期", DAY, required=True, aliases=("起始日期", "开始时间")),
        Field("to_day", "结束日期", DAY, aliases=("截止日期", "结束时间"), hint="留空为一直有效"),
        Field("note", "备注", LONG_TEXT),
    ),
)  # fmt: skip

ROUND = Register(
    "round", "检测轮次", label="name", check=in_order("from_day", "to_day", "结束日期早于开始日期，请核对"),
    fields=(
        Field("name", "轮次", TEXT, width=6, required=True),
        Field("from_day", "开始日期", DAY, required=True),
        Field("to_day", "结束日期", DAY, required=True),
        Field("whole", "全部范围", YES_NO, default=1, hint="否则只含所选小区、楼栋、单元"),
    ),
)  # fmt: skip

ROUND_PLACE = Register(
    "round_place", "轮次范围", label="place", internal=True, unique=(("round", "place"),),
    fields=(
        Field("round", "轮次", LINK, link="round", required=True),
        Field("place", "小区·楼栋·单元", LINK, link="place", required=True),
    ),
)  # fmt: skip

TUBE = Register(
    "tube", "采样管", label="number", unique=(("number",),),
    fields=(
        Field("number", "采样管编号", TEXT, width=8, required=True),
        Field("size", "混采人数", INTEGER, required=True, default=10, hint="一管最多几人"),
        Field("site", "采样地点", TEXT, width=8),
        Field("opened_at", "启用时间", MOMENT, required=True),
        Field("closed_at", "封管时间", MOMENT, hint="留空为还在使用"),
        Field("sampler", "采样人", TEXT),
        Field("sender", "送样人", TEXT),
        Field("receiver", "接收人", TEXT),
        Field("note", "备注", LONG_TEXT),
    ),
)  # fmt: skip

TUBE_RESULT = Register(
    "tube_result", "混管结果", label="result",
    fields=(
        Field("number", "采样管编号", TEXT, width=8, required=True),
        Field("kind", "检测", CHOICE, (FIRST_TEST, RETEST), required=True, default=FIRST_TEST),
        Field("result", "结果", CHOICE, RESULTS, required=True),
        Field("reported_at", "报告时间", MOMENT, required=True),
        Field("lab", "检测机构", TEXT, width=8),
    ),
)  # fmt: skip

TRACE = Register(
    "trace", "追阳记录", label="tube", check=in_order("opened_at", "closed_at", "结案时间早于立案时间，请核对"),
    fields=(
        Field("tube", "采样管编号", TEXT, width=8, required=True),
        Field("result", "结果", CHOICE, ("阳性", "可疑"), required=True),
        Field("opened_at", "立案时间", MOMENT, required=True),
        Field("closed_at", "结案时间", MOMENT),
        Field("note", "备注", LONG_TEXT),
    ),
)  # fmt: skip

TRACE_PERSON = Register(
    "trace_person", "追阳人员", label="role", unique=(("trace", "resident"),),
    fields=(
        Field("trace", "追阳记录", LINK, link="trace", required=True),
        Field("resident", "居民", LINK, link="resident", required=True),
        Field("role", "关系", CHOICE, TRACE_ROLES, required=True),
        Field("notified_at", "通知", MOMENT),
        Field("transferred_at", "转运", MOMENT),
        Field("cleared_at", "复核阴性", MOMENT),
        Field("excluded_at", "排除", MOMENT),
        Field("note", "备注", LONG_TEXT),
    ),
)  # fmt: skip

DECISION = Register(
    "decision", "比对结论", label="who", internal=True, unique=(("kind", "who"),),
    fields=(
        Field("kind", "用途", TEXT, required=True),
        Field("who", "对象", TEXT, required=True),
        Field("resident", "居民", LINK, link="resident"),
        Field("dismissed", "不处理", YES_NO, default=0),
    ),
)  # fmt: skip

CLOSED_LOOP = Register(
    "closed_loop", "两点一线人员", label="name", check=in_order("started", "ended", "结束日期早于开始日期，请核对"),
    fields=(
        Field("resident", "居民", LINK, link="resident", hint="住在别处、在本地上班的人可不选"),
        Field("name", "姓名", NAME, width=5, required=True, aliases=("人员姓名",)),
        Field("id_type", "证件类型", CHOICE, ID_TYPES, default=ID_CARD),
        Field("id_number", "证件号码", ID_NUMBER, width=11, aliases=("身份证号码", "身份证号", "身份证")),
        Field("phone", "手机号码", PHONE, width=7, aliases=("联系电话", "手机号", "电话")),
        Field("employer", "单位", TEXT, width=9, aliases=("工作单位", "单位名称", "工作单位名称")),
        Field("post", "岗位", TEXT, width=6, aliases=("职务", "工作岗位")),
        Field("sector", "类别", CHOICE, ("民生保障", "物资保供", "医疗", "环卫", "物业", "公安", "其他"), aliases=("行业类别",)),
        Field("home_point", "居住点", TEXT, width=9, aliases=("居住地址", "居住地", "现住址")),
        Field("work_point", "工作点", TEXT, width=9, aliases=("工作地址", "工作地点")),
        Field("commute", "通勤方式", CHOICE, ("点对点专车", "单位班车", "自驾", "步行"), aliases=("交通方式",)),
        Field("plate", "车牌号", TEXT, aliases=("车牌", "车牌号码")),
        Field("pass_number", "通行证号", TEXT, aliases=("通行证编号", "通行证")),
        Field("pass_expires", "有效期", DAY, aliases=("通行证有效期", "有效期至")),
        Field("started", "开始日期", DAY, aliases=("纳入日期",)),
        Field("ended", "结束日期", DAY, aliases=("退出日期",)),
        Field("pledge", "承诺书", YES_NO, default=0, aliases=("是否签订承诺书", "承诺书签订")),
        Field("contact", "单位联系人", TEXT, aliases=("联系人",)),
        Field("note", "备注", LONG_TEXT),
    ),
)  # fmt: skip

LEAVE = Register(
    "leave", "休假", label="from_day", check=in_order("from_day", "to_day", "结束日期早于开始日期，请核对"),
    fields=(
        Field("worker", "两点一线人员", LINK, link="closed_loop", required=True),
        Field("from_day", "开始日期", DAY, required=True),
        Field("to_day", "结束日期", DAY, hint="留空为尚未销假"),
        Field("note", "备注", LONG_TEXT),
    ),
)  # fmt: skip

TRIP = Register(
    "trip", "两点一线日志", label="day", unique=(("worker", "day"),),
    check=in_order("left_at", "back_at", "返回时间早于出发时间，请核对"),
    fields=(
        Field("worker", "两点一线人员", LINK, link="closed_loop", required=True),
        Field("day", "日期", DAY, required=True),
        Field("on_duty", "是否出勤", YES_NO, default=1),
        Field("left_at", "出发时间", MOMENT),
        Field("back_at", "返回时间", MOMENT),
        Field("temperature", "体温", TENTHS, hint="℃"),
        Field("deviation", "偏离情况", TEXT, width=8),
        Field("settled", "偏离处置", TEXT, width=8, hint="写明如何处置，写了即为已处置"),
        Field("tested", "凭据检测", YES_NO, hint="只用于台账里没有采样记录的外来人员"),
    ),
)  # fmt: skip
