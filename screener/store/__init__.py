"""Where visits are kept: one SQLite file, everything that a person typed sealed, one writer."""

from screener.store.copying import Restored, back_up, look_at, restore
from screener.store.inspection import Inspection, RowFault
from screener.store.opening import has_store, open_store
from screener.store.store import Store
from screener.store.tables import StoredVisit, StoredVisits, Tries, Unreadable
from screener.store.writing import Adoption, Writing, make_code

__all__ = [
    "Adoption",
    "Inspection",
    "Restored",
    "RowFault",
    "Store",
    "StoredVisit",
    "StoredVisits",
    "Tries",
    "Unreadable",
    "Writing",
    "back_up",
    "has_store",
    "look_at",
    "make_code",
    "open_store",
    "restore",
]
