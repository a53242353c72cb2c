"""Sections of 设置 that are forms over the ledger's settings: 单位信息, 检测规则, 通报文字."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import ClassVar

import ttkbootstrap as ttk

from gridworker.errors import GridworkerError
from gridworker.export.message import MESSAGES, fill_template
from gridworker.export.reports import REPORTS, ReportRequest
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Register
from gridworker.ledger.fields import CHOICE, DAY, LONG_TEXT, Field
from gridworker.ledger.policy import BY_REPORT, BY_SAMPLING
from gridworker.ui.form import Form
from gridworker.ui.screens.options_pane import Pane
from gridworker.ui.screens.options_rules import usable_cadences
from gridworker.ui.theme import GAP, SMALL, Styles
from gridworker.ui.wizard_pages import UNITS

_BLANK_HINT = "留空则恢复原来的文字"


class SettingsPane(Pane):
    """A form on the left, `help` in words on the right; all of it is saved as one undoable change."""

    fields: ClassVar[Sequence[Field]] = ()
    help: ClassVar[str] = ""
    shows = frozenset({"setting"})

    def build(self) -> None:
        self._shown: Sequence[Field] = ()
        self._form: Form | None = None
        foot = ttk.Frame(self)
        foot.pack(side="bottom", fill="x", pady=(GAP, 0))
        self.save_button = ttk.Button(foot, text="保存 Ctrl+S", bootstyle="primary", command=self.save)
        self.save_button.pack(side="left")
        ttk.Button(foot, text="还原", style=Styles.LINK, command=self.load).pack(side="left", padx=GAP)
        middle = self._middle = ttk.Frame(self)
        middle.pack(fill="both", expand=True)
        middle.columnconfigure(0, weight=3, uniform="half")
        middle.columnconfigure(1, weight=2, uniform="half")
        middle.rowconfigure(0, weight=1)
        self._help = ttk.Label(middle, text=self.help, justify="left", anchor="nw", font=SMALL)
        self._help.grid(row=0, column=1, sticky="nsew")
        self._help.bind("<Configure>", lambda event: self._help.configure(wraplength=event.width - GAP))

    def wanted_fields(self) -> Sequence[Field]:
        """The fields, with what the ledger gives them to choose from."""
        return self.fields

    def load(self) -> None:
        fields = self.wanted_fields()
        if fields != self._shown:
            self._shown = fields
            self._make_form()
        ledger = self.desk.ledger
        self.form.load({field.key: ledger.setting(field.key) or field.default for field in fields})
        self.show_help()

    def _make_form(self) -> None:
        if self._form is not None:
            self._form.destroy()
        rules = Register("setting", self.title, tuple(self._shown), label="", check=self.problems)
        self._form = Form(
            self._middle, self._shown, register=rules, on_change=self.show_help, on_save=self.save
        )
        self._form.grid(row=0, column=0, sticky="nsew", padx=(0, 3 * GAP))

    @property
    def form(self) -> Form:
        assert self._form is not None, "the section has not been shown yet"
        return self._form

    def show_help(self) -> None:
        """Bring the words on the right up to date."""

    def save(self) -> None:
        """Keep what stands in the form, or say beside the fields why not."""
        values = self.form.check()
        if values is None:
            return
        self.desk.act(f"修改{self.title}", lambda ledger: _keep(ledger, values), said=f"已保存{self.title}")

    def problems(self, values: Mapping[str, object]) -> dict[str, str]:
        """What is wrong beyond single fields."""
        return {}


def _keep(ledger: Ledger, values: Mapping[str, object]) -> None:
    for key, value in values.items():
        text = "" if value is None else str(value)
        if text != ledger.setting(key):
            ledger.set_setting(key, text or None)


class UnitsPane(SettingsPane):
    title = "单位信息"
    words = "印在每张报表的抬头上，也用来区分几个人的台账。"
    fields = UNITS
    help = (
        "报表的填报单位由街道、社区、网格连写而成。\n\n网格员的姓名记在每一处改动和每次上报里，换人时请改成新的姓名，"
        "以前的记录不变。"
    )


class RulesPane(SettingsPane):
    title = "检测规则"
    words = "规则改了以后，各个画面和报表立即按新规则算，过去的日子也可以重算。"
    shows = frozenset({"setting", "cadence"})
    fields = (
        Field("base_cadence", "基础频次", CHOICE, required=True, hint="没有更严规定的居民都按它"),
        Field("testing_since", "检测起始日", DAY, hint="留空则从台账里最早的采样日算起"),
        Field("proof_hours", "证明有效小时", CHOICE, ("24", "48", "72"), required=True, default="48"),
        Field(
            "proof_by", "证明起算", CHOICE, (BY_REPORT, BY_SAMPLING), required=True, default=BY_REPORT,
            hint="有效小时从阴性结果的哪个时间算起",
        ),
        Field("tube_size", "每管人数", CHOICE, ("1", "5", "10", "20"), required=True, default="10"),
    )  # fmt: skip
    help = (
        "●\u00a0谁按什么频次：本人单独设定的优先；没有单独设定的，在基础频次、重点行业、两点一线、"
        "所在小区楼栋的管控状态中取最严的一个。免检只有设在本人身上才算。\n"
        "●\u00a0应检：在一个周期里采样的天数还不够。例如三天一检，今天以前的两天里没有采样，今天就应检。\n"
        "●\u00a0检测起始日以前不算应检，也不算逾期。\n"
        "●\u00a0未检＝应检－已检，豁免另计；覆盖率＝已检÷应检。\n"
        "●\u00a0核酸证明：阴性结果的起算时间在有效小时以内。\n"
        "●\u00a0每管人数：一根采样管最多采几个人；混管阳性时，同管的人都要追查。"
    )

    def wanted_fields(self) -> Sequence[Field]:
        base, *others = self.fields
        return [replace(base, choices=tuple(usable_cadences(self.desk.ledger))), *others]


class MessagesPane(SettingsPane):
    title = "通报文字"
    words = "“复制文字”和文字格式的报表照这里的样子写；花括号里的名称换成当天的数字。"
    fields = tuple(
        Field(message.setting, REPORTS[name].title, LONG_TEXT, default=message.default, hint=_BLANK_HINT)
        for name, message in MESSAGES.items()
    )  # fmt: skip

    def problems(self, values: Mapping[str, object]) -> dict[str, str]:
        found = {}
        for key, sentences in self._filled(values).items():
            if isinstance(sentences, GridworkerError):
                found[key] = str(sentences)
        return found

    def show_help(self) -> None:
        """Show the texts as they would be today, and the names that may stand in braces."""
        raw = self.form.raw()
        filled = [str(text) for text in self._filled(raw).values()]
        names = "、".join(f"{{{name}}}" for name in self._values)
        self._help.configure(text="\n\n".join(["现在写出来是：", *filled, f"可用的名称：{names}"]))

    def load(self) -> None:
        request = ReportRequest(self.desk.day, datetime.now())
        self._values: dict[str, str] = {}
        for message in MESSAGES.values():
            self._values |= message.values(self.desk.ledger, request)
        super().load()

    def _filled(self, raw: Mapping[str, object]) -> dict[str, str | GridworkerError]:
        """The text by setting, or what is wrong with its template."""
        found: dict[str, str | GridworkerError] = {}
        for message in MESSAGES.values():
            try:
                template = str(raw.get(message.setting) or message.default)
                found[message.setting] = fill_template(template, self._values)
            except GridworkerError as problem:
                found[message.setting] = problem
        return found
