"""Registers of supplies, visits, coming and going, duty and venues (domain.md §1, §3)."""

from __future__ import annotations

from gridworker.ledger.catalogue import Register, in_order
from gridworker.ledger.fields import (
    CHOICE,
    DAY,
    DAYS,
    ID_NUMBER,
    INTEGER,
    LINK,
    LONG_TEXT,
    MOMENT,
    MONEY,
    NAME,
    PHONE,
    TEXT,
    YES_NO,
    Field,
)  # fmt: skip
from gridworker.ledger.people_registers import ID_CARD, ID_TYPES

SUPPLY_CATEGORIES = (
    "蔬菜包", "水果包", "肉蛋奶", "粮油调料", "婴幼儿用品", "卫生用品", "药品", "一退两抗药品", "就医协助", "其他",
)  # fmt: skip
SUPPLY_STATUSES = (
    "已登记", "已下单", "商家已发货", "已到接收点", "已到单元门", "已签收", "已取消", "无货", "超出配送范围", "已退款",
)  # fmt: skip

SUPPLY = Register(
    "supply", "物资需求", label="requester",
    fields=(
        Field("household", "住户", LINK, link="household", required=True),
        Field("requester", "需求人", NAME, width=5, aliases=("姓名", "申请人", "联系人")),
        Field("id_number", "需求人证件号码", ID_NUMBER, width=11, hint="一退两抗药品必填"),
        Field("phone", "联系电话", PHONE, width=7, aliases=("电话", "手机号码")),
        Field("channel", "来源", CHOICE, ("电话", "微信接龙", "上门", "其他"), default="电话"),
        Field("requested_at", "登记时间", MOMENT, width=8, required=True, aliases=("需求时间",)),
        Field("urgency", "紧急程度", CHOICE, ("一般", "急", "特急"), default="一般"),
        Field("merchant", "商家", TEXT, aliases=("供货商家",)),
        Field("order_number", "订单号", TEXT),
        Field("promised_at", "承诺送达", MOMENT),
        Field("handler", "经办人", TEXT),
        Field("status", "状态", CHOICE, SUPPLY_STATUSES, default="已登记"),
        Field("chain", "接龙", TEXT),
        Field("chain_line", "接龙序号", INTEGER),
        Field("source", "原始内容", LONG_TEXT),
        Field("note", "备注", LONG_TEXT),
    ),
)  # fmt: skip

SUPPLY_LINE = Register(
    "supply_line", "需求明细", label="item",
    fields=(
        Field("supply", "物资需求", LINK, link="supply", required=True),
        Field("item", "物品", TEXT, required=True, aliases=("物资名称", "品名")),
        Field("category", "类别", CHOICE, SUPPLY_CATEGORIES, default="其他"),
        Field("quantity", "数量", INTEGER, required=True, default=1),
        Field("unit", "单位", TEXT, default="份"),
        Field("price", "单价（元）", MONEY),
        Field("arrived", "已到数量", INTEGER, hint="分批到货时，已经到了几份"),
    ),
    check=lambda row: (
        {"quantity": "数量须大于零"} if (row["quantity"] or 0) < 1
        else {"arrived": "已到数量不能超过数量"} if (row["arrived"] or 0) > row["quantity"] else {}
    ),
)  # fmt: skip

SUPPLY_STEP = Register(
    "supply_step", "物资流转", label="status",
    fields=(
        Field("supply", "物资需求", LINK, link="supply", required=True),
        Field("status", "状态", CHOICE, SUPPLY_STATUSES, required=True),
        Field("at", "时间", MOMENT, required=True),
        Field("person", "经办人", TEXT),
        Field("note", "备注", LONG_TEXT),
    ),
)  # fmt: skip

BUNDLE = Register(
    "bundle", "套餐", label="name",
    fields=(
        Field("name", "名称", TEXT, required=True),
        Field("category", "类别", CHOICE, SUPPLY_CATEGORIES, default="蔬菜包"),
        Field("contents", "内容", LONG_TEXT),
        Field("merchant", "商家", TEXT),
        Field("price", "单价（元）", MONEY),
        Field("unit", "单位", TEXT, default="份"),
    ),
)  # fmt: skip

MERCHANT = Register(
    "merchant", "商家", label="name", unique=(("name",),),
    fields=(
        Field("name", "商家", TEXT, width=8, required=True),
        Field("contact", "联系人", TEXT, width=5),
        Field("phone", "联系电话", PHONE, width=7),
        Field("note", "备注", LONG_TEXT, width=8),
    ),
)  # fmt: skip

CARE_RHYTHM = Register(
    "care_rhythm", "走访频次", label="name", unique=(("name",),),
    fields=(
        Field("name", "重点人群", TEXT, required=True),
        Field("days", "几天走访一次", INTEGER, required=True, width=6),
    ),
    check=lambda row: {} if (row["days"] or 0) > 0 else {"days": "天数须大于零"},
)  # fmt: skip

VISIT = Register(
    "visit", "入户走访", label="at",
    fields=(
        Field("household", "住户", LINK, link="household", required=True),
        Field("resident", "走访对象", LINK, link="resident", hint="可不选，即走访全户"),
        Field("at", "走访时间", MOMENT, required=True, aliases=("走访日期", "时间")),
        Field("way", "方式", CHOICE, ("走访", "电话", "微信", "接待", "其他"), default="走访", aliases=("走访方式",)),
        Field("visitor", "走访人", TEXT, aliases=("网格员",)),
        Field("found", "走访详情", LONG_TEXT, width=12, aliases=("走访情况", "走访内容")),
        Field("next_on", "下次走访", DAY, aliases=("下次走访日期",)),
    ),
)  # fmt: skip

EXIT_PASS = Register(
    "exit_pass", "出入登记", label="purpose",
    check=in_order("left_at", "back_at", "返回时间早于外出时间，请核对"),
    fields=(
        Field("resident", "居民", LINK, link="resident", required=True),
        Field("purpose", "事由", TEXT, required=True),
        Field("destination", "目的地", TEXT),
        Field("left_at", "外出时间", MOMENT),
        Field("expected_back", "预计返回", MOMENT),
        Field("back_at", "返回时间", MOMENT),
        Field("pass_number", "出入证号", TEXT),
        Field("pass_expires", "出入证有效期", DAY),
    ),
)  # fmt: skip

ARRIVAL = Register(
    "arrival", "返晋来晋报备", label="name", check=in_order("arrived_on", "until", "截止日期早于到达日期，请核对"),
    fields=(
        Field("resident", "居民", LINK, link="resident"),
        Field("name", "姓名", NAME, width=5, required=True),
        Field("id_type", "证件类型", CHOICE, ID_TYPES, default=ID_CARD),
        Field("id_number", "证件号码", ID_NUMBER, width=11, aliases=("身份证号码", "身份证号", "身份证")),
        Field("phone", "手机号码", PHONE, width=7, aliases=("联系电话", "手机号", "电话")),
        Field("from_place", "来自", TEXT, aliases=("来源地", "出发地", "来自何地", "来晋前所在地")),
        Field("arrived_on", "到达日期", DAY, aliases=("抵并日期", "返回日期", "来晋日期", "到达时间")),
        Field("transport", "交通方式", TEXT, aliases=("乘坐交通工具", "交通工具", "车次航班")),
        Field("management", "管理措施", TEXT, aliases=("管控措施",)),
        Field("until", "截止日期", DAY, aliases=("解除日期",)),
        Field("tests", "检测要求", TEXT, hint="如三天三检；留空则按台账里的频次"),
        Field("tested_on", "已检日期", DAYS, width=8, hint="只用于台账里没有采样记录的人，如 2022-11-28、2022-11-29"),
        Field("note", "备注", LONG_TEXT),
    ),
)  # fmt: skip

DUTY = Register(
    "duty", "值班值守", label="day",
    fields=(
        Field("day", "日期", DAY, required=True),
        Field("shift", "班次", TEXT),
        Field("post", "卡口", TEXT, aliases=("岗位",)),
        Field("person", "值班人", TEXT, required=True, aliases=("姓名",)),
        Field("phone", "联系电话", PHONE, aliases=("电话",)),
    ),
)  # fmt: skip

DUTY_PERSON = Register(
    "duty_person", "值班人员", label="name", unique=(("name",),),
    fields=(
        Field("name", "姓名", TEXT, width=5, required=True),
        Field("phone", "联系电话", PHONE, width=7),
    ),
)  # fmt: skip

DUTY_SHIFT = Register(
    "duty_shift", "值班班次", label="name", unique=(("name",),),
    fields=(
        Field("name", "班次", TEXT, width=5, required=True),
        Field("hours", "时间", TEXT, width=7, hint="如 08:00-20:00"),
    ),
)  # fmt: skip

DUTY_POST = Register(
    "duty_post", "值班卡口", label="name", unique=(("name",),),
    fields=(
        Field("name", "卡口", TEXT, width=8, required=True),
        Field("people", "每班人数", INTEGER, default=1, width=4),
    ),
    check=lambda row: {} if (row["people"] or 0) > 0 else {"people": "人数须大于零"},
)  # fmt: skip

VENUE = Register(
    "venue", "场所巡查", label="venue",
    fields=(
        Field("venue", "场所", TEXT, width=9, required=True, aliases=("场所名称",)),
        Field("at", "巡查时间", MOMENT, required=True, aliases=("巡查日期",)),
        Field("temperature_taken", "测温", YES_NO),
        Field("code_scanned", "扫码", YES_NO),
        Field("proof_checked", "查证", YES_NO),
        Field("masks_worn", "戴口罩", YES_NO),
        Field("aired", "通风消毒", TEXT),
        Field("remedy", "整改", TEXT),
        Field("remedied_on", "整改完成日期", DAY),
    ),
)  # fmt: skip
