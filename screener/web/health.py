"""The health page, for whoever keeps the server running: says nothing of any visit."""

from __future__ import annotations

from flask import Blueprint

from screener import __version__
from screener.errors import LinkRefused, StoreError
from screener.web.desk import desk

bp = Blueprint("health", __name__)

NOBODYS_LINK = "health"


@bp.get("/health")
def health() -> tuple[dict[str, str], int]:
    """Whether pages and store answer: the store is asked for a link that nobody has."""
    status = 200
    try:
        desk().visits.needs_birth_date(NOBODYS_LINK)
    except LinkRefused:
        pass
    except StoreError:
        status = 503
    words = {"status": "ok" if status == 200 else "store", "version": __version__}
    return {**words, "rulebook": desk().visits.rulebook.version}, status
