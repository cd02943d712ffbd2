"""A small rulebook, a clock that is set by hand, and visits on a real file."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from screener.model.condition import Chosen, Compare
from screener.model.question import Checklist, Layout, Question, QuestionType, Screen
from screener.model.rule import Examples, Page, Priority, Rule
from screener.model.rulebook import Contacts, Review, Rulebook, Source
from screener.model.vocabulary import Medicine, Vocabulary
from screener.store import Store, open_store
from screener.visits import Visits, rulebooks

NO_EXAMPLES = Examples()


def yes_no(id: str, *, safety: bool = False) -> Question:
    return Question(
        id=id, ask=f"{id}?", label=id, type=QuestionType.YES_NO, safety=safety, not_sure="I am not sure"
    )


QUESTIONS = (
    yes_no("sym_eye", safety=True),
    yes_no("sym_bleed", safety=True),
    Question(id="pain_now", ask="How bad?", label="Pain now", type=QuestionType.SCALE, low=0, high=10),
    Question(
        id="pain_kind",
        ask="What kind?",
        label="Kind",
        type=QuestionType.MANY,
        options={"burning": "Burning", "dull": "Dull"},
        none="None of these",
    ),
    yes_no("drives"),
    replace(yes_no("drive_sleepy"), show_when=Chosen("drives", ("yes",))),
    Question(id="own_words", ask="Anything else?", label="Own words", type=QuestionType.TEXT),
    Question(id="med_list", ask="What do you take?", label="Medicines", type=QuestionType.MEDICINES),
)
SCREENS = (
    Screen(
        id="signs",
        part="Safety",
        title="Signs",
        layout=Layout.CHECKLIST,
        items=(Checklist(("sym_eye", "sym_bleed")),),
    ),
    Screen(
        id="pain", part="Pain", title="Pain", layout=Layout.LIST, items=("pain_now", "pain_kind", "drives")
    ),
    Screen(id="driving", part="Work", title="Driving", layout=Layout.LIST, items=("drive_sleepy",)),
    Screen(id="words", part="You", title="Your words", layout=Layout.LIST, items=("own_words", "med_list")),
)


def rule(id: str, priority: Priority, when: Chosen | Compare, *, page: Page | None = None) -> Rule:
    return Rule(
        id=id,
        topic="all",
        priority=priority,
        when=when,
        headline=f"{id} headline",
        patient=f"{id}: talk about it.",
        clinician=f"{id}: look at it.",
        sources=("SRC",),
        strength="moderate",
        examples=NO_EXAMPLES,
        page=page,
    )


RULES = (
    rule(
        "emg_eye",
        Priority.EMERGENCY,
        Chosen("sym_eye", ("yes",)),
        page=Page("Your eye", "Go to {contact:ed} now.", "emergency"),
    ),
    rule(
        "emg_bleed",
        Priority.EMERGENCY,
        Chosen("sym_bleed", ("yes",)),
        page=Page("Bleeding", "Call {contact:emergency} now.", "emergency"),
    ),
    rule("strong_pain", Priority.DISCUSS, Compare("pain_now", at_least=7)),  # type: ignore[arg-type]
    rule("sleepy_driver", Priority.URGENT, Chosen("drive_sleepy", ("yes",))),
)
RULEBOOK = Rulebook(
    title="Before your visit",
    version="1",
    hash="1" * 64,
    text="the first rulebook\n",
    review=Review("draft"),
    leads={priority: f"{priority}:" for priority in Priority},
    topics={"all": "Everything"},
    sources={"SRC": Source(key="SRC", title="A source", year=2020, status="seen")},
    contacts={
        "us": Contacts(
            "us",
            words={
                "emergency": "911",
                "crisis": "988",
                "poison": "Poison Help",
                "urgent_line": "your clinic",
                "ed": "the emergency room",
            },
            numbers={"emergency": "911", "crisis": "988"},
        )
    },
    instruments={},
    people={},
    screens={screen.id: screen for screen in SCREENS},
    questions={question.id: question for question in QUESTIONS},
    scores={},
    facts={},
    sets={},
    rules={rule.id: rule for rule in RULES},
    invariants={},
    vocabulary=Vocabulary({"ketamine": Medicine("ketamine")}, hash="2" * 64),
)
OTHER = replace(
    RULEBOOK,
    title="Another rulebook",
    version="2",
    hash="3" * 64,
    text="the second rulebook\n",
    rules={
        id: replace(rule, headline="Other", patient="Other.", clinician="Other.")
        for id, rule in RULEBOOK.rules.items()
    },
)


@dataclass(slots=True)
class Clock:
    """Time that stands still until it is moved."""

    now: datetime = datetime(2026, 11, 25, 10, 42, tzinfo=UTC)
    counted: float = 0

    def __call__(self) -> datetime:
        return self.now

    def steady(self) -> float:
        return self.counted

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)
        self.counted += timedelta(**time).total_seconds()

    def move(self, **time: float) -> None:
        """Set the clock to another time, which passes by for nobody."""
        self.now += timedelta(**time)


@dataclass(slots=True)
class Desk:
    """A clinic's store with its clock; `visits` opens the use cases on a rulebook."""

    folder: Path
    store: Store
    clock: Clock

    def visits(self, rulebook: Rulebook = RULEBOOK) -> Visits:
        return Visits(
            store=self.store,
            rulebook=rulebook,
            region="us",
            clinic="Hill Street Clinic",
            clock=self.clock,
            steady=self.clock.steady,
        )

    def bytes(self) -> bytes:
        """Everything in the data folder."""
        return b"".join(path.read_bytes() for path in (self.folder / "data").iterdir())


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Iterator[Desk]:
    by_text = {rulebook.text.encode(): rulebook for rulebook in (RULEBOOK, OTHER)}
    monkeypatch.setattr(rulebooks, "read", lambda text, name, vocabulary: by_text[text])
    with open_store(tmp_path / "data", tmp_path / "keys" / "key", clock=clock) as store:
        yield Desk(tmp_path, store, clock)


@pytest.fixture
def visits(desk: Desk) -> Visits:
    return desk.visits()


@pytest.fixture
def other_rulebook() -> Rulebook:
    return OTHER


@pytest.fixture
def at_once() -> Callable[[list[Callable[[], object]]], list[object]]:
    """Run calls in threads that all start together; gives what they returned or raised, in order."""

    def run(calls: list[Callable[[], object]]) -> list[object]:
        start = threading.Barrier(len(calls))
        results: list[object] = [None] * len(calls)

        def one(place: int) -> None:
            start.wait()
            try:
                results[place] = calls[place]()
            except Exception as error:
                results[place] = error

        threads = [threading.Thread(target=one, args=(place,)) for place in range(len(calls))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return results

    return run
