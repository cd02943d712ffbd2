"""The one table of keys: it drives the reader, the JSON Schema and the table in the author's guide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from screener.model.question import QuestionType
from screener.model.rulebook import SET_BY_CLINIC
from screener.rulebook.language.containers import BlockOf, ByForm, Free, ListOf, MapOf
from screener.rulebook.language.kinds import Exactly, FixedWord, Key, Number, OneOfWords, Text
from screener.rulebook.language.slots import Slots

HEADLINE_LENGTH, CLINICIAN_LENGTH, LABEL_LENGTH = 80, 200, 24
PATIENT_WORDS = 60
PAGE_LINES = 3

# Single values.
TEXT = Text()
CONTACT_TEXT = Text(slots=Slots.CONTACTS)
SLOT_TEXT = Text(slots=Slots.ALL)
PATIENT = Text(length=PATIENT_WORDS, slots=Slots.ALL)
CLINICIAN = Text(characters=CLINICIAN_LENGTH, slots=Slots.ALL)
TRUE = Exactly(True)
PRIORITY = OneOfWords(("emergency", "urgent", "discuss", "information"))
DATE = FixedWord(
    "a date", r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])", 'write it as "2026-11-25", in quotes'
)
LINK = FixedWord(
    "an address", r"https?://[^\s/]+(/\S*)?", 'write it as "https://example.org/page", in quotes'
)
TELEPHONE = FixedWord(
    "a telephone number",
    rf"\+?[0-9]{{2,15}}|{SET_BY_CLINIC}",
    'write its digits in quotes, as "18002221222", or clinic where the clinic sets it',
)
HASH = FixedWord("a hash", r"[0-9a-f]{64}", "copy the 64 digits and letters that `screener check` prints")
LOINC = FixedWord("a LOINC code", r"[0-9]{1,7}-[0-9]", "write it as 44260-8")

# Ids, and references to them.
SMALL = "use small letters and digits"
SNAKE = FixedWord("an id", r"[a-z][a-z0-9_]*", f"{SMALL}, join words by `_`, begin with a letter")
OPTION_ID = FixedWord("an option's id", r"[a-z0-9][a-z0-9_]*", f"{SMALL}, join words by `_`")
HYPHEN = FixedWord("an id", r"[a-z][a-z0-9_-]*", f"{SMALL}, join words by `-` or `_`, begin with a letter")
SOURCE_ID = FixedWord(
    "a source's key", r"[A-Za-z0-9][A-Za-z0-9_-]*", "use letters and digits, join words by `-`"
)
MEDICINE = FixedWord("a medicine's generic name")
QUESTION, RULE, SOURCE, REGION = (
    FixedWord("a question"),
    FixedWord("a rule"),
    FixedWord("a source"),
    FixedWord("a region"),
)
LIST_NAME, OPTION = FixedWord("a list of medicines"), FixedWord("an option")

# What is read by parts of their own.
CONDITION = Free("a condition", "condition")
SELECTOR = Free("tags or generics", "selector")
ANSWER = Free("an answer", "answer")
FACT = Free("a condition, or `together: [lists]`", "fact")

PAGE = BlockOf("page")
BINDING = BlockOf("binding", others=SELECTOR)
EXAMPLES = ListOf(BlockOf("example", others=ANSWER))
FORM_SUBJECTS = ListOf(FixedWord("a question or `safety`"), single=True, least=1)

TABLE: tuple[Key, ...] = (
    Key("top", "format", Exactly(1), "the language this file is written in", True),
    Key("top", "title", TEXT, "printed", True),
    Key("top", "version", TEXT, "printed", True),
    Key("top", "review", BlockOf("review"), "whether clinicians signed the file off", True),
    Key("top", "leads", BlockOf("leads"), "the fixed line over the points of each priority", True),
    Key("top", "topics", MapOf(HYPHEN, TEXT, 1), "order and titles of topics on the clinician's page", True),
    Key("top", "sources", MapOf(SOURCE_ID, BlockOf("source")), "what points stand on", True),
    Key("top", "contacts", MapOf(HYPHEN, BlockOf("region"), 1), "whom to call, by region", True),
    Key("top", "instruments", MapOf(HYPHEN, BlockOf("instrument")), "published instruments"),
    Key(
        "top",
        "option_lists",
        MapOf(HYPHEN, ByForm(list=ListOf(TEXT, 2), block=MapOf(OPTION_ID, TEXT, 1))),
        "shared options; in a list, values are positions from 0",
    ),
    Key("top", "medicines", MapOf(MEDICINE, BlockOf("medicine")), "the clinic's additions to the vocabulary"),
    Key(
        "top",
        "people",
        MapOf(HYPHEN, MapOf(QUESTION, ANSWER), 1),
        "example patients; the first is the default",
        True,
    ),
    Key("top", "roles", BlockOf("roles"), "what the program must know by meaning", True, default=True),
    Key("top", "screens", ListOf(BlockOf("screen"), 1), "what is shown at once, in order", True),
    Key("top", "questions", MapOf(SNAKE, BlockOf("question"), 1), "what is asked", True),
    Key("top", "scores", MapOf(SNAKE, BlockOf("score")), "numbers made of scales", True),
    Key("top", "facts", MapOf(SNAKE, FACT), "named conditions and named sets of medicines", True),
    Key("top", "rules", ListOf(BlockOf("rule")), "conditions that lead to talking points", True),
    Key("top", "invariants", ListOf(BlockOf("invariant")), "what must always hold", True),
    Key("top", "end", TRUE, "the last line; a file without it is cut short", True),
    Key("review", "status", OneOfWords(("draft", "approved")), "draft is said on every page", True),
    Key("review", "approved", ListOf(BlockOf("approval")), "who signed the file off", True),
    Key("review", "review_by", DATE, "when it must be looked at again"),
    Key("approval", "name", TEXT, "who signed", True),
    Key("approval", "role", TEXT, "as what", True),
    Key("approval", "date", DATE, "when", True),
    Key("approval", "hash", HASH, "which file: approval counts for this hash only", True),
    *(Key("leads", name, CONTACT_TEXT, f"the line over {name} points", True) for name in PRIORITY.allowed),
    Key("source", "title", TEXT, "printed", True),
    Key("source", "year", Number(low=1800, high=2200), "of publication", True),
    Key("source", "url", LINK, "where it can be read"),
    Key("source", "status", OneOfWords(("seen", "verify")), "seen, or still to verify", True),
    Key("source", "checked", DATE, "when it was last looked at"),
    Key("source", "review_by", DATE, "when it must be looked at again"),
    Key("source", "note", TEXT, "for the author"),
    *(
        Key("region", name, TEXT, meaning, True)
        for name, meaning in (
            ("emergency", "words for the emergency number"),
            ("crisis", "words for help in a mental crisis"),
            ("poison", "words for help with poisoning"),
            ("urgent_line", "words for help on the same day"),
            ("ed", "words for the emergency department"),
        )
    ),
    Key("region", "numbers", MapOf(HYPHEN, TELEPHONE), "numbers to tap, by name", True),
    Key("instrument", "title", TEXT, "printed"),
    Key("instrument", "stem", TEXT, "its own words over the items"),
    Key("instrument", "credit", TEXT, "its credit line"),
    Key("instrument", "below", CONTACT_TEXT, "our own words under the grid"),
    Key("medicine", "brands", ListOf(TEXT), "further names"),
    Key("medicine", "tags", ListOf(SNAKE), "tags to add"),
    Key("medicine", "untag", ListOf(SNAKE), "tags to take away"),
    Key("medicine", "ingredients", ListOf(MEDICINE), "generics that a product is made of"),
    Key("medicine", "source", SOURCE, "what the addition stands on", True),
    Key("roles", "taken_now", LIST_NAME, "the set of what is taken now; others are told as stopped", True),
    Key("roles", "for_another", CONDITION, "holds while somebody else fills in the form", True),
    Key("roles", "age", QUESTION, "asks for the age"),
    Key("roles", "allergies", QUESTION, "asks for allergies and reactions, in own words"),
    Key("roles", "indication", QUESTION, "asks what the medicines are for"),
    Key("roles", "tried", ListOf(QUESTION, 1), "ask what was tried before"),
    Key("roles", "own_question", QUESTION, "asks what the person wants to ask, in own words"),
    Key("roles", "crisis", BlockOf("crisis"), "by which a mental crisis shows"),
    Key("crisis", "item", QUESTION, "the instrument's item, a scale", True),
    Key("crisis", "safe", QUESTION, "whether the person feels safe", True),
    Key("screen", "id", HYPHEN, "its name", True),
    Key("screen", "part", TEXT, "the part of the form that the patient sees", True),
    Key("screen", "title", CONTACT_TEXT, "its heading", True),
    Key("screen", "layout", OneOfWords(("list", "checklist", "grid", "mixed")), "how questions stand", True),
    Key(
        "screen",
        "questions",
        ListOf(ByForm(word=QUESTION, list=ListOf(QUESTION, 1)), 1),
        "in order; in `mixed` a nested list is one checklist",
        True,
    ),
    Key("screen", "intro", CONTACT_TEXT, "words under the heading"),
    Key("screen", "instrument", FixedWord("an instrument"), "whose items these are"),
    Key("screen", "show_when", CONDITION, "on earlier screens only"),
    Key("screen", "rather_not", TRUE, 'its checklists also offer "I would rather not say"'),
    Key("question", "ask", CONTACT_TEXT, "the words for the patient", True),
    Key("question", "label", Text(characters=LABEL_LENGTH), "for the clinician", True),
    Key(
        "question",
        "type",
        OneOfWords(tuple(QuestionType)),
        "what form of answer it takes",
        True,
    ),
    Key("question", "hint", CONTACT_TEXT, "further words for the patient"),
    Key("question", "safety", TRUE, "listed when blank or not sure"),
    Key(
        "question",
        "options",
        ByForm(word=FixedWord("an option list"), block=MapOf(OPTION_ID, TEXT, 1)),
        "one, many; `not_sure` and `prefer_not` are answer states",
    ),
    Key("question", "none", TEXT, "many: words for the empty choice, which excludes the others"),
    Key("question", "alone", ListOf(OPTION, 1), "many: options that exclude the others but are values"),
    Key("question", "steps", FixedWord("an option list"), "scale: words for every step, from 0"),
    Key("question", "range", ListOf(Number(), 2, 2), "scale: lowest and highest step"),
    Key(
        "question", "anchors", MapOf(Free("a step", "step"), TEXT), "scale: words for both ends of the range"
    ),
    Key("question", "complete_if", CONDITION, "medicines: what says that the list is complete"),
    Key(
        "question",
        "medicines",
        MapOf(OPTION, MEDICINE, 1),
        "many: the generic an option stands for, or `unrecognized`",
    ),
    Key("question", "show_when", CONDITION, "on earlier screens only"),
    Key("question", "mood", TRUE, "may be left out of the patient's print"),
    Key("question", "loinc", LOINC, "its code in LOINC"),
    Key("score", "sum", ListOf(QUESTION, 1), "scales that are added; a score has `sum` or `mean`"),
    Key("score", "mean", ListOf(QUESTION, 1), "scales of which the mean is taken"),
    Key("score", "places", Number(low=0, high=4), "decimal places of a mean"),
    Key(
        "score",
        "bands",
        MapOf(TEXT, ListOf(Number(whole=False), 2, 2), 1),
        "published labels, lowest first, without a gap",
        True,
    ),
    Key("score", "source", SOURCE, "where the bands come from", True),
    Key("score", "loinc", LOINC, "its code in LOINC"),
    Key("fact", "together", ListOf(LIST_NAME, 1), "a set: the medicines of these lists as one"),
    Key("rule", "id", SNAKE, "its name", True),
    Key("rule", "topic", FixedWord("a topic"), "under which title it is printed", True),
    Key("rule", "priority", PRIORITY, "how soon it matters", True),
    Key("rule", "about", OneOfWords(("form",)), "needed when the condition uses a form word or `possibly`"),
    Key("rule", "when", CONDITION, "what makes it fire", True),
    Key("rule", "urgent_when", CONDITION, "what lifts it to urgent"),
    Key("rule", "hides", ListOf(RULE, 1), "lesser rules that it covers"),
    Key("rule", "a", BINDING, "what {a} stands for"),
    Key("rule", "b", BINDING, "what {b} stands for"),
    Key("rule", "list", BINDING, "what {list} stands for"),
    Key("rule", "headline", Text(characters=HEADLINE_LENGTH), "for both pages", True),
    Key("rule", "patient", PATIENT, "the text for the patient", True),
    Key("rule", "clinician", CLINICIAN, "the text for the clinician", True),
    Key("rule", "page", PAGE, "emergency rules, and only they: the full page"),
    Key("rule", "variants", ListOf(BlockOf("variant"), 1), "other words; the first that surely holds wins"),
    Key("rule", "regions", MapOf(REGION, BlockOf("wording"), 1), "other words for a region"),
    Key("rule", "with", MapOf(RULE, BlockOf("companion"), 1), "another page when that emergency fires too"),
    Key("rule", "sources", ListOf(SOURCE, 1), "what it stands on", True),
    Key("rule", "strength", TEXT, "how strong that is", True),
    Key("rule", "keep", TRUE, "always among the first five information points"),
    Key("rule", "print", OneOfWords(("asks",)), "on the clinician's print only through the ask list"),
    Key("rule", "seed", TEXT, "the claim of the first article that it carries"),
    Key("rule", "examples", BlockOf("examples"), "patients that show it", True),
    Key("binding", "ticked", ListOf(QUESTION, 1), "those of these questions answered yes"),
    Key("binding", "unsure", FORM_SUBJECTS, "those of these questions not sure of"),
    Key("binding", "unanswered", FORM_SUBJECTS, "those of these questions left blank"),
    Key("binding", "unrecognized", LIST_NAME, "what of a set is not recognized"),
    Key("variant", "when", CONDITION, "form words are allowed here", True),
    *(
        Key(place, name, kind, meaning)
        for place in ("variant", "wording")
        for name, kind, meaning in (
            ("patient", PATIENT, "instead of the rule's patient text"),
            ("clinician", CLINICIAN, "instead of the rule's clinician text"),
            ("page", PAGE, "instead of the rule's page"),
        )
    ),
    Key("companion", "page", PAGE, "the page", True),
    Key("page", "heading", SLOT_TEXT, "what the patient told us", True),
    Key("page", "do", SLOT_TEXT, "one instruction", True),
    Key("page", "number", FixedWord("a name of a region's numbers"), "the number to tap", True),
    Key("page", "lines", ListOf(SLOT_TEXT, 1, PAGE_LINES), "further lines, three at most"),
    Key("examples", "fires", EXAMPLES, "changes of a person under which it fires", True),
    Key("examples", "silent", EXAMPLES, "changes under which it stays silent", True),
    Key("examples", "open", EXAMPLES, "changes under which it stays open; rules about the form have none"),
    Key("example", "person", FixedWord("a person"), "who is changed, else the first of `people`"),
    Key("example", "asks", ListOf(QUESTION), "questions that the rule must ask about"),
    Key("invariant", "id", HYPHEN, "its name", True),
    Key("invariant", "if", CONDITION, "whenever this holds", True),
    Key("invariant", "then", BlockOf("promise"), "this is kept", True),
    Key("promise", "fires", RULE, "this rule fires"),
    Key("promise", "at_least", PRIORITY, "with `fires`: at this priority or a graver one"),
    Key("promise", "never", RULE, "this rule does not fire"),
    Key("promise", "any", ListOf(BlockOf("promise"), 1), "at least one of these is kept"),
    Key("condition", "all", ListOf(CONDITION), "all of them hold; so do several keys of one block"),
    Key("condition", "any", ListOf(CONDITION), "at least one holds"),
    Key("condition", "not", CONDITION, "it does not hold"),
    Key("condition", "possibly", CONDITION, "it may hold; speaks of the form"),
    Key("condition", "any_yes", ListOf(QUESTION, 1), "one of these yes/no questions is answered yes"),
    Key(
        "condition",
        "pair",
        ListOf(MapOf(LIST_NAME, SELECTOR, 1), 2, 2),
        "two different medicines of two lists",
    ),
    Key("condition", "unanswered", FORM_SUBJECTS, "left blank, or rather not said; speaks of the form"),
    Key("condition", "unsure", FORM_SUBJECTS, "not sure; speaks of the form"),
    Key("condition", "incomplete", LIST_NAME, "the list is not said to be complete; speaks of the form"),
    Key("condition", "unrecognized", LIST_NAME, "a name or a tick is not recognized; speaks of the form"),
    Key(
        "condition",
        "QUESTION",
        ListOf(OPTION, 1, single=True),
        "the answer is, or contains, one of these options",
    ),
    Key("condition", "FACT", TRUE, "the fact holds"),
    Key("condition", "SCALE, SCORE or SET", BlockOf("comparison"), "a number or a set compares so"),
    Key("comparison", "at_least", Number(whole=False), "this or more: a scale, a score, options of a many"),
    Key("comparison", "at_most", Number(whole=False), "this or less"),
    Key("comparison", "of", SELECTOR, "with `at_least`: so many different medicines match"),
    Key("comparison", "has", SELECTOR, "a medicine matches; `any` is any medicine"),
    Key("comparison", "twice", SELECTOR, "one matching substance stands in two rows"),
    Key(
        "comparison",
        "pair",
        ListOf(SELECTOR, 2, 2, repeats=True),
        "two different medicines of two rows match",
    ),
)


def by_place(table: tuple[Key, ...]) -> Mapping[str, Mapping[str, Key]]:
    """The rows of every place, by key."""
    places: dict[str, dict[str, Key]] = {}
    for key in table:
        places.setdefault(key.place, {})[key.name] = key
    return places


PLACES = by_place(TABLE)


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One row of the table of keys as the author's guide prints it."""

    place: str
    key: str
    required: bool
    value: str
    meaning: str


def key_table() -> tuple[KeyRow, ...]:
    """Every key of a rulebook: where it stands, whether it must, what it holds and what it means."""
    return tuple(KeyRow(key.place, key.name, key.required, key.kind.words, key.meaning) for key in TABLE)
