"""Codes of what shows when people and examples are tried, and of what is odd though nothing is wrong."""

from __future__ import annotations

from collections.abc import Mapping

EXAMPLES: Mapping[str, tuple[str, str]] = {
    "wrong-answer": (
        "A person or an example gives an answer that its question cannot have.",
        "Write an answer of the kind that the problem names.",
    ),
    "wrong-medicine": (
        "An entry in a list of medicines is no name, such as a number or a key that does not exist.",
        "Write the name of the medicine as a patient would type it.",
    ),
    "contradiction": (
        "An answer that stands alone, such as “none of these”, is chosen together with others.",
        "Keep that answer alone, or keep the others.",
    ),
    "example": (
        "The rule does otherwise on this patient than the example says.",
        "Run `screener explain` on the example's answers, then mend the example or the condition.",
    ),
    "example-asks": (
        "The rule stays open on this patient, but for want of other answers than the example says.",
        "Correct `asks`, or look at the condition: it may look at another question than you meant.",
    ),
}

ODD: Mapping[str, tuple[str, str]] = {
    "upper-edge": (
        "The rule steps aside for a graver one by itself, so with that answer blank neither fires.",
        "Take that part of the condition out, and let the graver rule hide this one with `hides`.",
    ),
    "never-fires": (
        "No patient can have answers on which this rule fires.",
        "Look for parts of the condition that exclude each other.",
    ),
    "always-fires": (
        "The rule fires for everybody, whatever is answered, so it tells nothing.",
        "Take out the part of the condition that always holds, or the rule.",
    ),
    "fires-on-nothing": (
        "The rule fires on a form on which nothing was answered, as if a blank were an answer.",
        "Let the condition ask for an answer that was given.",
    ),
    "never-urgent": (
        "Whenever the rule fires, what would make it urgent does not hold.",
        "Change `urgent_when`, or take it out.",
    ),
    "always-urgent": (
        "Whenever the rule fires it is urgent, so its own priority never counts.",
        "Write `priority: urgent` and take `urgent_when` out.",
    ),
    "same-condition": (
        "Two rules of one topic fire on exactly the same patients.",
        "Make one rule of them, or change one of the conditions to what you meant.",
    ),
    "implied": (
        "Whenever this rule fires another one of its topic fires too, and the patient reads both.",
        "Let this rule hide the other with `hides`, or tell their conditions apart.",
    ),
    "opposite-advice": (
        "Two points that one patient can get, or a point and the line above it, say to do something and not "
        "to do it.",
        "Say the same in both, let one hide the other with `hides`, or tell their conditions apart.",
    ),
    "never-seen": (
        "Whenever the rule fires another one hides it, so nobody ever reads it.",
        "Take it out of the `hides` of the other, or take the rule out.",
    ),
    "idle-hides": (
        "The rule is to hide a graver one, and no rule ever hides a graver one.",
        "Take it out, and let the graver rule hide this one if that was meant.",
    ),
    "promise-broken": (
        "Some patient meets the `if` of an invariant, and no rule does what its `then` promises.",
        "Mend the rule that it speaks of, or change the promise.",
    ),
    "empty-list": (
        "The rule fires on patients for whom a gap in its text, such as `{list}`, is filled with nothing.",
        "Let the gap name all that the condition asks for, or write the text without it.",
    ),
    "idle-clause": (
        "A part of the condition changes nothing: with or without it the rule does the same for everybody.",
        "Take it out, or write what it was meant to say.",
    ),
    "score-gap": (
        "The rules on a score leave out a number between them, so patients with that number get no point.",
        "Let one rule begin where the other ends.",
    ),
    "score-overlap": (
        "Two rules of different priority fire on the same number of a score, and the patient reads both.",
        "Let the graver one hide the lesser with `hides`.",
    ),
    "late-emergency": (
        "The emergency could show earlier: it waits for a question on a later screen than its first one.",
        "Move that question forward, unless the emergency has to wait for it.",
    ),
    "unused": (
        "Something is defined here that no rule, score, screen or print uses.",
        "Use it, or take it out; check first whether a name elsewhere was meant to be this one.",
    ),
    "review-due": (
        "The day by which a source or the file was to be looked at again has passed.",
        "Look at it again, then write the next day at `review_by`.",
    ),
    "hard-to-read": (
        "The text for patients needs more years of school than many of them have.",
        "Use shorter words and shorter sentences.",
    ),
    "long-sentence": (
        "The text for patients holds a sentence that is too long to read when tired or in pain.",
        "Make two sentences of it.",
    ),
    "banned-wording": (
        "The text tells a patient to start, stop or change a medicine, names a dose, or uses a hurtful word.",
        "Say whom to ask and about what; “Do not stop it on your own; ask first.” is allowed.",
    ),
}
