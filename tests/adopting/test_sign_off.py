"""Sign-offs stand beside the rulebook, by its hash: its pages and prints say draft until there is one."""

from __future__ import annotations

from pathlib import Path

import pytest

from screener.model.rulebook import Approval
from screener.store import Store
from screener.visits import Visits
from screener.visits.rulebooks import SOON
from screener.web.app import create_app
from tests.adopting.conftest import NOW, SECOND, SMALL, Steady, rulebook_of
from tests.web.people import Patient

DRAFT = "Draft content, not approved by a clinician."
BY = ("--name", "Pharmacist A", "--role", "Pharmacist")


def sign(store: Store, text: str) -> None:
    approval = Approval(
        name="Pharmacist A", role="Pharmacist", date="2026-11-25", hash=rulebook_of(text).hash
    )
    with store.writing() as writing:
        writing.sign_off(approval)


def test_it_starts_empty(run, write, store: Store) -> None:
    assert run("sign-off", "--list") == (0, ["Nothing was signed off yet."], "")
    assert run("sign-off", write(SMALL), "--list") == (0, ["Nobody signed it off yet."], "")


def test_a_sign_off_is_noted_under_the_hash_of_the_file(run, write) -> None:
    short = rulebook_of(SECOND).hash[:12]
    line = f"{short}  2026-11-20  Pharmacist A, Pharmacist"
    assert run("sign-off", write(SECOND), *BY, "--date", "2026-11-20") == (0, [line], "")
    assert run("sign-off", write(SMALL), "--list")[1] == ["Nobody signed it off yet."]
    code, lines, _ = run("adopt", write(SECOND), "--rules", write(SECOND))
    assert code == 0
    assert not [told for told in lines if "draft" in told]
    assert run("sign-off", "--list")[1] == [f"{line}  (adopted)"]


def test_the_book_names_whoever_signed_off_its_file_and_no_other(run, write, tmp_path: Path) -> None:
    book = tmp_path / "book.html"
    named = "Pharmacist A, Pharmacist, 2026-11-20"
    run("sign-off", write(SECOND), *BY, "--date", "2026-11-20")
    for text, signed in ((SMALL, False), (SECOND, True)):
        assert run("book", write(text), "-o", str(book))[0] == 0
        page = book.read_text("utf-8")
        assert (named in page) is signed
        assert ("draft, not signed off" in page) is not signed


def test_a_book_is_written_where_no_store_is_and_makes_none(
    run, write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCREENER_DATA", str(tmp_path / "nothing"))
    assert run("book", write(SMALL), "-o", str(tmp_path / "book.html"))[0] == 0
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((), "--name is needed: one line of at most 80 characters"),
        (("--name", "Pharmacist A"), "--role is needed: one line of at most 80 characters"),
        (("--name", "Pharmacist\nA", "--role", "B"), "--name is needed: one line of at most 80 characters"),
        (("--name", "A" * 81, "--role", "B"), "--name is needed: one line of at most 80 characters"),
        ((*BY, "--date", "25.11.2026"), "--date is not a date; write it as "),
        ((*BY, "--date", "2999-01-01"), "--date is still to come; today is "),
    ],
)
def test_what_is_missing_or_wrong_is_told_in_one_line(
    run, write, store: Store, options: tuple[str, ...], told: str
) -> None:
    code, lines, err = run("sign-off", write(SMALL), *options)
    assert (code, lines) == (2, [])
    assert err.startswith(f"screener: {told}")
    assert err.count("\n") == 1
    assert run("sign-off", "--list")[1] == ["Nothing was signed off yet."]


def test_a_file_is_needed_to_sign(run) -> None:
    assert run("sign-off", *BY) == (2, [], "screener: name the file that is signed off, or add --list\n")


def test_a_rulebook_with_a_problem_is_not_signed_off(run, write, store: Store) -> None:
    code, lines, _ = run("sign-off", write(SMALL[:3000]), *BY)
    assert code == 1
    assert "cut short" in lines[0]
    assert run("sign-off", "--list")[1] == ["Nothing was signed off yet."]


def test_pages_and_prints_say_draft_until_then(store: Store, visits: Visits, steady: Steady) -> None:
    app = create_app(visits=visits, secret_key=b"a key for tests only", clock=lambda: NOW)
    patient = Patient(app.test_client()).start()
    before = visits.begin().visit
    assert DRAFT in patient.get("/").text
    sign(store, SMALL)
    steady.seconds += SOON
    assert DRAFT not in patient.get("/").text
    assert DRAFT not in patient.get("/f/check").text
    patient.post("/f/send")
    assert DRAFT not in patient.get("/f/keep?print=1").text
    after = visits.begin().visit
    drafts = [visits.clinician_summary(visits.complete(visit.id)).draft for visit in (before, after)]
    assert drafts == [False, False]


def test_a_form_that_began_on_a_draft_says_so_to_its_end(
    run, write, store: Store, visits: Visits, steady: Steady
) -> None:
    app = create_app(visits=visits, secret_key=b"a key for tests only", clock=lambda: NOW)
    early = Patient(app.test_client()).start()
    sign(store, SECOND)
    assert run("adopt", write(SECOND), "--rules", write(SECOND))[0] == 0
    steady.seconds += SOON
    late = Patient(app.test_client()).start()
    assert DRAFT not in late.get("/f/check").text
    assert DRAFT in early.get("/f/check").text
    early.post("/f/send")
    assert DRAFT in early.get("/f/keep?print=1").text
    sent = visits.listing().completed[0].visit
    assert visits.clinician_summary(sent).draft
