"""Chinese words for what the widget library and Tk themselves say."""

from __future__ import annotations

from ttkbootstrap.localization import MessageCatalog

LOCALE = "zh_cn"

MISSING = {
    # file dialog
    "Directory:": "文件夹：", "File name:": "文件名：", "Files of type:": "文件类型：",
    "Selection:": "所选：",
    "Name": "名称", "Size": "大小", "Modified": "修改时间", "Show hidden files": "显示隐藏文件",
    "Select Directory": "选择文件夹", "File already exists. Overwrite?": "文件已存在，要覆盖吗？",
    "Yes": "是", "No": "否", "Retry": "重试", "Previous": "上一个", "Letter ": "信纸",
    # calendar
    "Su": "日", "Mo": "一", "Tu": "二", "We": "三", "Th": "四", "Fr": "五", "Sa": "六",
    "January": "一月", "February": "二月", "March": "三月", "April": "四月", "May": "五月", "June": "六月",
    "July": "七月", "August": "八月", "September": "九月", "October": "十月", "November": "十一月",
    "December": "十二月",
    # tables
    "Align": "对齐", "Align left": "左对齐", "Align center": "居中", "Align right": "右对齐",
    "Clear filters": "清除筛选", "Columns": "列", "Delete column": "删除列",
    "Delete selected rows": "删除所选行", "Hide column": "隐藏列", "Hide select rows": "隐藏所选行",
    "Show only select rows": "只显示所选行", "Show All": "全部显示", "Reset table": "恢复原状",
    "Filter": "筛选", "Filter by cell's value": "按此单元格筛选", "Sort": "排序",
    "Sort Ascending": "升序", "Sort Descending": "降序", "Move": "移动", "Move up": "上移",
    "Move down": "下移", "Move to top": "移到最上", "Move to bottom": "移到最下",
    "Move to left": "左移", "Move to right": "右移", "Move to first": "移到最前",
    "Move to last": "移到最后", "Export": "导出", "Export all records": "导出全部",
    "Export current page": "导出本页", "Export current selection": "导出所选",
    "Export records in filter": "导出筛选结果", "Page": "页", "of": "共", "Search": "搜索",
    # colours and fonts
    "Advanced": "高级", "Standard": "标准", "Themed": "主题", "Current": "当前", "New": "新",
    "Hue": "色相", "Sat": "饱和度", "Lum": "亮度", "Red": "红", "Green": "绿", "Blue": "蓝", "Hex": "编码",
    "color dropper": "取色", "Color Chooser": "选择颜色", "Font Selector": "选择字体",
    "Family": "字体", "Weight": "粗细", "Slant": "倾斜", "normal": "常规", "bold": "粗体",
    "roman": "直立", "italic": "斜体", "underline": "下划线", "overstrike": "删除线",
    # checks
    "Number cannot be less than": "数字不能小于", "Select an item from the list": "请从列表中选择",
}  # fmt: skip
"""Entries that the library's own Chinese catalogue lacks, or words badly."""


def speak_chinese() -> None:
    """Switch the message catalogue of the open window to Chinese."""
    MessageCatalog.locale(LOCALE)
    MessageCatalog.set_many(LOCALE, *(word for pair in MISSING.items() for word in pair))
