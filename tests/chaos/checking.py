"""What the store holds against what the clients were told."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from screener.model.visit import Visit
from screener.rulebook import load
from screener.store import open_store
from screener.visits import Visits
from screener.visits.records import to_json, to_visit
from tests.chaos.served import RULES
from tests.chaos.told import CANARY, Told


@dataclass(frozen=True, slots=True)
class Found:
    """How many visits were acknowledged, and the canaries of those with which something is wrong.

    ``lost``: something acknowledged is not there. ``doubled``: more than one visit bears it. ``crossed``: a
    visit holds another's words, or the client's visit is not the one with its words. ``odd``: the client got
    an answer that it should not.
    """

    visits: int
    sent: int
    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    crossed: tuple[str, ...]
    odd: tuple[str, ...]

    @property
    def good(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.lost or self.doubled or self.crossed or self.odd)


def compare(data: Path, key_file: Path, told: Collection[Told]) -> Found:
    """Read every visit in the store, with what was printed of it, and compare."""
    with open_store(data, key_file) as store:
        visits = Visits(
            store=store,
            rulebook=load(RULES),
            region="us",
            clinic="your clinic",
            clock=lambda: datetime.now(UTC),
        )
        kept = [to_visit(stored) for stored in (*store.visits().completed, *store.visits().in_progress)]
        printed = {visit.id: _canaries(_printed(visits, visit)) for visit in kept if visit.completed}
    return judge(told, kept, printed)


def judge(told: Collection[Told], kept: Iterable[Visit], printed: dict[str, set[str]]) -> Found:
    """Compare what was told with the visits kept, and the canaries printed for each of them."""
    by_id = {visit.id: visit for visit in kept}
    bearing: dict[str, list[str]] = defaultdict(list)
    for visit in by_id.values():
        for canary in _canaries(_typed(visit)) | printed.get(visit.id, set()):
            bearing[canary].append(visit.id)
    mixed = {
        canary
        for visit in by_id.values()
        if len(found := _canaries(_typed(visit)) | printed.get(visit.id, set())) > 1
        for canary in found
    }
    strayed = {one.canary for one in told if one.saved and bearing[one.canary] not in ([one.visit], [])}
    return Found(
        visits=len(by_id),
        sent=sum(one.sent for one in told),
        lost=tuple(one.canary for one in told if _lost(one, by_id.get(one.visit), printed)),
        doubled=tuple(canary for canary, ids in bearing.items() if len(ids) > 1),
        crossed=tuple(sorted(mixed | strayed)),
        odd=tuple(f"{one.canary}: {one.odd}" for one in told if one.odd),
    )


def _lost(told: Told, visit: Visit | None, printed: dict[str, set[str]]) -> bool:
    """Whether something that was acknowledged is not in the store."""
    named = visit is not None and visit.state.person.name == told.canary
    saved = (
        visit is not None and visit.state.raw.get("goal") == told.canary and visit.state.passed == ("words",)
    )
    sent = visit is not None and visit.completed is not None and told.canary in printed[visit.id]
    return (told.named and not named) or (told.saved and not saved) or (told.sent and not sent)


def _typed(visit: Visit) -> str:
    return visit.state.person.name + json.dumps(dict(visit.state.raw))


def _printed(visits: Visits, visit: Visit) -> str:
    return (to_json(visits.patient_summary(visit)) + to_json(visits.clinician_summary(visit))).decode()


def _canaries(text: str) -> set[str]:
    return set(CANARY.findall(text))
