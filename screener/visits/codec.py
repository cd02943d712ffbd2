"""Frozen values to plain JSON values and back, by the types that their dataclasses declare.

A stored visit must come back exactly as it was: a field that is missing and has no default, or one that is
not known, is refused. So a new field of a stored shape needs a default.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from screener.errors import StoreError

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
