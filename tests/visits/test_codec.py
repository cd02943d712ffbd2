"""Stored values come back exactly as they were, or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from screener.errors import StoreError
from screener.model.evaluation import Basis, Evaluation, Outcome, Reason, ScoreResult, ScoreStatus, Verdict
from screener.model.response import MedicineRow, Recognition, State
from screener.model.rule import Page, Priority
from screener.visits.records import from_json, from_plain, to_json, to_plain


@dataclass(frozen=True, slots=True)
class Everything:
    words: str
    number: int
    truth: bool
    day: date
    time: datetime
    exact: Decimal
    state: State
    maybe: Decimal | None
    names: frozenset[str]
    pair: tuple[str, int]
    pairs: tuple[tuple[str, date], ...]
    inner: Mapping[str, Reason]
    anything: Mapping[str, object]
    more: tuple[str, ...] = ()
    late: str = field(default="as before")


FULL = Everything(
    words="naïve “quotes” \n 🙂",
    number=-3,
    truth=False,
    day=date(2026, 2, 28),
    time=datetime(2026, 2, 28, 23, 59, 59, 7, tzinfo=UTC),
    exact=Decimal("4.30"),
    state=State.NOT_SURE,
    maybe=None,
    names=frozenset({"b", "a"}),
    pair=("x", 1),
    pairs=(("y", date(2026, 1, 1)), ("z", date(2026, 1, 2))),
    inner={"two": Reason("q", "a", "l", medicine=True), "one": Reason("p", "b", "m")},
    anything={"med_list": ["Prozac", {"typed": "x", "taken_as": None}], "pain": 3, "sym": "yes"},
)


def test_a_value_of_every_kind_comes_back() -> None:
    assert from_json(Everything, to_json(FULL)) == FULL


def test_mappings_keep_their_order_and_sets_have_one() -> None:
    back = from_json(Everything, to_json(FULL))
    assert list(back.inner) == ["two", "one"]
    assert to_plain(FULL)["names"] == ["a", "b"]  # type: ignore[index]


def test_an_evaluation_comes_back() -> None:
    evaluation = Evaluation(
        basis=Basis(version="1", rulebook="r", vocabulary="v", engine="e", region="us", contacts="c"),
        outcomes=(
            Outcome(
                "one", "topic", Verdict.OPEN, Priority.URGENT, asks=("q",), names=frozenset({"ketamine"})
            ),
            Outcome(
                "two", "topic", Verdict.FIRES, Priority.EMERGENCY, page=Page("Call", "Now", "crisis", ("a",))
            ),
        ),
        scores={"peg": ScoreResult("peg", ScoreStatus.PARTIAL, Decimal("4.3"), Decimal(7), "", 1, "between")},
        states={"q": State.NOT_TICKED},
        medicines={"med_list": (MedicineRow("Prozac", 0, "Prozac", Recognition.RECOGNIZED),)},
        ask=(),
    )
    assert from_json(Evaluation, to_json(evaluation)) == evaluation


def test_a_field_with_a_default_may_be_missing() -> None:
    plain = to_plain(FULL)
    del plain["late"]  # type: ignore[attr-defined]
    assert from_plain(Everything, plain) == FULL


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("words", 3),
        ("number", "3"),
        ("number", True),
        ("truth", 1),
        ("day", "yesterday"),
        ("exact", "four"),
        ("state", "unheard of"),
        ("pair", ["x"]),
        ("pair", ["x", 1, 2]),
        ("more", None),
        ("inner", {"one": {"subject": "q"}}),
        ("inner", []),
        ("unknown", 1),
    ],
)
def test_another_shape_is_refused(name: str, value: object) -> None:
    with pytest.raises(StoreError, match="stored Everything has a shape"):
        from_plain(Everything, {**to_plain(FULL), name: value})  # type: ignore[dict-item]


def test_a_missing_field_is_refused() -> None:
    plain = to_plain(FULL)
    del plain["words"]  # type: ignore[attr-defined]
    with pytest.raises(StoreError):
        from_plain(Everything, plain)


@pytest.mark.parametrize("odd", [object(), {1: "x"}, {"a": b"bytes"}, [{"b"}]])
def test_what_is_no_plain_value_is_never_stored(odd: object) -> None:
    with pytest.raises(TypeError):
        to_json(odd)
