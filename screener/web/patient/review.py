"""Check your answers: every screen that is shown, with what was answered in words."""

from __future__ import annotations

from flask_babel import gettext as _

from screener import journey
from screener.engine import answer_words, sentence
from screener.model.question import Checklist
from screener.model.response import Answer, State
from screener.web.session import PatientSession, screen_address
from screener.web.shapes import ReviewGroup, ReviewLine


def review_groups(now: PatientSession) -> tuple[ReviewGroup, ...]:
    """One group a screen, in the form's order."""
    return tuple(
        ReviewGroup(
            part=step.part,
            title=step.screen.title,
            address=screen_address(now.visit, step.screen.id, check=True),
            lines=tuple(line for item in step.items for line in _lines(now, item)),
        )
        for step in journey.steps(now.rulebook, now.response)
    )


def _lines(now: PatientSession, item: str | Checklist) -> tuple[ReviewLine, ...]:
    if isinstance(item, Checklist):
        return _checklist(now, item)
    question = now.rulebook.questions[item]
    answer = now.response.of(item)
    words = answer_words(question, answer)
    written = answer.text or answer.rows
    return (ReviewLine(question.ask, words if written else sentence(words)),)


def _checklist(now: PatientSession, checklist: Checklist) -> tuple[ReviewLine, ...]:
    """The ticked ones, then one line for the rest."""
    answers = {id: now.response.of(id) for id in checklist.questions}
    ticked = [id for id, answer in answers.items() if _is_yes(answer)]
    lines = [ReviewLine(now.rulebook.questions[id].ask, _("Yes")) for id in ticked]
    rest = [answer.state for id, answer in answers.items() if id not in ticked]
    if rest:
        words = {
            State.GIVEN: _("None of these"),
            State.NOT_TICKED: _("Not ticked"),
            State.NOT_SURE: _("Not sure"),
            State.PREFER_NOT: _("Would rather not say"),
            State.NOT_REACHED: _("Not reached yet"),
        }
        lines.append(
            ReviewLine(_("The others") if ticked else _("The list"), words.get(rest[0], _("Left blank")))
        )
    return tuple(lines)


def _is_yes(answer: Answer) -> bool:
    return answer.state is State.GIVEN and answer.chosen == ("yes",)
