"""What every problem is called, what it means, and how to mend it: the one table of codes.

`screener check --explain CODE` and the author's guide print both sentences.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, unique


@unique
class Code(Enum):
    """One kind of fault; it is printed in small letters with hyphens, such as ``never-fires``.

    ``means`` and ``mend`` are a sentence each, for authors.
    """

    def __init__(self, means: str, mend: str) -> None:
        self.means = means
        self.mend = mend

    def __str__(self) -> str:
        return self.name.lower().replace("_", "-")

    # The file itself
    EMPTY = (
        "The file holds nothing, or remarks only.",
        "Make sure that you named the right file, and that it was saved.",
    )
    CUT_SHORT = (
        "The last line is not `end: true`, so a part of the file may have been lost on its way.",
        "Fetch the whole file again; if nothing is missing, write `end: true` as the last line.",
    )
    TOO_LARGE = (
        "The file is larger than any rulebook needs to be, so it was not read.",
        "Make sure that you named the right file, or shorten it.",
    )
    NOT_UTF8 = (
        "The file was saved in an old encoding, in which letters such as é or “ are written otherwise.",
        "Save it again and choose the encoding UTF-8.",
    )
    NUL = (
        "The file is not plain text; perhaps a word processor saved it.",
        "Save it again as plain text in UTF-8.",
    )
    BAD_CHARACTER = (
        "A character stands here that nobody can see, often brought along by copying from elsewhere.",
        "Delete it and type that word again.",
    )
    SYNTAX = (
        "From here on the file cannot be understood: a quote, bracket, colon or space may be missing.",
        "Compare this line with the ones above it that work, and look at the end of the line before it.",
    )
    MUST_QUOTE = (
        "Without quotation marks this looks like a date, a time or an odd number, and could be misread.",
        "Put it in quotation marks.",
    )
    BAD_KEY = (
        "What stands before the colon is not a single word.",
        "Write one word, a colon, and what belongs to it: `key: value`.",
    )
    DUPLICATE_KEY = (
        "The same word stands before a colon twice in one block, so one of the two would be lost.",
        "Keep one of the two; a copied block often needs another name in its first line.",
    )
    TOO_DEEP = (
        "Too many blocks stand one inside the other.",
        "Give the inner condition a name under `facts` and write `name: true` in its place.",
    )
    ANCHOR = (
        "A word that begins with `&` would give a part of the file a short name, which is not allowed here.",
        "Take it out, or put the text in quotation marks.",
    )
    ALIAS = (
        "A word that begins with `*` would repeat another part of the file, which is not allowed here.",
        "Write that part out once more, or put the text in quotation marks.",
    )
    TAG = (
        "A word that begins with `!` speaks to the computer, which is not allowed here.",
        "Take it out, or put the text in quotation marks.",
    )
    DIRECTIVE = (
        "A line that begins with `%` speaks to the computer, which is not allowed here.",
        "Take the line out.",
    )
    SECOND_DOCUMENT = ("A line `---` begins a second file within this one.", "Take that line out.")
    CUT_TEXT = (
        "A `#` after a space, or a comma in curly brackets, ends a text, so the words after it are lost.",
        "Put the whole text in quotation marks, or move the remark to a line of its own.",
    )
    LOOK_ALIKE = (
        "A curly quotation mark, a special space or a long dash stands where only the plain sign counts.",
        "Type the plain one; put straight quotation marks around a text that is to begin with another.",
    )
    NO_SPACE = (
        "No space stands after a colon or a dash, so it counts as a letter of one long word.",
        "Write `key: value` or `- entry` with the space, or put the text in quotation marks.",
    )
    SWALLOWED = (
        "A line that looks like a new one counts as more words of the text above it.",
        "Begin it in the same column as the lines it belongs with, and close the quotation marks above it.",
    )

    # Keys and what they hold
    UNKNOWN_KEY = (
        "The word before the colon is none that can stand in this place, so nothing would come of it.",
        "Correct its spelling, or move it to the place where it belongs; the table of every key lists them.",
    )
    MISSING_KEY = (
        "Something that must be said here is not.",
        "Add the key that the problem names, with what it holds.",
    )
    KEY_MISFIT = (
        "This key is right in itself, but does not go with another one in the same block.",
        "Take it out, or change the other one, such as the question's `type`.",
    )
    WRONG_KIND = (
        "After the colon stands another sort of thing than expected, such as a list where a text belongs.",
        "Write what the problem asks for; often only quotation marks or brackets are missing or too many.",
    )
    UNKNOWN_WORD = (
        "Only a few words can stand here, and this is none of them.",
        "Write one of the words that the problem lists.",
    )
    BAD_FORM = (
        "An id, a date, an address or a number is not written in the way it must be.",
        "Write it as the problem shows: ids in small letters, dates as year-month-day in quotation marks.",
    )
    OUT_OF_RANGE = (
        "The number is too small or too large for its place.",
        "Write a number between the two that the problem names.",
    )
    EMPTY_TEXT = ("The words that a person would read are missing.", "Write them, or take the key out.")
    MANY_LINES = (
        "The text runs over more than one line, and it is shown in one.",
        "Write it as one line in quotation marks.",
    )
    TOO_LONG = (
        "The text is longer than fits where it is shown.",
        "Shorten it; the problem says how long it is and how long it may be.",
    )
    TOO_FEW = ("The list is too short to make sense, such as a pair of one.", "Add what is missing.")
    TOO_MANY = ("The list is longer than fits.", "Take out what matters least.")
    REPEATED = (
        "The same word stands twice in a list.",
        "Keep one of the two; one of them may have been meant to be another word.",
    )
    APPROVED_BY_NOBODY = (
        "The file says that it was approved, but not by whom.",
        "Write `status: draft`, or record who signed it off with `screener sign-off`.",
    )

    # Names
    UNKNOWN_QUESTION = (
        "A question, score or fact is named here that the file does not have.",
        "Correct the spelling, or write that question, score or fact first.",
    )
    UNKNOWN_SCORE = (
        "A text names a score that the file does not have.",
        "Correct the spelling, or add the score under `scores`.",
    )
    UNKNOWN_OPTION = (
        "The question named here has no such option to choose.",
        "Write the id of one of its options, not the words that the patient reads.",
    )
    UNKNOWN_OPTION_LIST = (
        "The shared list of options that is named here is not in the file.",
        "Correct the spelling, or add the list under `option_lists`.",
    )
    OPTION_LIST_MISFIT = (
        "This shared list has another form than the question needs: steps of a scale, or options with ids.",
        "Name another list, or rewrite this one.",
    )
    UNKNOWN_INSTRUMENT = (
        "The questionnaire that the screen names is not in the file.",
        "Correct the spelling, or add it under `instruments`.",
    )
    UNKNOWN_SOURCE = (
        "The source that is named here is not in the file.",
        "Correct the spelling, or add the source with title, year and status under `sources`.",
    )
    UNKNOWN_TOPIC = (
        "The topic that the rule names is not in the file.",
        "Correct the spelling, or add the topic with its title under `topics`.",
    )
    UNKNOWN_RULE = (
        "The rule that is named here is not in the file.",
        "Correct the spelling; if the rule was removed, take its name out here too.",
    )
    UNKNOWN_PERSON = (
        "The example names a person who is not in the file.",
        "Correct the name, or add the person under `people`.",
    )
    UNKNOWN_REGION = (
        "The region that is named here has no contacts in the file.",
        "Correct the spelling, or add the region under `contacts`.",
    )
    UNKNOWN_NUMBER = (
        "The page is to show a telephone number that a region does not have.",
        "Name a number that every region has, or add it to the `numbers` of the region.",
    )
    NOT_BY_CLINIC = (
        "The number is left to the settings of each clinic, but only `crisis` and `poison` can be set there.",
        "Write the digits of the number in quotes.",
    )
    UNKNOWN_CONTACT = (
        "After `contact:` stands a word that is not one of the places to call.",
        "Write one of the words that the problem lists, such as `{contact:clinic}`.",
    )
    UNKNOWN_SLOT = (
        "The curly brackets hold a word for which nothing can be filled in.",
        "Write one of the words that the problem lists.",
    )
    UNKNOWN_SET = (
        "A list of medicines is named here that the file does not have.",
        "Correct the spelling; lists are medicine questions, and facts written with `together`.",
    )
    NO_SET = (
        "What is named here holds no medicines.",
        "Name a question about medicines, or a fact written with `together`.",
    )
    UNKNOWN_TAG = (
        "No medicine bears this tag or this generic name.",
        "Correct the spelling, and write the generic name instead of a brand.",
    )
    UNKNOWN_GENERIC = (
        "No medicine has this generic name.",
        "Correct the spelling, write the generic name instead of a brand, or add it under `medicines`.",
    )
    TAG_IS_GENERIC = (
        "The tag bears the name of a medicine, so nobody could tell the two apart.",
        "Give the tag another name.",
    )
    GENERIC_IS_TAG = (
        "The medicine bears the name of a tag, so nobody could tell the two apart.",
        "Write the medicine's generic name.",
    )
    DUPLICATE_ID = (
        "Two things bear the same name, so nobody could tell which is meant.",
        "Give one of the two another name, also where it is used.",
    )
    RESERVED_ID = (
        "The name is a word of the language of this file, such as `any` or `safety`.",
        "Choose another name.",
    )
    RESERVED_OPTION = (
        "The name of the option already means that a patient did not choose, such as `not_ticked`.",
        "Choose another name; the choice “none of these” is written as the key `none` beside `options`.",
    )
    CYCLE = (
        "A fact or a list is made of itself, so it could never be worked out.",
        "Take one of the names that the problem lists out of the next one.",
    )

    # Screens, questions and scores
    NOT_PLACED = (
        "The question stands on no screen, so no patient would see it.",
        "Add it to the `questions` of a screen, or take it out.",
    )
    PLACED_TWICE = (
        "The question stands on two screens, so patients would be asked twice.",
        "Take it out of one of them.",
    )
    NO_YES_NO = (
        "Only yes/no questions can be ticked, and this is another type of question.",
        "Take it out of the list of ticks, and ask or print it beside them.",
    )
    NO_SCALE = (
        "A grid and a score are made of scales, and this is another type of question.",
        "Take it out, or make it a question of `type: scale`.",
    )
    MIXED_SCALES = (
        "The questions of a grid share one row of answers, and these have different ones.",
        "Give them the same scale, or write `layout: list`.",
    )
    NESTED_LIST = (
        "Square brackets within `questions` make a checklist, which this screen cannot hold.",
        "Write `layout: mixed`, or take the inner brackets out.",
    )
    SCALE_FORM = (
        "A scale has words for every step, or a range with words for its ends, not both and not neither.",
        "Keep `steps`, or keep `range` and `anchors`.",
    )
    OUT_OF_SCALE = (
        "The number can never come up, because the scale or score does not reach it or has no such step.",
        "Write a number between the lowest and the highest that the problem names.",
    )
    SCORE_FORM = (
        "A score is a sum of questions or a mean of them, not both and not neither.",
        "Keep `sum` or keep `mean`.",
    )
    BAND_GAP = (
        "The bands leave out a number that the score can reach, or two of them hold the same one.",
        "Let each band begin one step after the end of the one before, lowest to highest.",
    )
    SHOWN_TOO_LATE = (
        "Whether this is shown depends on a question that the patient has not been asked yet.",
        "Move that question to an earlier screen, or this one to a later screen.",
    )
    FORM_IN_SHOW_WHEN = (
        "What is shown cannot depend on what was left blank or not recognized.",
        "Ask for an answer that was given instead.",
    )
    FORM_IN_COMPLETE_IF = (
        "Whether a list is complete cannot depend on what was left blank or not recognized.",
        "Ask for an answer that was given instead.",
    )

    # Conditions
    EMPTY_CONDITION = (
        "The condition asks for nothing.",
        "Write a question and the answer that counts: `question: answer`.",
    )
    OPERATOR_MISFIT = (
        "This way to compare does not fit what is compared, such as a number for a yes/no question.",
        "Write the comparison in one of the ways that the problem shows.",
    )
    COMPARED_WITH_STATE = (
        "“Not sure” and the like are no answers, so nothing can be compared with them.",
        "Write what the problem shows, such as `unsure: question` with `about: form` in the rule.",
    )
    FACT_FALSE = (
        "A fact is only ever asked whether it holds.",
        "Write `not: {name: true}` for the case that it does not.",
    )
    NEVER_HOLDS = (
        "The lower limit is above the upper one, so no number fits.",
        "Write the smaller number at `at_least` and the larger one at `at_most`.",
    )
    PAIR_FORM = (
        "Each side of a pair names exactly one list of medicines.",
        "Write each side as `- list: tag`.",
    )
    ANY_WITH_OTHERS = (
        "The word `any` already means every medicine, so the words beside it change nothing.",
        "Write `any` alone, or take it out.",
    )
    FORM_UNDER_NOT = (
        "What was left blank, unsure or not recognized cannot stand under `not`.",
        "Say what is the case instead of what is not.",
    )
    NOT_ABOUT_FORM = (
        "The condition looks at how the form was filled in, and the rule does not say so.",
        "Add `about: form` to the rule, or ask for an answer instead.",
    )

    # Rules and their texts
    UNBOUND_SLOT = (
        "The text has a gap such as `{a}`, and nothing in the rule says what goes into it.",
        "Add the key `a`, `b` or `list` as the problem shows, or write the words themselves.",
    )
    UNBALANCED_BRACES = (
        "A curly bracket stands alone in the text.",
        "Write gaps with both brackets, as in `{list}`, and no other curly bracket.",
    )
    SLOT_OUT_OF_PLACE = (
        "This text is the same for everybody, so nothing can be filled into it.",
        "Write the words themselves.",
    )
    BINDING_FORM = (
        "The key says in two ways, or in none, what goes into the gap.",
        "Keep one, such as `list: {taken: opioid}`.",
    )
    NO_WORDS = (
        "Other words are announced for some patients, and then none are given.",
        "Add `patient`, `clinician` or `page`, or take the entry out.",
    )
    ROLE_MISFIT = (
        "What is named under `roles` cannot play that part, such as a scale for what is told in own words.",
        "Name something of the kind that the problem tells.",
    )
    HIDES_EMERGENCY = (
        "The rule would hide an emergency, and no emergency is ever hidden.",
        "Take the emergency out of `hides`.",
    )
    HIDE_CYCLE = (
        "Rules hide each other in a circle, so none of them would be seen.",
        "Take the lesser rule's hiding out, so that only the graver one hides.",
    )
    MISSING_PAGE = (
        "An emergency takes the whole screen at once, and this rule does not say what stands there.",
        "Add `page` with `heading`, `do` and `number`.",
    )
    PAGE_MISFIT = (
        "Only an emergency takes the whole screen, and this rule is none.",
        "Take the page out, or write `priority: emergency`.",
    )
    WITH_NO_EMERGENCY = (
        "A page for two emergencies at once names a rule that is no other emergency.",
        "Name another emergency rule, or take the entry out.",
    )
    MISSING_EXAMPLE = (
        "The rule lacks an example of a patient on whom it fires, stays silent or stays open.",
        "Add one, such as `fires: [{question: answer}]`.",
    )
    FORM_OPEN = (
        "A rule about the form fires or stays silent, so no example can leave it open.",
        "Take `open` out of its examples.",
    )
    PROMISE_FORM = (
        "An invariant promises one thing: that a rule fires, that it never does, or one of several.",
        "Keep one of `fires`, `never` and `any`.",
    )

    # People and examples
    WRONG_ANSWER = (
        "A person or an example gives an answer that its question cannot have.",
        "Write an answer of the kind that the problem names.",
    )
    WRONG_MEDICINE = (
        "An entry in a list of medicines is no name, such as a number or a key that does not exist.",
        "Write the name of the medicine as a patient would type it.",
    )
    NOT_OFFERED = (
        "A row in a list of medicines is taken as something that is not offered for what was typed.",
        "Use a name that is offered, or leave `taken_as` out.",
    )
    NO_NAME = (
        "A row in a list of medicines says what for or since when, and has no name.",
        "Write the name of the medicine, or take the row out.",
    )
    CONTRADICTION = (
        "An answer that stands alone, such as “none of these”, is chosen together with others.",
        "Keep that answer alone, or keep the others.",
    )
    EXAMPLE = (
        "The rule does otherwise on this patient than the example says.",
        "Run `screener explain` on the example's answers, then mend the example or the condition.",
    )
    EXAMPLE_ASKS = (
        "The rule stays open on this patient, but for want of other answers than the example says.",
        "Correct `asks`, or look at the condition: it may look at another question than you meant.",
    )

    # Warnings
    UPPER_EDGE = (
        "The rule steps aside for a graver one by itself, so with that answer blank neither fires.",
        "Take that part of the condition out, and let the graver rule hide this one with `hides`.",
    )
    NEVER_FIRES = (
        "No patient can have answers on which this rule fires.",
        "Look for parts of the condition that exclude each other.",
    )
    ALWAYS_FIRES = (
        "The rule fires for everybody, whatever is answered, so it tells nothing.",
        "Take out the part of the condition that always holds, or the rule.",
    )
    FIRES_ON_NOTHING = (
        "The rule fires on a form on which nothing was answered, as if a blank were an answer.",
        "Let the condition ask for an answer that was given.",
    )
    NEVER_URGENT = (
        "Whenever the rule fires, what would make it urgent does not hold.",
        "Change `urgent_when`, or take it out.",
    )
    ALWAYS_URGENT = (
        "Whenever the rule fires it is urgent, so its own priority never counts.",
        "Write `priority: urgent` and take `urgent_when` out.",
    )
    SAME_CONDITION = (
        "Two rules of one topic fire on exactly the same patients.",
        "Make one rule of them, or change one of the conditions to what you meant.",
    )
    IMPLIED = (
        "Whenever this rule fires another one of its topic fires too, and the patient reads both.",
        "Let this rule hide the other with `hides`, or tell their conditions apart.",
    )
    OPPOSITE_ADVICE = (
        "Two points that one patient can get, or a point and the line above it, say to do something "
        "and not to do it.",
        "Say the same in both, let one hide the other with `hides`, or tell their conditions apart.",
    )
    NEVER_SEEN = (
        "Whenever the rule fires another one hides it, so nobody ever reads it.",
        "Take it out of the `hides` of the other, or take the rule out.",
    )
    IDLE_HIDES = (
        "The rule is to hide a graver one, and no rule ever hides a graver one.",
        "Take it out, and let the graver rule hide this one if that was meant.",
    )
    PROMISE_BROKEN = (
        "Some patient meets the `if` of an invariant, and no rule does what its `then` promises.",
        "Mend the rule that it speaks of, or change the promise.",
    )
    EMPTY_LIST = (
        "The rule fires on patients for whom a gap in its text, such as `{list}`, is filled with nothing.",
        "Let the gap name all that the condition asks for, or write the text without it.",
    )
    IDLE_CLAUSE = (
        "A part of the condition changes nothing: with or without it the rule does the same for everybody.",
        "Take it out, or write what it was meant to say.",
    )
    SCORE_GAP = (
        "The rules on a score leave out a number between them, so patients with that number get no point.",
        "Let one rule begin where the other ends.",
    )
    SCORE_OVERLAP = (
        "Two rules of different priority fire on the same number of a score, and the patient reads both.",
        "Let the graver one hide the lesser with `hides`.",
    )
    LATE_EMERGENCY = (
        "The emergency could show earlier: it waits for a question on a later screen than its first one.",
        "Move that question forward, unless the emergency has to wait for it.",
    )
    UNUSED = (
        "Something is defined here that no rule, score, screen or print uses.",
        "Use it, or take it out; check first whether a name elsewhere was meant to be this one.",
    )
    REVIEW_DUE = (
        "The day by which a source or the file was to be looked at again has passed.",
        "Look at it again, then write the next day at `review_by`.",
    )
    HARD_TO_READ = (
        "The text for patients needs more years of school than many of them have.",
        "Use shorter words and shorter sentences.",
    )
    LONG_SENTENCE = (
        "The text for patients holds a sentence that is too long to read when tired or in pain.",
        "Make two sentences of it.",
    )
    BANNED_WORDING = (
        "The text tells a patient to start, stop or change a medicine, names a dose, or uses a hurtful word.",
        "Say whom to ask and about what; “Do not stop it on your own; ask first.” is allowed.",
    )

    # Files of answers, and a file that is gone
    NOT_JSON = (
        "The answers are not one JSON object, or not one a line.",
        'Write the answers as `{"question": "answer"}`; the problem names the line.',
    )
    UNREADABLE = (
        "The rulebook's file can no longer be opened.",
        "Save it again under the same name.",
    )


PARTS: Mapping[str, Code] = {
    "The file itself": Code.EMPTY,
    "Keys and what they hold": Code.UNKNOWN_KEY,
    "Names": Code.UNKNOWN_QUESTION,
    "Screens, questions and scores": Code.NOT_PLACED,
    "Conditions": Code.EMPTY_CONDITION,
    "Rules and their texts": Code.UNBOUND_SLOT,
    "People and examples": Code.WRONG_ANSWER,
    "Warnings": Code.UPPER_EDGE,
    "Files of answers, and a file that is gone": Code.NOT_JSON,
}
"""The headings of the author's guide, each with the first code under it."""
