"""What nobody can see is no answer, and what somebody wrote looks like nothing of ours."""

from __future__ import annotations

import pytest

from screener.answers import parse
from screener.cli.visits import summary_text
from screener.export.plain import visible
from screener.model.response import State, is_blank
from screener.model.rulebook import Rulebook
from screener.visits import Visits
from tests.web.conftest import app, client, clock, fresh_store, patient, store, visits  # noqa: F401 - fixtures
from tests.web.people import Patient
from tests.web.test_journey import only_visit

UNSEEN = {
    "space": " \t\n",
    "no-break space": "\u00a0\u202f\u3000",
    "zero-width space": "\u200b",
    "joiners": "\u200c\u200d\u2060",
    "byte order mark": "\ufeff",
    "soft hyphen": "\u00ad",
    "Hangul filler": "\u3164\uffa0",
    "Hangul letters that show nothing": "\u115f\u1160",
    "blank Braille": "\u2800",
    "tags": "\U000e0041\U000e007f",
    "turns": "\u202e\u2066\u061c\u200e",
    "variation": "\ufe0f\U000e0100",
    "grapheme joiner": "\u034f",
    "Khmer": "\u17b4\u17b5",
    "Mongolian": "\u180e\u180b",
    "controls": "\x00\x1b\x7f\x85",
}
SEEN = {
    "a Persian word with its joiner": "می\u200cخواهم",
    "a family": "\U0001f469\u200d\U0001f469\u200d\U0001f467",
    "a Hebrew word": "כאב\u200f",
    "a heart": "\u2764\ufe0f",
    "a point": ".",
    "a letter among spaces": "\u200b a \u200b",
    "a Braille letter": "\u2801",
}


@pytest.mark.parametrize("text", UNSEEN.values(), ids=UNSEEN)
def test_what_shows_nothing_is_a_blank_wherever_it_comes_in(
    rulebook: Rulebook,
    patient: Patient,  # noqa: F811
    visits: Visits,  # noqa: F811
    text: str,
) -> None:
    assert is_blank(text)
    assert is_blank(f" {text}{text} ")
    raw = {"visit_goal": text, "med_list": [text, {"typed": text, "reason": text}]}
    found = parse(rulebook, raw)
    assert found.response.of("visit_goal").state is State.BLANK
    assert found.response.of("med_list").rows == ()
    patient.start().get("/f/person").post("/f/person", name=text)
    assert only_visit(visits, patient).state.person.name == ""
    patient.get("/f/on").skip_to("Your medicines").answer(**{"med_list-0": text})
    patient.skip_to("What matters to you").answer(visit_goal=text)
    raw = only_visit(visits, patient).state.raw
    assert "visit_goal" not in raw
    assert "med_list" not in raw


@pytest.mark.parametrize("text", SEEN.values(), ids=SEEN)
def test_joiners_and_turns_beside_letters_stay(rulebook: Rulebook, text: str) -> None:
    assert not is_blank(text)
    assert parse(rulebook, {"visit_goal": text}).response.of("visit_goal").text == text


def test_a_reason_without_a_name_that_shows_is_told(rulebook: Rulebook) -> None:
    (problem,) = parse(rulebook, {"med_list": [{"typed": "\u200b", "reason": "pain"}]}).problems
    assert "no medicine name" in problem.what


BREAKS = ["\n", "\r", "\r\n", "\v", "\f", "\x1c", "\x85", "\u2028", "\u2029"]


@pytest.mark.parametrize("line_break", BREAKS, ids=map(ascii, BREAKS))
def test_what_somebody_wrote_on_two_lines_looks_like_no_line_of_ours(
    patient: Patient,  # noqa: F811
    visits: Visits,  # noqa: F811
    line_break: str,
) -> None:
    forged = f"Walk.{line_break}SCORE  PHQ-9: 0\x1b[2J\u202e"
    visit = visits.begin().visit
    last = list(visits.rulebook.screens)[-1]
    visits.save(visit.id, last, {"visit_goal": forged})
    text = summary_text(visits.clinician_summary(visits.complete(visit.id)))
    assert "Walk." in text
    assert not [line for line in text.splitlines() if line.startswith("SCORE  PHQ-9: 0")]
    assert "    | SCORE  PHQ-9: 0" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_a_line_for_a_terminal_steers_nothing() -> None:
    assert visible("a\x1b[31mb\u2028c\u202ed\x9be") == "a\ufffd[31mb\ufffdc\ufffdd\ufffde"
