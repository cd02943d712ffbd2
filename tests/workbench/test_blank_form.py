"""The form for a pen: every question and option once, who answers what, and whom to call at once."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pikepdf
import pytest

from screener.cli import main
from screener.content import shipped_rulebook
from screener.export import pdf
from screener.model.rulebook import Rulebook
from screener.rulebook import load
from screener.web.author.rendering import form_page
from screener.workbench.paper_form import BlankForm, blank_form


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load(shipped_rulebook())


def form_of(rulebook: Rulebook, region: str = "us") -> BlankForm:
    return blank_form(rulebook, region=region, clinic="Hill Street")


def text_of(page: str) -> str:
    body = page.partition("<body>")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "\n", body)).split())


@pytest.fixture(scope="module")
def text(rulebook: Rulebook) -> str:
    return text_of(form_page(form_of(rulebook)))


def test_every_question_is_asked_once_and_in_order(rulebook: Rulebook) -> None:
    asked = []
    for screen in form_of(rulebook).screens:
        for item in screen.items:
            asked += item.choices if item.kind == "ticks" else (item.ask,)
    assert asked == [
        rulebook.questions[id].ask for screen in rulebook.screens.values() for id in screen.questions
    ]


def test_every_question_and_every_option_stands_on_the_page(rulebook: Rulebook, text: str) -> None:
    for question in rulebook.questions.values():
        words = (question.ask, *question.options.values(), question.none, *question.steps)
        assert [one for one in words if " ".join(one.split()) not in text] == []
    for instrument in rulebook.instruments.values():
        assert instrument.credit in text
        assert instrument.stem in text


@pytest.mark.parametrize(
    ("region", "stroke", "spine", "crisis"),
    [
        ("us", "Call 911 now, even if it has passed.", "Go to the emergency room now", "call or text 988"),
        ("uk", "Call 999 now, even if it has passed.", "Go to A&E now", "Call 111 and choose"),
        (
            "au",
            "Call 000 now, even if it has passed.",
            "Go to the emergency department now",
            "Lifeline 13 11 14",
        ),
    ],
)
def test_a_tick_that_is_an_emergency_says_whom_to_call_here(
    rulebook: Rulebook, region: str, stroke: str, spine: str, crisis: str
) -> None:
    screens = dict(zip(rulebook.screens, form_of(rulebook, region).screens, strict=True))
    does = {screen: [alarm.does for alarm in one.alarms] for screen, one in screens.items()}
    assert stroke in does["warning-signs"]
    assert len(does["warning-signs"]) == 7
    assert does["nerve-signs"][0].startswith(spine)
    assert crisis in does["mood-2"][0]
    (alarm,) = screens["recent-signs"].alarms
    assert alarm.ticked.count(" and ") == 2
    assert alarm.ticked.startswith("“Very restless or confused” and “Shaking")


def test_it_is_said_who_answers_what(rulebook: Rulebook) -> None:
    screens = dict(zip(rulebook.screens, form_of(rulebook).screens, strict=True))
    told = [item.only_if for item in screens["mood-2"].items]
    assert told[0] == (
        "Answer this if your numbers for “Little interest or pleasure in doing things” and “Feeling down, "
        "depressed, or hopeless” add up to 3 or more, or if you are not sure."
    )
    assert told[1:6] == [""] * 5
    assert told[6] == "Everybody answers this one."
    assert "Under 18" in screens["health-1"].items[1].only_if
    safe = screens["mood-safe"]
    assert safe.only_if.startswith("Answer this if you marked 1 or more at “Thoughts")
    assert safe.items[0].only_if == ""


def test_the_command_writes_it_and_says_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "form.html"
    assert main(["paper", "-o", str(out), "--region", "uk"]) == 0
    assert capsys.readouterr().out == f"The form is in {out}.\n"
    page = out.read_text("utf-8")
    assert "In danger, call 999." in text_of(page)
    assert "http" not in page


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["-o", "form.doc"], "form.doc: a form ends in .html or .pdf"),
        (["--region", "nz"], "it has no region nz, but us, uk, ca, au, eu"),
        (["--region", "eu"], "set SCREENER_CRISIS_LINE and SCREENER_CRISIS_NUMBER"),
        (["/nowhere/rules.yaml"], "/nowhere/rules.yaml"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(
    options: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["paper", *options]) == 2
    err = capsys.readouterr().err
    assert told in err
    assert err.count("\n") == 1


@pytest.mark.skipif(not pdf.available(), reason="WeasyPrint is not here: the PDF of the form is not tried")
def test_as_a_pdf_it_has_title_language_and_few_sheets(tmp_path: Path) -> None:
    out = tmp_path / "form.pdf"
    assert main(["paper", "-o", str(out)]) == 0
    with pikepdf.open(out) as document:
        assert str(document.Root.Lang) == "en"
        assert "form to fill in by hand" in str(document.docinfo["/Title"])
        assert len(document.pages) <= 14
