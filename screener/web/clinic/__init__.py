"""The clinic's pages: signing in, the list of visits, and the page to print."""

from screener.web.clinic import visits
from screener.web.clinic.sign_in import bp as clinic_pages

__all__ = ["clinic_pages", "visits"]
