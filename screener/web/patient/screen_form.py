"""One screen while it is being worked on: its form, what is wrong with it, and the page that shows it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from flask import render_template, request, url_for
from flask_babel import gettext as _
from wtforms import Field
from wtforms.form import BaseForm

from screener.answers import LONGEST_NAME, LONGEST_TEXT, change
from screener.codes import Code
from screener.engine import fill_contacts
from screener.errors import AnswerPlace, Problem
from screener.journey import Step
from screener.model.question import TYPES, Checklist, Control, Instrument, Question, Screen
from screener.model.response import Response
from screener.model.rulebook import Rulebook
from screener.visits.evaluations import with_offers_judged
from screener.web.context import app_context, contacts_here
from screener.web.patient.field_views import (
    apart_words,
    columns_of,
    error_links,
    field_views,
    open_offers,
)
from screener.web.patient.form_fields import (
    NONE,
    MedicineRows,
    field_name,
    form_values,
    make_form,
    opposed_words,
    raw_answers,
    ticks_of,
)
from screener.web.security import posted
from screener.web.session import PatientSession, find_step, token
from screener.web.shapes import ScreenPage


@dataclass(frozen=True, slots=True)
class ScreenForm:
    """Whose screen, which one, and its form with what was typed or stored."""

    now: PatientSession
    step: Step
    form: BaseForm


def stored_form(now: PatientSession, token: str) -> ScreenForm | None:
    """The screen of this token with the stored answers; None when it is unknown or not shown."""
    step = find_step(now, token)
    if step is None:
        return None
    form = make_form(now.rulebook, step)
    form.process(data=form_values(step, now.visit.state.raw))
    return ScreenForm(now, step, form)


def sent_form(now: PatientSession, token: str) -> ScreenForm | None:
    """The screen of this token with what was sent; None when it is unknown, not shown, or sent for good."""
    step = find_step(now, token) if now.visit.completed is None else None
    if step is None:
        return None
    form = make_form(now.rulebook, step)
    form.process(posted())
    return ScreenForm(now, step, form)


def cleared(filled: ScreenForm) -> ScreenForm:
    """The same screen with nothing in it."""
    form = make_form(filled.now.rulebook, filled.step)
    form.process(data={})
    return replace(filled, form=form)


def untouched_lists(filled: ScreenForm) -> tuple[str, ...]:
    """The safety checklists of the form's first part that were left untouched and not asked about yet."""
    now, step = filled.now, filled.step
    first_part = next(iter(now.rulebook.screens.values())).part
    if step.screen.part != first_part or "asked" in posted() or step.screen.id in now.visit.state.passed:
        return ()
    return tuple(
        field_name(step, place)
        for place, item in enumerate(step.items)
        if isinstance(item, Checklist)
        and any(now.rulebook.questions[id].safety for id in item.questions)
        and not filled.form[field_name(step, place)].data
    )


def offers_waiting(step: Step, form: BaseForm, response: Response) -> bool:
    """Whether a typed medicine name has offers that the patient has not been shown yet."""
    for item in step.items:
        field = None if isinstance(item, Checklist) else form[item]
        if isinstance(field, MedicineRows):
            waiting = [entry for entry, number in enumerate(field.used) if number not in field.asked]
            lines = [
                [row for row in response.answers[field.name].rows if row.entry == entry] for entry in waiting
            ]
            if any(len(line) == 1 and line[0].offered for line in lines):
                return True
    return False


def errors_of(filled: ScreenForm, problems: Collection[Problem]) -> dict[str, str]:
    """What is to be mended, by field name: the form's own words first, then those of the answers."""
    errors = {name: str(found[0]) for name, found in filled.form.errors.items() if name and found}
    for problem in problems:
        name = _field_of(filled.step, problem)
        if name is not None:
            question = filled.now.rulebook.questions[problem.question]
            errors.setdefault(name, _error_words(question, problem, filled.form[name]))
    return errors


def _response(filled: ScreenForm) -> Response:
    """What the answers in the form come to, whether or not they were saved."""
    now, raw = filled.now, raw_answers(filled.step, filled.form)
    unsaved = {id: value for id, value in raw.items() if value != now.visit.state.raw.get(id)}
    problems = change(now.rulebook, now.response, unsaved).problems
    _, judged = with_offers_judged(problems, unsaved, before=now.visit.state, screen_id=filled.step.screen.id)
    return change(now.rulebook, now.response, judged).response


def _error_words(question: Question, problem: Problem, field: Field) -> str:
    """What the patient is told of a problem with an answer."""
    told = ERRORS.get(problem.code)
    words = told(question, problem, field) if told is not None else ""
    return words or f"{problem.what}; {problem.mend}."


def _wrong_answer(question: Question, problem: Problem, field: Field) -> str:
    control = TYPES[question.type].control
    if control is Control.TICKS:
        return str(_("Choose among the answers shown."))
    return str(_("Choose one of the answers shown.")) if control is not Control.WORDS else ""


def _contradiction(question: Question, problem: Problem, field: Field) -> str:
    words = {**question.options, **apart_words(question)}
    return opposed_words(words, ticks_of(field.data), alone=[*question.alone, NONE])


def _too_long(question: Question, problem: Problem, field: Field) -> str:
    row, most = _row_shown(problem, field), LONGEST_NAME
    if not row:
        return str(_("This is longer than %(most)s characters. Please shorten it.", most=LONGEST_TEXT))
    return str(
        _("Medicine %(row)s is longer than %(most)s characters. Please shorten it.", row=row, most=most)
    )


def _no_name(question: Question, problem: Problem, field: Field) -> str:
    row = _row_shown(problem, field)
    return str(_("Medicine %(row)s has no name. Write it, or clear the row.", row=row))


def _not_offered(question: Question, problem: Problem, field: Field) -> str:
    row = _row_shown(problem, field)
    return str(_("Please look at medicine %(row)s again. We could not keep what you chose for it.", row=row))


def _row_shown(problem: Problem, field: Field) -> int:
    """The number on the page of the row that a problem is about; 0 where it is about no row."""
    entry = problem.place.row if isinstance(problem.place, AnswerPlace) else 0
    return field.used[entry - 1] + 1 if entry and isinstance(field, MedicineRows) else 0


ERRORS: Mapping[Code, Callable[[Question, Problem, Field], str]] = {
    Code.WRONG_ANSWER: _wrong_answer,
    Code.CONTRADICTION: _contradiction,
    Code.TOO_LONG: _too_long,
    Code.NO_NAME: _no_name,
    Code.NOT_OFFERED: _not_offered,
}
"""What patients are told of each kind of problem; of the others what everybody is told."""


def render_form(
    filled: ScreenForm,
    *,
    errors: Mapping[str, str] | None = None,
    prompts: Collection[str] = (),
    more: int = 0,
) -> str:
    """The page of this screen.

    ``errors`` by field name; ``prompts`` names the lists that get the soft prompt; ``more`` asks for
    empty medicine rows.
    """
    page = _page(filled, errors=errors or {}, prompts=prompts, more=more)
    return render_template("screen.html", page=page, blocks=filled.now.emergency, notice="")


def render_unsaved(filled: ScreenForm, *, notice: str) -> str:
    """The page of this screen with what was sent and not saved; the emergency in it is shown all the same.

    ``notice`` stands on top.
    """
    now = filled.now
    raw = raw_answers(filled.step, filled.form)
    blocks = app_context().visits.emergency_in(raw, now.rulebook, over=now.visit.state)
    page = _page(filled, errors={}, prompts=(), more=0)
    return render_template("screen.html", page=page, blocks=blocks, notice=notice)


def _field_of(step: Step, problem: Problem) -> str | None:
    for place, item in enumerate(step.items):
        if problem.question == item or (isinstance(item, Checklist) and problem.question in item.questions):
            return field_name(step, place)
    return None


def _by_another() -> str:
    ask = _("If you can, ask these questions out loud and mark what you are told.")
    skip = _("If you cannot ask, skip them.")
    return f"{ask} {skip}"


def _page_number(rulebook: Rulebook, screen: Screen) -> int:
    """Which page of its part this screen is, skipped ones counted too: titles tell alike pages apart."""
    part = [one.id for one in rulebook.screens.values() if one.part == screen.part]
    return part.index(screen.id) + 1


def _page(
    filled: ScreenForm, *, errors: Mapping[str, str], prompts: Collection[str], more: int
) -> ScreenPage:
    now, step = filled.now, filled.step
    screen = step.screen
    instrument = now.rulebook.instruments.get(screen.instrument) or Instrument(id="")
    prompt = _("Nothing is ticked. Tick “None of these” if none apply, or continue.")
    views = tuple(
        replace(view, notice=prompt) if view.name in prompts else view
        for view in field_views(now.rulebook, step, filled.form, _response(filled), errors=errors, more=more)
    )
    columns = columns_of(now.rulebook, step)
    checking = "check" in request.values
    stem = instrument.stem if columns else ""
    in_legend = stem == screen.title or any(view.heading for view in views)
    return ScreenPage(
        address=url_for("screens.answer", token=token(now.visit, screen.id)),
        title=screen.title,
        title_in_legend=in_legend,
        intro=screen.intro,
        part=step.part,
        part_number=step.part_number,
        parts=step.parts,
        page_number=_page_number(now.rulebook, screen),
        fields=views,
        columns=columns,
        stem=stem,
        below=fill_contacts(instrument.below, contacts_here()),
        by_another=_by_another() if instrument.id and now.for_another else "",
        credit=instrument.credit,
        errors=error_links(views),
        offers=open_offers(views) if not errors else (),
        checking=checking,
        asked=bool(prompts) or "asked" in request.form,
    )
