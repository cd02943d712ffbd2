"""Where visits are kept: one SQLite file, everything that a person typed sealed, one writer."""

from screener.store.copying import back_up, restore
from screener.store.opening import has_store, open_store
from screener.store.store import Store
from screener.store.tables import StoredVisit
from screener.store.writing import Adoption, Writing, make_code

__all__ = [
    "Adoption",
    "Store",
    "StoredVisit",
    "Writing",
    "back_up",
    "has_store",
    "make_code",
    "open_store",
    "restore",
]
