"""What happens to visits: begin, save, come back, complete, print again, delete."""

from screener.visits.links import LinkRefusal
from screener.visits.listing import Listing, VisitLine
from screener.visits.records import Begun, Saved
from screener.visits.visits import Visits

__all__ = ["Begun", "LinkRefusal", "Listing", "Saved", "VisitLine", "Visits"]
