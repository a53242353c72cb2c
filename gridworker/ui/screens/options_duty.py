"""Sections of 设置 that the duty roster is made from: 值班人员, 值班班次, 值班卡口."""

from __future__ import annotations

from gridworker.ui.screens.options_rows import RowsPane


class DutyPeoplePane(RowsPane):
    title = "值班人员"
    words = "自动排班按这里的次序轮流；打名字时用首字母就能找到他们。"
    table = "duty_person"
    shows = frozenset({"duty_person"})


class DutyShiftsPane(RowsPane):
    title = "值班班次"
    words = "时间写成 08:00-20:00；结束早于开始的，到第二天结束。没有时间的班次看不出连班和重叠。"
    table = "duty_shift"
    shows = frozenset({"duty_shift"})


class DutyPostsPane(RowsPane):
    title = "值班卡口"
    words = "每个班次在每个卡口要几个人；少于这个人数的就是空岗。"
    table = "duty_post"
    shows = frozenset({"duty_post"})
