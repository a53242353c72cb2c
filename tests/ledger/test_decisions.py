"""Decisions about rows of files from outside: kept without personal data, undoable, revocable."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gridworker.ledger.book import Ledger
from gridworker.ledger.decisions import Decision, decide, decisions, dismiss, fingerprint, revoke

FACTS = st.lists(st.text(max_size=12), max_size=4)
WHO = fingerprint("甲账", "张小三", "13800000001", "")


def person(ledger: Ledger, household: int) -> int:
    return ledger.create("resident", {"household": household, "name": "张小三"})


@given(FACTS, FACTS)
def test_a_fingerprint_is_the_same_only_for_the_same_facts(one: list[str], other: list[str]) -> None:
    same = fingerprint("甲账", *one) == fingerprint("甲账", *other)
    assert same == (one == other)


def test_no_two_ledgers_have_the_same_fingerprints() -> None:
    assert fingerprint("甲账", "张小三") != fingerprint("乙账", "张小三")


def test_nothing_of_the_person_can_be_read_in_what_is_kept(ledger: Ledger, household: int) -> None:
    decide(ledger, "results", WHO, person(ledger, household))
    (row,) = ledger.rows("decision")
    assert all(fact not in str(row) for fact in ("张小三", "13800000001"))


def test_the_last_decision_holds(ledger: Ledger, household: int) -> None:
    one, other = person(ledger, household), person(ledger, household)
    decide(ledger, "results", WHO, one)
    decide(ledger, "results", WHO, other)
    assert decisions(ledger, "results") == {WHO: Decision(other, False)}
    dismiss(ledger, "results", WHO)
    assert decisions(ledger, "results") == {WHO: Decision(None, True)}
    assert ledger.count("decision") == 1


def test_kinds_of_files_are_decided_apart(ledger: Ledger) -> None:
    dismiss(ledger, "results", WHO)
    assert decisions(ledger, "residents") == {}


def test_a_decision_can_be_revoked_and_undone(ledger: Ledger, household: int) -> None:
    resident = person(ledger, household)
    decide(ledger, "results", WHO, resident)
    assert revoke(ledger, "results", WHO)
    assert decisions(ledger, "results") == {}
    assert not revoke(ledger, "results", WHO)
    ledger.undo()
    assert decisions(ledger, "results") == {WHO: Decision(resident, False)}
    ledger.undo()
    assert decisions(ledger, "results") == {}


def test_a_decision_for_somebody_who_is_gone_is_none(ledger: Ledger, household: int) -> None:
    resident = person(ledger, household)
    decide(ledger, "results", WHO, resident)
    ledger.remove("resident", resident)
    assert decisions(ledger, "results") == {}
