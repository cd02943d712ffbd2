"""What uses what: every question, score, fact, tag and source with the parts of the rulebook that name it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from screener.engine import SLOT
from screener.model.condition import Condition, Has
from screener.model.navigate import leaves_of, names_of
from screener.model.rule import BindForm, BindMedicines, BindTicked, Rule
from screener.model.rulebook import Rulebook
from screener.workbench.book.entries import Ref, UsedBy

DECIDES = "decides the rules"
WORDS = "stands in the words of"
SCORES = "counts in the scores"
FACTS = "makes the facts"
SHOWS = "shows or hides"
CLOSES = "closes the list of"
PROMISES = "stands in what must always hold"
PLAYS = "plays the part"
WAYS = (DECIDES, WORDS, SCORES, FACTS, SHOWS, CLOSES, PROMISES, PLAYS)


class Usage:
    """Looks through a rulebook once; ``of`` then tells what uses a part."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._found: dict[str, dict[tuple[str, Ref], None]] = defaultdict(dict)
        self._look_through()

    def of(self, anchor: str) -> tuple[UsedBy, ...]:
        """What uses the part that stands at this anchor, way by way."""
        found = self._found.get(anchor, {})
        told = ((way, tuple(ref for one, ref in found if one == way)) for way in WAYS)
        return tuple(UsedBy(way, refs) for way, refs in told if refs)

    def users_of(self, anchor: str) -> tuple[Ref, ...]:
        """What names the part in any way, each once, rules first, in the file's order."""
        return tuple(dict.fromkeys(ref for _, ref in self._found.get(anchor, {})))

    def _look_through(self) -> None:
        book = self._rulebook
        for rule in book.rules.values():
            self._rule(rule)
        for score in book.scores.values():
            items = (f"question-{item}" for item in score.items)
            self._add(Ref("score", score.id), SCORES, *items, f"source-{score.source}")
        for truth in book.facts.values():
            self._condition(Ref("fact", truth.id), FACTS, truth.condition)
        for together in book.sets.values():
            self._add(Ref("fact", together.id), FACTS, *(self._named(part) for part in together.lists))
        for screen in book.screens.values():
            self._condition(Ref("screen", screen.id, screen.title), SHOWS, screen.show_when)
        for question in book.questions.values():
            ref = Ref("question", question.id, question.label)
            self._condition(ref, SHOWS, question.show_when)
            self._condition(ref, CLOSES, question.complete_if)
        for invariant in book.invariants.values():
            self._condition(Ref("invariant", invariant.id), PROMISES, invariant.condition)

        for part, players in book.roles.players.items():
            self._add(Ref("role", part), PLAYS, *map(self._named, players))
        self._condition(Ref("role", "for_another"), PLAYS, book.roles.for_another)

    def _rule(self, rule: Rule) -> None:
        ref = Ref("rule", rule.id, rule.headline)
        for condition in (rule.when, rule.urgent_when):
            self._condition(ref, DECIDES, condition)
        for variant in rule.variants:
            self._condition(ref, WORDS, variant.when)
        for binding in rule.bindings.values():
            match binding:
                case BindMedicines(set_id, selector):
                    self._condition(ref, WORDS, Has(set_id, selector))
                case BindTicked(questions):
                    self._add(ref, WORDS, *(f"question-{id}" for id in questions))
                case BindForm(_, subjects):
                    self._add(ref, WORDS, *(self._named(id) for id in subjects))
        for text in texts_of(rule):
            for name, id in SLOT.findall(text):
                if name in ("answer", "score"):
                    self._add(ref, WORDS, f"{'question' if name == 'answer' else 'score'}-{id}")
        for source in rule.sources:
            self._add(ref, DECIDES, f"source-{source}")

    def _condition(self, user: Ref, way: str, condition: Condition | None) -> None:
        if condition is not None:
            self._add(user, way, *self._anchors(condition))

    def _add(self, user: Ref, way: str, *anchors: str) -> None:
        for anchor in anchors:
            self._found[anchor][way, user] = None

    def _named(self, id: str) -> str:
        """The anchor of a question, a score, a fact or a set."""
        if id in self._rulebook.scores:
            return f"score-{id}"
        return f"question-{id}" if id in self._rulebook.questions else f"fact-{id}"

    def _anchors(self, condition: Condition) -> Iterator[str]:
        """Everything that a condition names, what stands behind facts, scores and sets included."""
        yield from (self._named(id) for id in names_of(self._rulebook, condition))
        for leaf in leaves_of(self._rulebook, condition):
            words = (word for selector in leaf.looks_at.selectors for word in selector.words)
            yield from (f"tag-{word}" for word in words if word in self._rulebook.vocabulary.tags)


def texts_of(rule: Rule) -> Iterator[str]:
    """Every text of a rule, those of its variants, regions and pages included."""
    yield from (rule.patient, rule.clinician)
    wordings = [*(variant.wording for variant in rule.variants), *rule.regions.values()]
    for wording in wordings:
        yield from (text for text in (wording.patient, wording.clinician) if text is not None)
    for page in (rule.page, *(wording.page for wording in wordings), *rule.companions.values()):
        if page is not None:
            yield from (page.heading, page.do, *page.lines)
