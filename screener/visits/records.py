"""What the store keeps of a visit, as plain JSON and back, and when a visit is deleted."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from screener.errors import Problem, StoreError, VisitNotFound
from screener.model.evaluation import Evaluation
from screener.model.visit import Visit, VisitState
from screener.store import StoredVisit
from screener.summary.pages import ClinicianSummary, PatientSummary

T = TypeVar("T")

# datetime stands before date, which it is a kind of
WRITERS: tuple[tuple[type, Callable[[Any], object]], ...] = (
    (Enum, lambda value: value.value),
    (datetime, datetime.isoformat),
    (date, date.isoformat),
    (Decimal, str),
    (frozenset, lambda value: [to_plain(member) for member in sorted(value)]),
    (tuple, lambda value: [to_plain(member) for member in value]),
    (list, lambda value: [to_plain(member) for member in value]),
    (Mapping, lambda value: {_word(key): to_plain(member) for key, member in value.items()}),
)
PLAIN = (str, int, float, bool, NoneType)


def to_json(value: object) -> bytes:
    """A value as JSON in UTF-8."""
    return json.dumps(to_plain(value), ensure_ascii=False, separators=(",", ":")).encode()


def from_json(kind: type[T], text: bytes) -> T:
    """The value of this type in JSON made by `to_json`."""
    return from_plain(kind, json.loads(text))


def to_plain(value: object) -> object:
    """A value made of dicts with words as keys, lists, words, numbers, booleans and None."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    for kind, writer in WRITERS:
        if isinstance(value, kind):
            return writer(value)
    if isinstance(value, PLAIN):
        return value
    raise TypeError(f"a {type(value).__name__} cannot be stored")


def from_plain(kind: type[T], plain: object) -> T:
    """The value of type ``kind`` that `to_plain` turned into ``plain``; raises `StoreError`."""
    try:
        made: T = _reader(kind)(plain)  # type: ignore[arg-type]  # types are hashable
    except (TypeError, ValueError, KeyError, ArithmeticError, AttributeError):
        raise StoreError(f"A stored {kind.__name__} has a shape that this version does not know.") from None
    return made


def _word(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError("only mappings from words can be stored")
    return key


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """How to read one type: the one table of them, for types with members and without."""
    origin, members = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _optional(members)
    if origin is tuple:
        return _tuple(members)
    if origin is frozenset:
        return lambda plain: frozenset(map(_reader(members[0]), plain))
    if origin is not None and issubclass(origin, Mapping):
        return lambda plain: {_word(key): _reader(members[1])(value) for key, value in plain.items()}
    if is_dataclass(kind):
        return _dataclass(kind)
    if kind in (date, datetime):
        return kind.fromisoformat  # type: ignore[no-any-return]
    if kind is object:
        return lambda plain: plain
    if issubclass(kind, Enum) or kind is Decimal:
        return kind  # type: ignore[no-any-return]
    return lambda plain: _exactly(kind, plain)


def _exactly(kind: type, plain: object) -> object:
    if type(plain) is not kind:
        raise TypeError
    return plain


def _optional(members: tuple[Any, ...]) -> Callable[[Any], Any]:
    (kind,) = (member for member in members if member is not NoneType)
    return lambda plain: None if plain is None else _reader(kind)(plain)


def _tuple(members: tuple[Any, ...]) -> Callable[[Any], Any]:
    if members[1:] == (Ellipsis,):
        return lambda plain: tuple(map(_reader(members[0]), plain))
    return lambda plain: tuple(_reader(kind)(value) for kind, value in zip(members, plain, strict=True))


def _dataclass(kind: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    known: dict[str, Field[Any]] = {field.name: field for field in fields(kind)}

    def read(plain: dict[str, Any]) -> Any:
        if plain.keys() - known.keys():
            raise KeyError
        return kind(
            **{name: _reader(hints[name])(plain[name]) for name in known if _there(known[name], plain)}
        )

    return read


def _there(field: Field[Any], plain: Mapping[str, object]) -> bool:
    if field.name in plain:
        return True
    if field.default is MISSING and field.default_factory is MISSING:
        raise KeyError
    return False


@dataclass(frozen=True, slots=True)
class Begun:
    """A fresh visit and the secret of its come-back link, which is told only now."""

    visit: Visit
    link: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Saved:
    """A visit after one screen was saved.

    ``problems`` are those of this screen; with any it does not count as passed. ``new_emergencies`` says
    that an emergency fires whose page is to be shown now.
    """

    visit: Visit
    problems: tuple[Problem, ...]
    new_emergencies: bool


@dataclass(frozen=True, slots=True)
class Outline:
    """The sealed part of a completed visit that a list needs."""

    gravest: str = ""
    points: int = 0


@dataclass(frozen=True, slots=True)
class Record:
    """The sealed part of a completed visit: what was found and what was printed, as it was.

    ``evaluation`` holds the hashes that it rests on, ``contacts`` the words for whom to call.
    """

    evaluation: Evaluation
    patient: PatientSummary
    clinician: ClinicianSummary
    contacts: Mapping[str, str] = field(hash=False)


def to_stored(visit: Visit) -> StoredVisit:
    """A fresh visit to add."""
    return StoredVisit(visit.header, state=to_json(visit.state), outline=to_json(Outline()))


def changed(stored: StoredVisit, visit: Visit, *, evaluation: Evaluation | None = None) -> StoredVisit:
    """What the store holds after the visit changed; without an evaluation its outline stays."""
    outline = stored.outline if evaluation is None else to_json(outline_of(evaluation))
    return replace(stored, header=visit.header, state=to_json(visit.state), outline=outline)


def to_visit(stored: StoredVisit) -> Visit:
    """The visit that the store holds."""
    return Visit(stored.header, from_json(VisitState, stored.state))


def with_state(visit: Visit, *, at: datetime, **changes: Any) -> Visit:
    """The visit with these changes of its state, saved at that moment."""
    return Visit(replace(visit.header, saved=at), replace(visit.state, **changes))


def outline_of(evaluation: Evaluation) -> Outline:
    """The gravest priority among the points shown, and their number."""
    points = evaluation.shown_points
    return Outline(gravest=points[0].priority.value if points else "", points=len(points))


KEPT = timedelta(days=7)
BETWEEN = timedelta(hours=1)
MOVED = timedelta(minutes=10)


def too_old(stored: StoredVisit, *, now: datetime) -> bool:
    """Whether a visit was not sent and is gone, whether or not it was deleted yet."""
    return stored.header.completed is None and stored.header.saved < now - KEPT


def alive(stored: StoredVisit, *, now: datetime) -> StoredVisit:
    """The same visit; raises `VisitNotFound` where it is too old, whether or not it was deleted yet."""
    if too_old(stored, now=now):
        raise VisitNotFound("This form was not used for seven days, so it is gone.")
    return stored


class Rounds:
    """Says when the next round of deleting is due.

    ``steady`` counts seconds and cannot be set, unlike the clock. Where both disagree, the clock was moved:
    forms that seem old may be fresh, so that the round is put off by an hour, time to set the clock right.
    """

    def __init__(self, steady: Callable[[], float]) -> None:
        self._steady = steady
        self._last: tuple[datetime, float] | None = None

    def due(self, now: datetime) -> bool:
        """Whether a round is due by the clock's time ``now``."""
        if self._last is None:
            return True
        told, counted = now - self._last[0], timedelta(seconds=self._steady() - self._last[1])
        if abs(told - counted) > MOVED:
            self.note(now)
            return False
        return told >= BETWEEN

    def note(self, now: datetime) -> None:
        """A round was made, or put off, at this time."""
        self._last = (now, self._steady())
