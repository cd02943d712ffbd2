"""What happens to visits: begin, save, come back, complete, print again, delete."""

from screener.visits.links import LinkRefusal
from screener.visits.records import Begun, Listing, Saved, VisitLine
from screener.visits.visits import Visits

__all__ = ["Begun", "LinkRefusal", "Listing", "Saved", "VisitLine", "Visits"]
