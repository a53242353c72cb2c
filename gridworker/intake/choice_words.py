"""Other words for choices, by the field's key; words within a choice, or around it, need no entry. Pure.

One choice a line, `choice: word word`; a choice may come again.
"""

from __future__ import annotations

from collections.abc import Mapping

from gridworker.intake.kind_words import named

_TEXTS = {
    "id_type": """
港澳居民来往内地通行证: 港澳通行证 回乡证
台湾居民来往大陆通行证: 台胞证 台湾通行证
护照: 外国护照 普通护照
外国人永久居留身份证: 永久居留证
居民身份证: 身份证 二代身份证 户口簿
""",
    "presence": """
在住: 是 居住 常住 在家 正常
暂离: 外出 离并 暂时离开
已迁出: 迁出 搬走 搬离
已转运: 转运
已故: 死亡 去世
""",
    "housing": """
租住: 出租 租房 租赁 租户
自住: 自有 自购
空置: 空房 空户 闲置
集体宿舍: 宿舍
商铺: 门面 底商
""",
    "residency": """
常住: 户籍人口 户在人在
人户分离: 人在户不在
流动: 暂住 外来
""",
    "pledge": """
是: 已签 已签订 签订 已签署 有 已签承诺书 已承诺 已提交
否: 未签 未签订 没签 未签署 无 未签承诺书 未承诺 未提交
""",
    "sector": """
民生保障: 商超 超市 市场
物资保供: 保供 物流 快递
医疗: 医护 医院 药店
环卫: 保洁 环卫工
物业: 保安
公安: 民警
""",
    "commute": """
单位班车: 班车
自驾: 私家车 开车
点对点专车: 专车
""",
    "way": """
走访: 入户 上门 入户走访 实地
电话: 电话走访 电话联系
微信: 微信走访 微信联系
接待: 来访
其他: 其它
""",
    "channel": """
微信接龙: 微信群 群接龙
上门: 入户
电话: 热线 来电
""",
    "urgency": """
一般: 普通 正常 不急 不紧急
急: 紧急 加急
特急: 非常急
""",
    "status": """
已签收: 已送达 已领取 已收货 已完成 完成 已办结 是 已送到
已登记: 未送达 未签收 否 待处理 未处理 待下单 待采购
已下单: 已采购 采购中 待发货 已付款
商家已发货: 已发货 配送中 运输中 待收货
已到接收点: 已到门岗
已到单元门: 已到单元
无货: 缺货
超出配送范围: 不在配送范围
已退款: 退款
已取消: 取消 已关闭 交易关闭
""",
}


def _by_word(text: str) -> Mapping[str, str]:
    return {word: choice for choice, words in named(text).items() for word in words}


CHOICE_WORDS = {key: _by_word(text) for key, text in _TEXTS.items()}
