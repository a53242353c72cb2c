"""采样登记: one box that keeps the cursor for hours; every Enter puts somebody into the open tube."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from gridworker.errors import GridworkerError, RowProblems, ValueProblem
from gridworker.ledger.policy import load_policy
from gridworker.ledger.sampling import Candidate, NotSampled, Registered, SamplingDesk, candidates
from gridworker.ledger.scanning import is_card, scan_text
from gridworker.ledger.tubes import tubes
from gridworker.settings import save_settings
from gridworker.ui.desk import Touched
from gridworker.ui.discreet import discreet
from gridworker.ui.screens.desk_answer import WELCOME, Answer, Said, registered
from gridworker.ui.screens.desk_box import ScanBox
from gridworker.ui.screens.desk_newcomer import Newcomer
from gridworker.ui.screens.desk_progress import Pace, ProgressCard
from gridworker.ui.screens.desk_recent import Line, Recent, registered_lines, where
from gridworker.ui.screens.desk_tube import TubeActions, TubeBar
from gridworker.ui.screens.page import Page
from gridworker.ui.theme import GAP

REMEMBERED = "desk"  # in Settings.lists: where this computer stands, and how it numbers tubes
_TELL_AFTER = 400  # ms; other screens hear of a burst of registrations once
_PROGRESS_AFTER = 120  # ms; the name turns green first
_SEEN = 0.3  # s; a second Enter of the same scan does not force anything
_INPUTS = ("TEntry", "TCombobox", "Text")


class DeskPage(Page):
    """The box, the answer, the last ten and the day's progress."""

    def build(self) -> None:
        self.sampling: SamplingDesk | None = None
        self.pace = Pace()
        self.newcomer: Newcomer | None = None
        self._refused: tuple[int, float] | None = None
        self._untold: dict[str, set[int]] = defaultdict(set)
        self._telling = False
        self._timers: dict[str, str] = {}
        self.columnconfigure(0, weight=2, uniform="desk")
        self.columnconfigure(1, weight=1, uniform="desk")
        self.rowconfigure(3, weight=1)
        self._build_left()
        self.progress = ProgressCard(self)
        self.progress.grid(row=0, column=1, rowspan=4, sticky="nsew", padx=(GAP, 0))
        self._keep_keyboard()

    def _build_left(self) -> None:
        actions = TubeActions(self.new_tube, self.close_tube, self.undo, self._stand_at, self._count)
        self.tube = TubeBar(self, actions)
        self.box = ScanBox(
            self, find=self._find, on_take=self._sample, on_enter=self._entered, on_edit=self._edited
        )
        self.answer = Answer(self)
        self.recent = Recent(self)
        for row, part in enumerate((self.tube, self.box, self.answer, self.recent)):
            part.grid(row=row, column=0, sticky="nsew", pady=(GAP if row else 0, 0))
        self.box.entry.bind("<Control-z>", lambda event: _done(self.undo))
        self.box.entry.bind("<Escape>", lambda event: _done(self.put_away))

    # -- Page

    def load(self) -> None:
        ledger, day = self.desk.ledger, self.desk.day
        remembered = self._remembered()
        tubes_of_day = tubes(ledger, day)
        seen = [tube.site for tube in tubes_of_day if tube.site]
        site = str(remembered.get("site") or (seen[-1] if seen else ""))
        counting = bool(remembered.get("counting", True))
        if self.sampling is None or self.sampling.site != (site or None):
            self.sampling = SamplingDesk(ledger, site or None, day, counting=counting)
            self.sampling.resume(day)
        elif self.sampling.day != day:
            self.sampling.resume(day)
        known = dict.fromkeys([site, *remembered.get("sites", ()), *seen])
        self.tube.show_choices([each for each in known if each], site, counting)
        self.recent.show(registered_lines(ledger, tubes_of_day, self.sampling.site))
        self._show_tube()
        self._show_progress()

    def refresh(self, touched: Touched | None) -> None:
        if not self._telling:
            self.load()

    def enter(self) -> None:
        self.box.take_keyboard()

    def leave(self) -> None:
        self.box.close_list()
        self._close_newcomer()
        self._tell_now()

    def shown_keys(self) -> dict[str, Callable[[], object]]:
        return {
            "<F7>": self.new_tube, "<F8>": self.close_tube, "<F9>": self.force, "<F10>": self.add,
            "<F12>": self.undo,
        }  # fmt: skip

    # -- the box

    @property
    def _at_desk(self) -> SamplingDesk:
        if self.sampling is None:
            self.load()
        assert self.sampling is not None  # load makes it
        return self.sampling

    def _find(self, text: str) -> Sequence[Candidate]:
        if self._at_desk.is_tube_number(text):
            return ()
        return candidates(self.desk.ledger, text, self.desk.day)

    def _edited(self) -> None:
        self._refused = None

    def _entered(self, text: str) -> None:
        """A text without a list: again to force, a tube, or somebody."""
        if self._refused is not None:
            if time.monotonic() - self._refused[1] >= _SEEN:
                self.force()
        elif self._at_desk.is_tube_number(text):
            self._take_tube(text)
        else:
            found = self._find(text)
            if len(found) == 1:
                self._sample(found[0].resident)
            elif found:
                self.box.offer(found)
            else:
                self._nobody(text)

    def _nobody(self, text: str) -> None:
        keys = "F10 新增此人    Esc 清除"
        if not is_card(scan_text(text)):
            keys = "F10 新增此人    如果这是采样管编号，按 F7    Esc 清除"
        self._answer(Said("bad", "没有找到", discreet(text), "台账里没有这个人，没有登记。", keys))
        self.box.ready_to_replace()

    def _sample(self, resident: int, force: bool = False) -> None:
        try:
            done = self._at_desk.register(resident, self._now(), force)
        except NotSampled as refused:
            self._refuse(resident, refused)
        except GridworkerError as error:
            self._fail("没有保存", error)
        else:
            self._registered(done)

    def _registered(self, done: Registered, *also: str) -> None:
        """It is on disk: say so, and make ready for the next."""
        self.box.clear()
        ahead = f"下一管 {self._at_desk.number_ahead}。" if self._at_desk.counting else "请扫下一管。"
        self._answer(registered(done, ahead if done.closed else ""))
        self._list_last(done.sample, done.name, done.address, where(done.tube, done.place))
        self.pace.note(datetime.now())
        self._changed("sample", "tube", *also, sample=done.sample)

    def _refuse(self, resident: int, refused: NotSampled) -> None:
        keys = "Esc 清除"
        if refused.can_force:
            keys = "再按一次 Enter 或 F9 仍要登记    Esc 不登记"
        elif refused.why == "no_tube":
            keys = "扫新管的编号，或按 F7 用下一个编号，再刷一次"
        self._answer(Said("bad", refused.name or "没有登记", refused.address, str(refused), keys))
        self.box.ready_to_replace()
        if refused.can_force:
            self._refused = resident, time.monotonic()
        self._list_last(None, refused.name, refused.address, str(refused).split("，")[0])

    def _list_last(self, sample: int | None, name: str, address: str, words: str) -> None:
        self.recent.add(Line(sample, f"{datetime.now():%H:%M}", name, address, words))

    def _fail(self, headline: str, error: GridworkerError) -> None:
        self._answer(Said("bad", headline, words=str(error), keys="Esc 清除"))
        self.box.ready_to_replace()

    def _answer(self, said: Said) -> None:
        self._refused = None
        self.answer.show(said)

    # -- keys

    def force(self) -> None:
        """Sample the one just refused all the same."""
        if self._refused is not None:
            self._sample(self._refused[0], force=True)

    def put_away(self) -> None:
        """Close the list, empty the box, forget what was refused."""
        self.box.clear()
        self.box.close_list()
        if self.answer.said.tone != "good":
            self._answer(WELCOME)

    def undo(self) -> None:
        """Take back the last registration here, and say whose it was."""
        try:
            undone = self._at_desk.undo_last()
        except GridworkerError as error:
            self._fail("没有撤销", error)
            return
        self.box.clear()
        words = f"原在 {undone.tube} 管  第 {undone.place} 位，可以重新登记。"
        self._answer(Said("warn", f"已撤销 {undone.name}", undone.address, words))
        self.recent.take_back(undone.sample)
        self.pace.take_back()
        self._changed("sample", "tube", "resident", "household", "place", sample=undone.sample)

    def new_tube(self) -> None:
        """Take the tube whose number stands in the box, else the next by number."""
        self._take_tube(self.box.text or self._at_desk.number_ahead)

    def _take_tube(self, number: str) -> None:
        before = self._at_desk.open_tube
        try:
            tube = self._at_desk.scan_tube(number, self._now())
        except GridworkerError as error:
            self._fail("不能用这一管", error)
            return
        self.box.clear()
        closed = f"上一管 {before.number} 已封管（{before.count} 人）。" if before and before.count else ""
        same = before is not None and before.number == tube.number
        words = "就是现在这一管。" if same else f"{closed}请登记。"
        self._answer(Said("info", tube.number, "新采样管", words))
        self._changed("tube")

    def close_tube(self) -> None:
        """Close the open tube before it is full."""
        try:
            closed = self._at_desk.close_tube(self._now())
        except GridworkerError as error:
            self._fail("没有封管", error)
            return
        self._answer(Said("info", closed.number, f"已封管，里面有 {closed.count} 人"))
        self._changed("tube")

    def add(self) -> None:
        """Enter somebody who is not in the ledger."""
        self._close_newcomer()
        self.box.close_list()
        communities = {community for (community, _), _ in self._at_desk.progress.by_building()}
        register = self.desk.ledger.register("resident")
        self.newcomer = Newcomer(self, register, communities, self._save_newcomer, self._back_to_box)
        self.newcomer.grid(row=2, column=0, rowspan=2, sticky="nsew", pady=(GAP, 0))
        self.newcomer.begin(self.box.text)

    def _save_newcomer(self, name: str, id_number: str, phone: str, address: str) -> None:
        try:
            done = self._at_desk.add_in_place(name, id_number, phone, address, self._now())
        except (RowProblems, ValueProblem):
            raise  # the form shows them beside its fields
        except GridworkerError as error:
            self._back_to_box()
            self._fail("没有登记", error)
        else:
            self._back_to_box()
            self._registered(done, "resident", "household", "place")

    def _back_to_box(self) -> None:
        self._close_newcomer()
        self.box.take_keyboard()

    def _close_newcomer(self) -> None:
        if self.newcomer is not None:
            self.newcomer.destroy()
            self.newcomer = None

    # -- where and how

    def _remembered(self) -> dict[str, Any]:
        found = self.desk.settings.lists.get(REMEMBERED)
        return found if isinstance(found, dict) else {}

    def _remember(self, **values: Any) -> None:
        self.desk.settings.lists[REMEMBERED] = self._remembered() | values
        save_settings(self.desk.settings)

    def _stand_at(self, site: str) -> None:
        sites = dict.fromkeys([site, *self._remembered().get("sites", ())])
        self._remember(site=site, sites=[each for each in sites if each])
        self.load()
        self.box.take_keyboard()

    def _count(self, counting: bool) -> None:
        self._remember(counting=counting)
        self._at_desk.counting = counting
        self._show_tube()
        self.box.take_keyboard()

    def _now(self) -> str:
        """The present time on the working day."""
        return f"{self.desk.day} {datetime.now():%H:%M:%S}"

    # -- showing and telling

    def _show_tube(self) -> None:
        desk = self._at_desk
        tube = desk.open_tube
        ahead = desk.number_ahead if tube is None and desk.counting else ""
        self.tube.show_tube(tube, ahead, load_policy(self.desk.ledger).tube_size)
        self.tube.show_late("" if desk.day == date.today().isoformat() else desk.day)

    def _show_progress(self) -> None:
        self._timers.pop("progress", "")
        self.progress.show(self._at_desk.progress.by_building(), self.pace.per_hour(datetime.now()))

    def _changed(self, *registers: str, sample: int | None = None) -> None:
        """Show the tube now, the progress in a moment, and tell the others when there is a pause."""
        self._show_tube()
        for register in registers:
            self._untold[register].update(() if sample is None or register != "sample" else (sample,))
        self._later("progress", _PROGRESS_AFTER, self._show_progress)
        self._later("tell", _TELL_AFTER, self._tell_now, anew=True)

    def _later(self, name: str, wait: int, action: Callable[[], None], *, anew: bool = False) -> None:
        if anew and name in self._timers:
            self.after_cancel(self._timers.pop(name))
        if name not in self._timers:
            self._timers[name] = self.after(wait, action)

    def _tell_now(self) -> None:
        if timer := self._timers.pop("tell", ""):
            self.after_cancel(timer)
        if not self._untold:
            return
        touched, self._untold = dict(self._untold), defaultdict(set)
        self._telling = True
        try:
            self.desk.shell.refresh(touched)
        finally:
            self._telling = False

    # -- the keyboard

    def _keep_keyboard(self) -> None:
        self.box.entry.bind("<FocusOut>", lambda event: self.after_idle(self._regain), add="+")
        for widget in (self, self.answer, self.recent.rows, self.progress, self.tube):
            widget.bind("<ButtonRelease-1>", lambda event: self._regain(), add="+")

    def _regain(self) -> None:
        """Back to the box from whatever on this page takes no text."""
        focus = str(self.tk.call("focus"))
        if self.newcomer is not None or not self.winfo_viewable() or not focus.startswith(str(self)):
            return
        if focus == str(self) or self.tk.call("winfo", "class", focus) not in _INPUTS:
            self.box.take_keyboard()

    def destroy(self) -> None:
        for timer in self._timers.values():
            self.after_cancel(timer)
        super().destroy()


def _done(action: Callable[[], None]) -> str:
    action()
    return "break"
