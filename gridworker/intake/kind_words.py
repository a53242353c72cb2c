"""What hand-kept tables call the fields of an import besides their headings in the registers. Pure.

One target a line, `key: heading heading`; a key may come again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping


def named(text: str) -> Mapping[str, tuple[str, ...]]:
    """Read such lines to headings by target."""
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for line in text.strip().splitlines():
        key, _, words = line.partition(":")
        found[key] += tuple(words.split())
    return dict(found)


CLOSED_LOOP_WORDS = """
employer: 企业 所属企业 所在企业 公司名称 单位全称 所属单位 服务单位 所在单位 用工单位 就业单位
employer: 企业名称 保供单位 单位
post: 工种 从事岗位 工作岗位
sector: 人员类别 所属行业 行业 从事行业 行业类型
home_point: 居住点地址 住处 居住地点 住宿点 住宿地点 住宿地址 住所
work_point: 工作地 工作网点 网点地址 企业地址 公司地址 门店地址 店铺地址 工作点地址 单位地址
work_point: 工作场所 上班地点 上班地址 工作单位地址
commute: 交通工具 出行方式 上下班方式 通勤工具
pass_expires: 通行证有效期至 证件有效期 通行证到期日期 通行证到期时间 到期日期
started: 开始时间 纳入时间 上岗日期 起始日期 闭环开始日期 纳管日期 进入闭环时间 进入闭环日期
started: 开始 起始 开始闭环 进入闭环 闭环开始 闭环起始时间 闭环起始日期 闭环开始时间 上岗时间
started: 到岗日期 到岗时间 入住日期 入住时间 纳入闭环时间
ended: 结束时间 退出时间 解除日期 闭环结束日期 终止日期 退出闭环时间 退出闭环日期 闭环结束时间
ended: 结束 截止 解除闭环 退出闭环 结束闭环 闭环结束 闭环终止时间 闭环终止日期 离岗时间 解除时间
pledge: 承诺 是否承诺 是否签订承诺书 是否签承诺书 承诺书签订情况 是否签署承诺书 签订承诺书
contact: 单位负责人 单位联络人
"""
SUPPLY_WORDS = """
name: 需求人姓名 收货人 收件人 订购人 下单人 求助人 住户姓名 订货人 领取人
name: 购药人 购药人姓名 购买人 购买人姓名 收件人姓名 收货人姓名 业主姓名 业主 户主姓名
address: 收货地址 配送地址 送货地址 收件地址
channel: 需求来源 登记方式 反映渠道
requested_at: 购药时间 购药日期 购买时间 购买日期
requested_at: 时间戳 提交时间 填写时间 提交答卷时间 订单创建时间 创建时间 接龙时间 登记日期 需求日期
requested_at: 下单时间 下单日期 日期 提出时间 求助时间 订购日期 时间
promised_at: 承诺送达时间 预计送达 预计送达时间 要求送达时间
handler: 经办 处理人 负责人 跟进人
status: 办理状态 订单状态 配送状态 处理状态 当前状态 进度 是否送达 是否签收 办理情况
merchant: 供应商 商户 供货单位 商家名称 保供单位 超市
order_number: 订单编号 订单号码
item: 套餐 药品名称 药名 药品 物品名称 商品名称 商品 货品 物资 品种 套餐名称 需求品名
items: 需要什么 商品信息 商品明细 订购商品 购买商品 采购物品 物资名称及数量 物品名称及数量 所需物品及数量
category: 物资类别 物品类别 需求类别 需求类型 物资类型 分类
quantity: 份数 需求数量 订购数量 购买数量 采购数量 件数 需求份数 订购份数
supply_line.unit: 计量单位 规格单位
price: 单价 价格 单价元 售价
arrived: 已到 到货数量 已到份数
"""
ARRIVAL_WORDS = """
from_place: 从哪来 返回地 来源地区 来源城市 来自哪里 从何地来 何地返回 从哪里来 出发城市 始发地 来源
from_place: 返回前所在地 外地居住地 途经地
arrived_on: 来并日期 抵晋日期 返晋日期 返并日期 到并日期 到晋日期 抵达日期 抵达时间 返回时间 来晋时间
arrived_on: 返并时间 来并时间 抵晋时间 抵并时间 到并时间 到晋时间 返来并时间 返来晋时间
arrived_on: 返晋时间 到达太原日期 来返日期
transport: 方式 返回方式 来晋方式 抵并方式 乘坐车次 车次 航班 返程方式 出行方式 车次航班号 交通工具及车次
management: 措施 隔离方式 管理类型 管控方式 落实措施 采取措施 管理方式 防控措施 健康管理措施
until: 到期 管控截止时间 管控结束时间 管控到期时间 健康监测截止时间 隔离到期时间
until: 解除管控日期 解除时间 到期日期 管理截止日期 管控截止日期 健康监测截止日期
tests: 核酸要求 检测频次 核酸检测要求
tested_on: 已检测日期 核酸日期 检测日期
address: 来晋后居住地址 在并住址 抵并后住址 目的地址 返晋后住址 目的地
"""
VISIT_WORDS = """
name: 被访人 被访人姓名 走访对象 走访对象姓名 被走访人 被走访人姓名 住户姓名 受访人 慰问对象
at: 通话时间 访问时间 访问日期 探视时间 走访日期 走访时间 入户日期 入户时间 日期 联系日期 探访日期 探访时间
way: 走访形式 联系方式类别 走访类型 探访方式
visitor: 访问人 回访人 探视人 走访人员 走访人姓名 走访干部 入户人员 探访人 包联干部
found: 访问结果 访问情况 走访结果 通话内容 走访记录 详情 情况 情况说明 走访详细情况
found: 了解情况 反映问题 需求及问题 入户情况 备注
next_on: 下次走访时间 下次入户日期 下次探访日期
"""
