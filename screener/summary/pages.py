"""The shapes that the templates of both summaries receive; plain values, stored as they are."""

from __future__ import annotations

from dataclasses import dataclass

from screener.model.evaluation import EmergencyBlock

LONGEST_BESIDE = 120
"""An answer of more signs than this is set under its label, not beside it."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A source as a numbered footnote: ``words`` is title and year, ``strength`` stands in the rulebook."""

    number: int
    words: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class PatientPoint:
    """One talking point for the patient.

    ``because`` are the patient's own answers in words; ``sources`` title and year of each source.
    ``mood`` marks a point that rests on the mood part, which the patient's print may leave out.
    """

    rule: str
    text: str
    because: tuple[str, ...]
    sources: tuple[str, ...]
    mood: bool = False


@dataclass(frozen=True, slots=True)
class PatientGroup:
    """Points of one priority under their heading and the rulebook's fixed lead line."""

    priority: str
    heading: str
    lead: str
    points: tuple[PatientPoint, ...]


@dataclass(frozen=True, slots=True)
class PatientAsk:
    """What the patient left open: a question, or a screen's title; ``mood`` as for a point."""

    words: str
    mood: bool = False


@dataclass(frozen=True, slots=True)
class PatientSummary:
    """What the patient keeps.

    ``own_words`` are (question, what was written). ``more`` is the information folded beyond the first
    five points. ``emergency`` are the blocks of the box on top, in order.
    """

    title: str
    emergency: tuple[EmergencyBlock, ...]
    own_words: tuple[tuple[str, str], ...]
    groups: tuple[PatientGroup, ...]
    more: tuple[PatientPoint, ...]
    ask: tuple[PatientAsk, ...]


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One score: ``words`` as printed, ``band`` or empty, and its place on a bar in percent of the range.

    ``low`` and ``high`` are the ends of what is known (0 to 100), both None when not administered;
    ``edges`` are where a new band begins.
    """

    label: str
    words: str
    band: str
    low: int | None
    high: int | None
    items: str = ""
    edges: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class MedicineLine:
    """One medicine as typed or ticked, and what it is in plain words; ``note`` says what is not certain."""

    typed: str
    what: str
    note: str
    recognized: bool
    stopped: bool
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class ClinicianPoint:
    """One talking point for the clinician.

    ``because`` are labels with answers; ``lift`` those that made it urgent (where
    they are the same, ``because`` is empty), ``may_lift`` the unknown ones
    that could; ``sources`` footnote numbers; ``folded`` the headlines of the points hidden under it.
    """

    rule: str
    priority: str
    topic: str
    headline: str
    text: str
    because: tuple[str, ...]
    lift: tuple[str, ...]
    sources: tuple[int, ...]
    folded: tuple[str, ...]
    failed: bool = False
    may_lift: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EmergencyLine:
    """One emergency for the clinician: what fires now, or what was shown and changed since.

    ``shown`` says when its page was shown and whether the answer changed later; times are added by
    the page as ISO text in UTC, ``at`` is empty when it was never shown. ``again`` is when it was last shown
    after the answer had been taken back and given once more.
    """

    rule: str
    headline: str
    text: str
    because: tuple[str, ...]
    at: str
    changed: bool
    sources: tuple[int, ...] = ()
    again: str = ""
    folded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskLine:
    """One line to ask at the visit: what, ``why`` it is unknown, how many points hang on it, the gravest."""

    label: str
    why: str
    points: int
    priority: str


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One question overleaf: its short label, the words asked, and the answer or state in words."""

    label: str
    ask: str
    answer: str
    given: bool

    @property
    def long(self) -> bool:
        """Whether the answer is set under its label, over the whole width."""
        return len(self.answer) > LONGEST_BESIDE


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    """The answers of one screen, under its part and title."""

    part: str
    title: str
    answers: tuple[AnswerLine, ...]


@dataclass(frozen=True, slots=True)
class GlanceLine:
    """A part of the form in one line: label and the short answers (pain, work and driving)."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class ClinicianSummary:
    """What the clinician reads in one minute, and all answers overleaf.

    ``told`` are the headlines of information points. ``not_asked`` lists labels that were not asked.
    ``repeats`` are lines on one ingredient in several products. ``footer`` names rulebook version, hashes
    and engine.
    """

    title: str
    emergencies: tuple[EmergencyLine, ...]
    own_words: tuple[tuple[str, str], ...]
    scores: tuple[ScoreLine, ...]
    glance: tuple[GlanceLine, ...]
    medicines: tuple[MedicineLine, ...]
    medicine_notes: tuple[str, ...]
    points: tuple[ClinicianPoint, ...]
    told: tuple[str, ...]
    ask: tuple[AskLine, ...]
    sources: tuple[Reference, ...]
    answers: tuple[AnswerGroup, ...]
    draft: bool
    footer: str
