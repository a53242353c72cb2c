"""The catalogue: every register and its fields, each declared once (domain.md §1).

The order of fields is the order of forms, tables and exports. Adding a field is one line here and
one migration in schema.py; a test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gridworker.errors import ValueProblem
from gridworker.ledger.catalogue import Check, Register, Row
from gridworker.ledger.fields import (
    BUILDING,
    CHOICE,
    CHOICES,
    COMMUNITY,
    DAY,
    ID_NUMBER,
    INTEGER,
    LINK,
    LONG_TEXT,
    MOMENT,
    MONEY,
    NAME,
    OPEN_CHOICE,
    PHONE,
    ROOM,
    TENTHS,
    TEXT,
    UNIT,
    YES_NO,
    Field,
)  # fmt: skip
from gridworker.ledger.identity import id_facts, parse_id_number

ID_CARD = "居民身份证"
ID_TYPES = (
    ID_CARD, "护照", "港澳居民来往内地通行证", "台湾居民来往大陆通行证", "外国人永久居留身份证", "其他",
)  # fmt: skip
PRESENCES = ("在住", "暂离", "已迁出", "已转运", "已故")
HOUSINGS = ("自住", "租住", "空置", "集体宿舍", "商铺")
RESIDENCIES = ("常住", "流动", "人户分离")
CARE_KINDS = (
    "独居老人", "空巢老人", "80岁以上", "60岁以上未接种", "孕产妇", "婴幼儿", "血液透析", "肿瘤放化疗", "基础性疾病",
    "行动不便", "残疾人", "精神障碍", "困境儿童", "低保特困",
)  # fmt: skip
TRADES = (
    "医疗机构", "药店", "养老机构", "学校托幼", "商超零售", "农贸市场", "餐饮", "快递外卖", "物流仓储", "冷链口岸",
    "公共交通", "出租网约车", "物业保安", "环卫", "酒店宾馆", "公安", "社区工作者", "志愿者",
)  # fmt: skip
RESULTS = ("待出", "阴性", "阳性", "可疑", "无效")
SUPPLY_CATEGORIES = (
    "蔬菜包", "水果包", "肉蛋奶", "粮油调料", "婴幼儿用品", "卫生用品", "药品", "一退两抗药品", "就医协助", "其他",
)  # fmt: skip
SUPPLY_STATUSES = (
    "已登记", "已下单", "商家已发货", "已到接收点", "已到单元门", "已签收", "已取消", "无货", "超出配送范围", "已退款",
)  # fmt: skip
EXEMPT, MISSED_REASON = "免检", "未检原因"


def _in_order(earlier: str, later: str, text: str) -> Check:
    def check(row: Mapping[str, Any]) -> dict[str, str]:
        first, second = row.get(earlier), row.get(later)
        return {later: text} if first and second and second < first else {}

    return check


def _check_resident(row: Mapping[str, Any]) -> dict[str, str]:
    found = _in_order("moved_in", "moved_out", "迁出日期早于迁入日期，请核对")(row)
    number = row.get("id_number")
    if not number:
        return found
    try:
        parse_id_number(number, row.get("id_type") or ID_CARD)
    except ValueProblem as problem:
        return found | {"id_number": str(problem)}
    if (row.get("id_type") or ID_CARD) == ID_CARD:
        facts = id_facts(number)
        if row.get("sex") not in (None, facts.sex):
            found["sex"] = f"与证件号码不符，证件号码显示为{facts.sex}"
        if row.get("born") not in (None, facts.born.isoformat()):
            found["born"] = f"与证件号码不符，证件号码显示为 {facts.born.isoformat()}"
    return found


def _prepare_resident(row: Row) -> Row:
    """Sex and birth date follow from a valid ID number where they are unknown (domain.md §5)."""
    number = row.get("id_number")
    if number and (row.get("id_type") or ID_CARD) == ID_CARD and len(number) == 18:
        try:
            facts = id_facts(number)
        except (ValueProblem, ValueError):
            return row
        row["sex"] = row.get("sex") or facts.sex
        row["born"] = row.get("born") or facts.born.isoformat()
    return row


PLACE = Register(
    "place", "小区·楼栋·单元", label="building", unique=(("community", "building", "unit"),),
    fields=(
        Field("community", "小区", COMMUNITY, width=6, default="", aliases=(
            "小区名称", "所居住花园小区/城中村名称", "居住小区", "所在小区", "小区/院落", "花园小区")),
        Field("building", "楼栋", BUILDING, width=4, default="", aliases=(
            "楼号", "栋号", "楼栋号", "楼", "栋", "幢", "幢号", "楼座", "楼栋名称", "楼栋地址")),
        Field("unit", "单元", UNIT, width=4, default="", aliases=("单元号", "门洞", "门栋")),
        Field("floors", "层数", INTEGER, width=4, aliases=("楼层数",)),
        Field("grid", "网格", TEXT, width=6, aliases=("所属网格", "网格名称", "网格号")),
        Field("status", "管控状态", OPEN_CHOICE, width=6, dated_by="status_since"),
        Field("status_since", "管控状态起", DAY),
    ),
)  # fmt: skip

HOUSEHOLD = Register(
    "household", "住户", label="room", unique=(("place", "room"),),
    fields=(
        Field("place", "楼栋单元", LINK, link="place", required=True),
        Field("room", "房号", ROOM, width=5, default="", aliases=(
            "门牌号", "房间号", "门牌", "户号", "室", "房屋号", "住址房号", "门号")),
        Field("head", "户主", NAME, width=5, aliases=("户主姓名",)),
        Field("housing", "住房性质", CHOICE, HOUSINGS, width=5, aliases=("房屋性质", "居住性质", "房屋类型")),
        Field("phone", "住户电话", PHONE, width=7, aliases=("户主电话", "户主联系电话", "家庭电话", "户主手机")),
        Field("tags", "房屋标签", CHOICES, width=8),
        Field("note", "住户备注", LONG_TEXT, width=8),
    ),
)  # fmt: skip

RESIDENT = Register(
    "resident", "居民", label="name", check=_check_resident, prepare=_prepare_resident,
    fields=(
        Field("household", "住户", LINK, link="household", required=True),
        Field("name", "姓名", NAME, width=5, required=True, aliases=(
            "居民姓名", "家庭成员", "成员姓名", "人员姓名", "家庭成员姓名", "被采样人", "受检人", "受检者姓名")),
        Field("relation", "与户主关系", TEXT, width=5, aliases=("关系", "户主关系", "与户主的关系", "家庭关系")),
        Field("sex", "性别", CHOICE, ("男", "女"), width=3),
        Field("born", "出生日期", DAY, width=6, aliases=("出生年月", "出生年月日", "生日", "出生时间")),
        Field("id_type", "证件类型", CHOICE, ID_TYPES, width=6, default=ID_CARD, aliases=("证件种类", "证件名称")),
        Field("id_number", "证件号码", ID_NUMBER, width=11, aliases=(
            "身份证号码", "身份证号", "身份证", "证件号", "公民身份号码", "居民身份证号", "身份证件号码", "身份号码", "ID")),
        Field("phone", "手机号码", PHONE, width=7, aliases=(
            "联系电话", "手机号", "电话", "手机", "联系方式", "电话号码", "本人电话", "移动电话", "居民电话")),
        Field("phone2", "备用电话", PHONE, width=7, aliases=("其他电话", "备用联系电话", "固定电话", "座机")),
        Field("residency", "人员类型", CHOICE, RESIDENCIES, width=5, aliases=("人口类型", "人员类别", "人口性质", "户籍类型")),
        Field("presence", "在住状态", CHOICE, PRESENCES, width=5, default="在住", dated_by="presence_since",
              aliases=("居住状态", "人员状态", "是否在住")),
        Field("presence_since", "在住状态起", DAY, width=6),
        Field("employer", "工作单位", TEXT, width=9, aliases=("工作单位名称", "单位", "单位名称", "就业单位", "服务处所")),
        Field("trade", "行业", OPEN_CHOICE, TRADES, width=5, aliases=(
            "从业情况", "职业", "从事行业", "重点行业", "行业类别", "所属行业", "从业类型")),
        Field("cadence", "检测频次", OPEN_CHOICE, width=5, aliases=("核酸频次", "检测频率"), hint="留空则按规则"),
        Field("care", "重点人群", CHOICES, CARE_KINDS, width=7, aliases=("特殊人群", "重点人群类别", "人群标签")),
        Field("doses", "疫苗剂次", INTEGER, width=3, aliases=("接种剂次", "疫苗接种剂次", "接种针次")),
        Field("dosed_on", "末次接种日期", DAY, width=6, aliases=("最后接种日期", "末针日期")),
        Field("no_dose_reason", "未接种原因", TEXT, width=7, aliases=("未种原因",)),
        Field("registered_address", "户籍地址", TEXT, width=10, aliases=("户口所在地", "户籍所在地", "户籍地")),
        Field("moved_in", "迁入日期", DAY, width=6, aliases=("入住日期", "入住时间", "来本小区日期")),
        Field("moved_out", "迁出日期", DAY, width=6, aliases=("搬离日期", "迁出时间")),
        Field("note", "备注", LONG_TEXT, width=8, aliases=("说明", "备注说明", "其他情况")),
    ),
)  # fmt: skip

SAMPLE = Register(
    "sample", "采样记录", label="sampled_at",
    check=_in_order("sampled_at", "reported_at", "报告时间早于采样时间，请核对"),
    fields=(
        Field("resident", "居民", LINK, link="resident", required=True),
        Field("sampled_at", "采样时间", MOMENT, width=8, required=True, aliases=("采样日期", "采集时间", "采集日期", "采样时间点")),
        Field("tube", "采样管编号", TEXT, width=8, aliases=(
            "样本条形码", "试管号", "试管编号", "采样管号", "样本编号", "条形码", "管号", "条码号", "样本条码")),
        Field("place_in_tube", "管内序号", INTEGER, width=3),
        Field("site", "采样地点", TEXT, width=8, aliases=("采集地点", "采样点", "采样点名称")),
        Field("result", "结果", CHOICE, RESULTS, width=4, default="待出", aliases=("检测结果", "核酸结果", "核酸检测结果")),
        Field("reported_at", "报告时间", MOMENT, width=8, aliases=(
            "检测时间", "检测结果填报时间", "出报告时间", "结果时间", "报告日期")),
        Field("lab", "检测机构", TEXT, width=8, aliases=("检测单位", "检验机构", "检测实验室")),
        Field("source", "来源", TEXT, width=5),
        Field("sampled_on", "采样日期", DAY, width=6),
    ),
    prepare=lambda row: row | {"sampled_on": (row["sampled_at"] or "")[:10] or None},
)  # fmt: skip

EXEMPTION = Register(
    "exemption", "免检与未检原因", label="reason",
    check=_in_order("from_day", "to_day", "结束日期早于开始日期，请核对"),
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
    "round", "检测轮次", label="name", check=_in_order("from_day", "to_day", "结束日期早于开始日期，请核对"),
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

CLOSED_LOOP = Register(
    "closed_loop", "两点一线人员", label="name", check=_in_order("started", "ended", "结束日期早于开始日期，请核对"),
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
    "leave", "休假", label="from_day", check=_in_order("from_day", "to_day", "结束日期早于开始日期，请核对"),
    fields=(
        Field("worker", "两点一线人员", LINK, link="closed_loop", required=True),
        Field("from_day", "开始日期", DAY, required=True),
        Field("to_day", "结束日期", DAY, hint="留空为尚未销假"),
        Field("note", "备注", LONG_TEXT),
    ),
)  # fmt: skip

TRIP = Register(
    "trip", "两点一线日志", label="day", unique=(("worker", "day"),),
    check=_in_order("left_at", "back_at", "返回时间早于出发时间，请核对"),
    fields=(
        Field("worker", "两点一线人员", LINK, link="closed_loop", required=True),
        Field("day", "日期", DAY, required=True),
        Field("on_duty", "是否出勤", YES_NO, default=1),
        Field("left_at", "出发时间", MOMENT),
        Field("back_at", "返回时间", MOMENT),
        Field("temperature", "体温", TENTHS, hint="℃"),
        Field("deviation", "偏离情况", TEXT, width=8),
    ),
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

VISIT = Register(
    "visit", "入户走访", label="at",
    fields=(
        Field("household", "住户", LINK, link="household", required=True),
        Field("at", "走访时间", MOMENT, required=True, aliases=("走访日期", "时间")),
        Field("way", "方式", CHOICE, ("走访", "电话", "微信", "接待", "其他"), default="走访", aliases=("走访方式",)),
        Field("visitor", "走访人", TEXT, aliases=("网格员",)),
        Field("found", "走访详情", LONG_TEXT, width=12, aliases=("走访情况", "走访内容")),
        Field("next_on", "下次走访", DAY, aliases=("下次走访日期",)),
    ),
)  # fmt: skip

EXIT_PASS = Register(
    "exit_pass", "出入登记", label="purpose",
    check=_in_order("left_at", "back_at", "返回时间早于外出时间，请核对"),
    fields=(
        Field("resident", "居民", LINK, link="resident", required=True),
        Field("purpose", "事由", TEXT, required=True),
        Field("destination", "目的地", TEXT),
        Field("left_at", "外出时间", MOMENT),
        Field("expected_back", "预计返回", MOMENT),
        Field("back_at", "返回时间", MOMENT),
        Field("pass_number", "出入证号", TEXT),
    ),
)  # fmt: skip

ARRIVAL = Register(
    "arrival", "返晋来晋报备", label="name", check=_in_order("arrived_on", "until", "截止日期早于到达日期，请核对"),
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
    ),
)  # fmt: skip

CADENCE = Register(
    "cadence", "检测频次", label="name", unique=(("name",),),
    fields=(
        Field("name", "名称", TEXT, required=True),
        Field("times", "次数", INTEGER, required=True, hint="每个周期应检几天；免检为 0"),
        Field("days", "周期天数", INTEGER, required=True),
    ),
    check=lambda row: {} if 0 <= (row["times"] or 0) <= (row["days"] or 0) else {"times": "次数须在 0 到周期天数之间"},
)  # fmt: skip

TRADE = Register(
    "trade", "重点行业", label="name", unique=(("name",),),
    fields=(
        Field("name", "行业", TEXT, required=True),
        Field("cadence", "检测频次", OPEN_CHOICE, required=True, default="一天一检"),
    ),
)  # fmt: skip

MANAGED_STATUS = Register(
    "managed_status", "管控状态", label="name", unique=(("name",),),
    fields=(
        Field("name", "状态", TEXT, required=True),
        Field("cadence", "检测频次", OPEN_CHOICE, hint="留空则不改变频次"),
        Field("going_out", "外出规定", TEXT, width=12),
    ),
)  # fmt: skip

REASON = Register(
    "reason", "未检原因", label="name", unique=(("name",),),
    fields=(Field("name", "原因", TEXT, width=10, required=True),),
)  # fmt: skip

SETTING = Register(
    "setting", "设置", label="key", internal=True, unique=(("key",),),
    fields=(Field("key", "项目", TEXT, required=True), Field("value", "内容", LONG_TEXT)),
)  # fmt: skip

PAST = Register(
    "past", "历史状态", label="field", internal=True,
    fields=(
        Field("register", "登记表", TEXT, required=True),
        Field("row", "行", INTEGER, required=True),
        Field("field", "项目", TEXT, required=True),
        Field("value", "内容", TEXT),
        Field("since", "起始日期", DAY),
    ),
)  # fmt: skip

OWN_FIELD = Register(
    "own_field", "自定义字段", label="heading", internal=True, unique=(("register", "key"),),
    fields=(
        Field("register", "登记表", TEXT, required=True),
        Field("key", "代号", TEXT, required=True),
        Field("heading", "名称", TEXT, required=True),
        Field("kind", "类型", CHOICE, ("文字", "数字", "日期", "选项", "是否"), default="文字"),
        Field("choices", "可选项", CHOICES, hint="用顿号分开"),
    ),
)  # fmt: skip

HEADING = Register(
    "heading", "表头对应", label="heading", internal=True, unique=(("kind", "heading"),),
    fields=(
        Field("kind", "用途", TEXT, required=True),
        Field("heading", "表头", TEXT, required=True),
        Field("field", "字段", TEXT, hint="空为不导入"),
    ),
)  # fmt: skip

EXPORT = Register(
    "export", "上报记录", label="title", internal=True,
    fields=(
        Field("at", "时间", MOMENT, required=True),
        Field("report", "报表", TEXT, required=True),
        Field("title", "名称", TEXT, required=True),
        Field("on_day", "统计日期", DAY),
        Field("scope", "范围", TEXT),
        Field("file", "文件", TEXT, width=12),
        Field("sha256", "校验值", TEXT, width=12),
        Field("masked", "脱敏", YES_NO, default=1),
        Field("for_whom", "报给谁", TEXT),
        Field("why", "用途", TEXT),
        Field("person", "填表人", TEXT),
    ),
)  # fmt: skip

REGISTERS: dict[str, Register] = {
    register.key: register
    for register in (
        PLACE, HOUSEHOLD, RESIDENT, SAMPLE, EXEMPTION, ROUND, ROUND_PLACE, CLOSED_LOOP, LEAVE, TRIP,
        SUPPLY, SUPPLY_LINE, SUPPLY_STEP, BUNDLE, VISIT, EXIT_PASS, ARRIVAL, DUTY, VENUE,
        CADENCE, TRADE, MANAGED_STATUS, REASON, SETTING, PAST, OWN_FIELD, HEADING, EXPORT,
    )
}  # fmt: skip
"""Every register by its key, parents before children."""
