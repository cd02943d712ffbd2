"""A friendly page for everything that goes wrong; what was typed is never lost where it can be kept."""

from __future__ import annotations

from flask import Flask, redirect, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response

from screener.errors import PdfError, RowRefused, StoreError, VisitClosed, VisitNotFound
from screener.web.patient.screen_form import render_unsaved, sent_form
from screener.web.patient.unsaved import FORMS, error_page, find_form, lost_page, too_late
from screener.web.security import from_own_page, log, route_of
from screener.web.session import current_visit_id, end_session, patient_session

Page = tuple[str, int] | Response


def show_error_pages(app: Flask) -> None:
    """Let this app answer every failure with a page of its own."""
    app.register_error_handler(CSRFError, _unsure_whose)
    app.register_error_handler(VisitNotFound, _gone)
    app.register_error_handler(VisitClosed, _sent_already)
    app.register_error_handler(RowRefused, _unreadable)
    app.register_error_handler(StoreError, _store_fails)
    app.register_error_handler(PdfError, _no_pdf)
    app.register_error_handler(HTTPException, _refused)


def _messages() -> dict[int, tuple[str, str]]:
    """Heading and words by status; the rest is told as the last one, by status 500."""
    return {
        400: (_("That did not work"), _("Your browser sent something that this form cannot read.")),
        403: (_("This page is closed to you"), _("If you came by a link, ask the clinic for a new one.")),
        404: (
            _("This page is not here"),
            _("The address may be mistyped, or the page is gone. Your answers are safe."),
        ),
        405: (_("That did not work"), _("This page cannot be used in that way. Your answers are safe.")),
        413: (
            _("That is more than this form can take"),
            _("Go back in your browser and shorten what you wrote; it is still there."),
        ),
        429: (_("Too many tries"), _("Wait one minute, then try again.")),
        500: (
            _("Something went wrong on our side"),
            _("It is not your fault. What you saved before is safe. Please try again in a minute."),
        ),
    }


def _refused(error: HTTPException) -> Page:
    if isinstance(error, SecurityError):
        return "This address is not one of this form's own. Use the address that the clinic gave you.", 400
    status = error.code or 500
    messages = _messages()
    heading, words = messages.get(status, messages[500 if status >= 500 else 400])
    return error_page(heading, words, status=status, repeat=status >= 500 and _keeps())


def _unsure_whose(error: CSRFError) -> Page:
    """The form's token did not fit: show the same screen again with a fresh one and what was typed."""
    if not from_own_page():
        heading, words = _("That did not work"), _("This was sent from a page that is not ours.")
        return error_page(heading, words, status=400)
    if request.endpoint in FORMS:
        try:
            return _form_again()
        except StoreError as failing:  # nothing raised here would be caught
            return _store_fails(failing)
    if not request.cookies:
        words = _(
            "This form needs cookies to keep your answers together. Please allow them, then start again."
        )
        return error_page(_("Your browser keeps no cookies"), words, status=400)
    words = _("This page was open for a long time. Please press the button again.")
    return error_page(_("Please press the button again"), words, status=400, repeat=_keeps())


def _form_again() -> Page:
    """The form with what was sent and a fresh token, or the page for one that is not this browser's."""
    other = lost_page() if not current_visit_id() else find_form()
    if other is not None:
        return other
    notice = _("This page was open for a long time. Nothing is lost. Please press the button again.")
    if request.endpoint != "screens.answer":
        return error_page(_("Please press the button again"), notice, status=400, repeat=True)
    try:
        now = patient_session()
    except VisitNotFound as gone:
        return _gone(gone)
    filled = sent_form(now, (request.view_args or {})["token"])
    return (render_unsaved(filled, notice=notice), 400) if filled is not None else too_late(now)


def _gone(error: VisitNotFound) -> Page:
    if request.blueprint == "clinic":
        words = _("No visit has this reference. It may be mistyped, or the visit was deleted.")
        return error_page(_("This visit is not here"), words, status=404)
    end_session()
    words = _("Forms that are not sent are deleted after seven days. You can start again.")
    return error_page(_("This form is no longer here"), words, status=404)


def _sent_already(error: VisitClosed) -> Page:
    return redirect(url_for("result.keep"), 303)


def _unreadable(error: RowRefused) -> Page:
    """A row of the store was changed by something else; trying again does not help."""
    row = (error.number, error.place, error.why)
    log.error("%s %s: row %s of %s: %s", request.method, route_of(request), *row)
    if request.method == "POST":
        return _store_fails(error)
    if request.blueprint == "clinic":
        words = _(
            "Something other than Screener changed it in the store's file. Ask whoever looks after this "
            "computer to put the store back from a backup."
        )
        return error_page(_("This visit cannot be read"), words, status=503)
    end_session()
    words = _("What you saved in it is damaged. Please tell the clinic. You can start again.")
    return error_page(_("This form can no longer be read"), words, status=503)


def _store_fails(error: StoreError) -> Page:
    log.error("%s %s failed: %s", request.method, route_of(request), type(error).__name__)
    if request.method != "POST":
        words = _("We cannot read the answers right now. What you saved before is safe. Please try again.")
        return error_page(_("Please try again in a minute"), words, status=503)
    words = _("Nothing was sent. Your answers are still here. Please try again in a minute.")
    return error_page(_("We could not save"), words, status=503, repeat=_keeps())


def _no_pdf(error: PdfError) -> Page:
    log.error("%s %s failed: %s", request.method, route_of(request), type(error).__name__)
    words = _("Try again in a moment, or print the page from your browser. Nothing is lost.")
    return error_page(_("We could not make the PDF"), words, status=503)


def _keeps() -> bool:
    """Whether the page may carry what was sent, to send it once more: never an access code."""
    return request.method == "POST" and request.blueprint in ("patient", "screens", "result")
