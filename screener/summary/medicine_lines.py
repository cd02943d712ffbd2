"""Medicines as typed, with what they are, and what is uncertain about the lists."""

from __future__ import annotations

from screener.engine import UNRECOGNIZED_OPTION, View, answer_words, listed
from screener.model.navigate import lists_of
from screener.model.question import Question, QuestionType
from screener.model.response import MedicineRow, Recognition, State
from screener.summary.pages import MedicineLine


def medicine_lines(view: View) -> tuple[MedicineLine, ...]:
    """Every row of every list in order, then what was ticked of medicines and substances."""
    typed = [
        _row(view, question, row)
        for question in view.rulebook.questions.values()
        if question.type is QuestionType.MEDICINES
        for row in view.answer(question.id).rows
    ]
    ticked = [
        _ticked(view, question, option)
        for question in view.rulebook.questions.values()
        if question.medicines
        for option in view.answer(question.id).chosen
        if option in question.medicines
    ]
    return (*typed, *ticked)


def _row(view: View, question: Question, row: MedicineRow) -> MedicineLine:
    now = view.rulebook.roles.taken_now
    stopped = bool(now) and question.id not in lists_of(view.rulebook, now)
    notes = [f"taken as {row.taken_as}"] if row.taken_as else []
    notes += [f"for {row.reason}" if not row.reason.startswith("for") else row.reason] if row.reason else []
    notes += [f"since {row.since}"] if row.since else []
    if row.recognition is Recognition.OFFERED:
        told = "offered, the patient kept what was typed" if row.declined else "offered, not confirmed"
        notes.append(f"{told}: {listed(row.suggestions)}")
    return MedicineLine(
        typed=row.typed,
        what=_what(view, row.generic, typed=row.typed) if row.generic else "NOT RECOGNIZED",
        note="; ".join(notes),
        recognized=row.recognition is Recognition.RECOGNIZED,
        stopped=stopped,
    )


def _what(view: View, generic: str, *, typed: str = "") -> str:
    """Substances and group; the group alone where the patient typed just the substance."""
    medicine = view.rulebook.vocabulary.medicines[generic]
    substances = " + ".join(medicine.substances)
    if medicine.group and typed.casefold() == substances.casefold():
        return medicine.group
    return " · ".join(words for words in (substances, medicine.group) if words)


def _ticked(view: View, question: Question, option: str) -> MedicineLine:
    generic = question.medicines[option]
    known = generic != UNRECOGNIZED_OPTION
    return MedicineLine(
        typed=question.options[option],
        what=_what(view, generic) if known else "NOT SAID WHICH",
        note=question.label,
        recognized=known,
        stopped=False,
        ticked=True,
    )


def medicine_notes(view: View) -> tuple[str, ...]:
    """What the lists say of themselves, one ingredient in several products, and reactions in own words."""
    notes = []
    for question in view.rulebook.questions.values():
        answer = view.answer(question.id)
        if question.type is QuestionType.MEDICINES and not answer.rows:
            notes.append(f"{question.label}: {answer_words(question, answer)}")
        if question.type is QuestionType.TEXT and question.safety:
            notes.append(f"{question.label}: {answer_words(question, answer)}")
        if question.complete_if is not None and answer.state is State.GIVEN:
            notes += _completeness(view, question, rows=len(answer.rows))
    return (*notes, *_repeats(view))


def _completeness(view: View, question: Question, *, rows: int) -> list[str]:
    complete = view.completeness(question)
    if complete.surely:
        return [f"{question.label}: said to be complete"] if rows else []
    return [f"{question.label}: {'may not be complete' if complete.possibly else 'said not to be complete'}"]


def _repeats(view: View) -> list[str]:
    """One line an ingredient that several rows hold."""
    rows: dict[str, list[str]] = {}
    for question in view.rulebook.questions.values():
        for row in view.answer(question.id).rows:
            for generic in row.generics:
                rows.setdefault(generic, []).append(row.typed)
    return [
        f"{generic} in {len(typed)} rows: {listed(typed)}"
        for generic, typed in rows.items()
        if len(typed) > 1
    ]
