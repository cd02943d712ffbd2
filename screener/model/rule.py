"""Rules: what leads to a talking point, and the words of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from screener.model.condition import Condition, FormWord, Selector


class Priority(StrEnum):
    """How soon a talking point matters, gravest first."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    DISCUSS = "discuss"
    INFORMATION = "information"

    @property
    def gravity(self) -> int:
        """Larger is graver: 3 emergency, 2 urgent, 1 discuss, 0 information."""
        return GRAVITY[self]


GRAVITY = {priority: gravity for gravity, priority in enumerate(reversed(Priority))}


@dataclass(frozen=True, slots=True)
class Page:
    """The full page of an emergency: heading, one instruction, one number to tap, a few lines.

    ``number`` is a name in the region's numbers.
    """

    heading: str
    do: str
    number: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """Words that take the place of a rule's own; what is None stays as it was."""

    patient: str | None = None
    clinician: str | None = None
    page: Page | None = None


@dataclass(frozen=True, slots=True)
class Variant:
    """Other words for a rule while ``when`` surely holds."""

    when: Condition
    wording: Wording


@dataclass(frozen=True, slots=True)
class BindMedicines:
    """A slot bound to the medicines of a set that a selector matches."""

    set: str
    selector: Selector


@dataclass(frozen=True, slots=True)
class BindTicked:
    """A slot bound to those of these questions that were answered yes."""

    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BindForm:
    """A slot bound to what is in a state of the form: questions, or unrecognized names of a set."""

    word: FormWord
    subjects: tuple[str, ...]


Binding = BindMedicines | BindTicked | BindForm


@dataclass(frozen=True, slots=True)
class Example:
    """One change of an example person, as written. ``answers`` are raw values.

    ``asks`` are questions that the rule must ask about, None where the example does not say.
    """

    person: str
    answers: Mapping[str, object] = field(hash=False)
    asks: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Examples:
    """Changes under which a rule must fire, stay silent, or stay open."""

    fires: tuple[Example, ...] = ()
    silent: tuple[Example, ...] = ()
    open: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition that leads to a talking point.

    ``bindings`` holds what ``a``, ``b`` and ``list`` stand for where the rule says so. ``print_asks``
    keeps the point off the clinician's print, whose ask list carries it.
    """

    id: str
    topic: str
    priority: Priority
    when: Condition
    headline: str
    patient: str
    clinician: str
    sources: tuple[str, ...]
    strength: str
    examples: Examples
    urgent_when: Condition | None = None
    about_form: bool = False
    hides: tuple[str, ...] = ()
    bindings: Mapping[str, Binding] = field(default_factory=dict, hash=False)
    variants: tuple[Variant, ...] = ()
    regions: Mapping[str, Wording] = field(default_factory=dict, hash=False)
    page: Page | None = None
    companions: Mapping[str, Page] = field(default_factory=dict, hash=False)
    keep: bool = False
    print_asks: bool = False
    seed: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Promise:
    """What an invariant promises of one rule: it fires (at that priority or above), or never does."""

    rule: str
    fires: bool = True
    at_least: Priority | None = None


@dataclass(frozen=True, slots=True)
class Invariant:
    """Whenever ``condition`` surely holds, at least one of ``promises`` is kept."""

    id: str
    condition: Condition
    promises: tuple[Promise, ...]
    line: int = field(default=0, compare=False)
