"""A visit whose row was changed in the file: listed as such, and everything else goes on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from flask import Flask

from screener.errors import VisitNotFound
from screener.store import Store
from screener.store.trust.rows import Rows
from screener.visits import Visits
from tests.web.people import Patient

NOT_VERIFIED = "Reference in the file (not verified): "


def sql(store: Store, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(store.folder / "screener.sqlite")) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute(statement, values)
        connection.commit()


@pytest.fixture
def sent(app: Flask, visits: Visits) -> list[str]:
    """The references of two forms that were sent, the second first."""
    references: list[str] = []
    for sign in ("none", "rf_bladder"):
        patient = Patient(app.test_client()).start()
        patient.answer(**{"list-0": "none"}).answer(**{"list-0": sign})
        if patient.path == "/f/now":
            patient.go_on()
        patient.skip_to("Check your answers").post("/f/send")
        listed = {line.visit.reference for line in visits.listing().completed}
        references = [*(listed - {*references}), *references]
    return references


@pytest.fixture
def clinic(app: Flask, access_code: str) -> Patient:
    return Patient(app.test_client()).get("/clinic/login").post("/clinic/login", code=access_code)


EDITS = (
    "state = zeroblob(100)",
    "outline = x''",
    "wrapped_key = x'00'",
    "saved = CAST(x'ff' AS TEXT)",
    "began = 7",
    "completed = 'x'",
    "status = 'complexed'",
    "wrong_tries = 'many'",
    "tag = NULL",
)


@pytest.mark.parametrize("edit", EDITS)
def test_a_visit_that_cannot_be_read_is_listed_as_such_and_the_other_is_read(
    store: Store, sent: list[str], clinic: Patient, edit: str, caplog: pytest.LogCaptureFixture
) -> None:
    bad, good = sent
    sql(store, f"UPDATE visits SET {edit} WHERE reference = ?", bad)  # noqa: S608
    assert clinic.get("/clinic").page.status_code == 200
    assert f"{NOT_VERIFIED}{bad}. Why: it was changed outside of Screener." in clinic.text
    assert f"screener visits delete {bad}" in clinic.text
    assert f"/clinic/v/{bad}" not in clinic.text
    assert f"/clinic/v/{good}" in clinic.text
    assert clinic.get(f"/clinic/v/{good}").page.status_code == 200
    assert (clinic.get(f"/clinic/v/{bad}").page.status_code, clinic.heading) == (
        503,
        "This visit cannot be read",
    )
    assert "Row 2 of visits in the store cannot be read: it was changed outside of Screener" in caplog.text
    assert bad not in caplog.text


@pytest.mark.parametrize("reference", ["CAST(x'ff00' AS TEXT)", "'<b>x</b>'", "7", "x'00'", "''"])
def test_a_reference_that_is_none_is_not_shown_and_the_row_is_deleted_by_its_number(
    store: Store, sent: list[str], clinic: Patient, visits: Visits, reference: str
) -> None:
    bad, good = sent
    sql(store, f"UPDATE visits SET reference = {reference} WHERE reference = ?", bad)  # noqa: S608
    assert f"{NOT_VERIFIED}none." in clinic.get("/clinic").text
    assert "screener visits delete ROW-2" in clinic.text
    visits.delete("row-2")
    assert "Cannot be read" not in clinic.get("/clinic").text
    assert [line.visit.reference for line in visits.listing().completed] == [good]
    assert store.inspect().faults == ()


def test_a_visit_that_cannot_be_read_is_deleted_by_its_reference(
    store: Store, sent: list[str], clinic: Patient, visits: Visits
) -> None:
    bad, good = sent
    sql(store, "UPDATE visits SET id = 'x', link = 'x' WHERE reference = ?", bad)
    assert f"{NOT_VERIFIED}{bad}." in clinic.get("/clinic").text
    visits.delete(bad.lower())
    assert "Cannot be read" not in clinic.get("/clinic").text
    assert [line.visit.reference for line in visits.listing().completed] == [good]
    assert (visits.listing().gone, store.inspect().faults) == (0, ())


@pytest.mark.parametrize("edit", ["revision = 7", "reference = 'x'", ""])
def test_deleting_reads_the_one_row(
    store: Store, sent: list[str], visits: Visits, monkeypatch: pytest.MonkeyPatch, edit: str
) -> None:
    named = "row-2" if "reference" in edit else sent[0]
    if edit:
        sql(store, f"UPDATE visits SET {edit} WHERE reference = ?", sent[0])  # noqa: S608
    for _ in range(8):
        visits.begin()
    looked = []
    fault = Rows.fault
    monkeypatch.setattr(Rows, "fault", lambda *given: looked.append(given[2]["row_in_file"]) or fault(*given))
    visits.delete(named)
    assert looked == [2]
    assert store.inspect().faults == ()


@pytest.mark.parametrize(
    "named", ["ROW-1", "ROW-0", "ROW-02", "ROW-99", "ROW-" + "9" * 30, "ROW-٢", "ROW-", ""]
)
def test_what_names_no_row_that_cannot_be_read_deletes_nothing(
    store: Store, sent: list[str], visits: Visits, named: str
) -> None:
    sql(store, "UPDATE visits SET reference = 'x' WHERE reference = ?", sent[0])
    with pytest.raises(VisitNotFound):
        visits.delete(named)
    assert len(store.visits().completed) + len(store.visits().unreadable) == 2


def test_a_visit_of_a_shape_that_this_version_does_not_know_is_deleted(
    store: Store, sent: list[str], visits: Visits
) -> None:
    stored = visits.begin().visit
    with store.writing() as writing:
        writing.change(replace(writing.visit(stored.id), state=b'{"raw": 7}'))
    visits.delete(stored.reference)
    assert (visits.listing().gone, store.inspect().faults) == (0, ())
    with pytest.raises(VisitNotFound):
        visits.get(stored.id)


def test_visits_that_are_gone_are_counted(store: Store, sent: list[str], clinic: Patient) -> None:
    sql(store, "DELETE FROM visits WHERE reference = ?", sent[0])
    assert "1 visit is gone from the file without having been deleted." in clinic.get("/clinic").text
    assert f"/clinic/v/{sent[1]}" in clinic.text


def test_a_patient_whose_form_is_damaged_can_start_again(
    store: Store, patient: Patient, caplog: pytest.LogCaptureFixture
) -> None:
    patient.start().answer(**{"list-0": "none"})
    here = patient.path
    sql(store, "UPDATE visits SET state = x'00'")
    assert (patient.get(here).page.status_code, patient.heading) == (503, "This form can no longer be read")
    assert "row 1 of visits: it was changed outside of Screener" in caplog.text
    assert patient.start().page.status_code == 200
    assert patient.answer(**{"list-0": "none"}).page.status_code == 200
