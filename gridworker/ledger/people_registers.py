"""Registers of doors and people: places, households, residents (domain.md §1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gridworker.errors import ValueProblem
from gridworker.ledger.catalogue import Register, Row, in_order
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
    NAME,
    OPEN_CHOICE,
    PHONE,
    ROOM,
    TEXT,
    UNIT,
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


def _check_resident(row: Mapping[str, Any]) -> dict[str, str]:
    found = in_order("moved_in", "moved_out", "迁出日期早于迁入日期，请核对")(row)
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
            "门牌号", "房间号", "门牌", "户号", "室", "房屋号", "住址房号", "门号", "室号", "住房号", "门牌编号")),
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
            "居民姓名", "家庭成员", "成员姓名", "人员姓名", "家庭成员姓名", "被采样人", "受检人", "受检者姓名", "受检者", "受检人姓名", "被采样者", "被采样人姓名", "被检测人", "本人姓名")),
        Field("relation", "与户主关系", TEXT, width=5, aliases=("关系", "户主关系", "与户主的关系", "家庭关系", "成员关系", "家庭成员关系", "称谓")),
        Field("sex", "性别", CHOICE, ("男", "女"), width=3),
        Field("born", "出生日期", DAY, width=6, aliases=("出生年月", "出生年月日", "生日", "出生时间")),
        Field("id_type", "证件类型", CHOICE, ID_TYPES, width=6, default=ID_CARD, aliases=("证件种类", "证件名称")),
        Field("id_number", "证件号码", ID_NUMBER, width=11, aliases=(
            "身份证号码", "身份证号", "身份证", "证件号", "公民身份号码", "居民身份证号", "身份证件号码", "身份号码", "身份证件号", "证件编号", "有效证件号码", "身份证或护照号", "ID")),
        Field("phone", "手机号码", PHONE, width=7, aliases=(
            "联系电话", "手机号", "电话", "手机", "联系方式", "电话号码", "本人电话", "移动电话", "居民电话", "联系手机", "常用电话", "手机电话")),
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
