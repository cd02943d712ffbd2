"""Codes about the file itself, and about what stands after a colon."""

from __future__ import annotations

from collections.abc import Mapping

FILE: Mapping[str, tuple[str, str]] = {
    "empty": (
        "The file holds nothing, or remarks only.",
        "Make sure that you named the right file, and that it was saved.",
    ),
    "cut_short": (
        "The last line is not `end: true`, so a part of the file may have been lost on its way.",
        "Fetch the whole file again; if nothing is missing, write `end: true` as the last line.",
    ),
    "too_large": (
        "The file is larger than any rulebook needs to be, so it was not read.",
        "Make sure that you named the right file, or shorten it.",
    ),
    "not_utf8": (
        "The file was saved in an old encoding, in which letters such as é or “ are written otherwise.",
        "Save it again and choose the encoding UTF-8.",
    ),
    "nul": (
        "The file is not plain text; perhaps a word processor saved it.",
        "Save it again as plain text in UTF-8.",
    ),
    "bad_character": (
        "A character stands here that nobody can see, often brought along by copying from elsewhere.",
        "Delete it and type that word anew.",
    ),
    "syntax": (
        "From here on the file cannot be understood: a quote, bracket, colon or space may be missing.",
        "Compare this line with the ones above it that work, and look at the end of the line before it.",
    ),
    "must_quote": (
        "Without quotation marks this looks like a date, a time or an odd number, and could be misread.",
        "Put it in quotation marks.",
    ),
    "bad_key": (
        "What stands before the colon is not a single word.",
        "Write one word, a colon, and what belongs to it: `key: value`.",
    ),
    "duplicate_key": (
        "The same word stands before a colon twice in one block, so one of the two would be lost.",
        "Keep one of the two; a copied block often needs another name in its first line.",
    ),
    "too_deep": (
        "Too many blocks stand one inside the other.",
        "Give the inner condition a name under `facts` and write `name: true` in its place.",
    ),
    "anchor": (
        "A word that begins with `&` would give a part of the file a short name, which is not allowed here.",
        "Take it out, or put the text in quotation marks.",
    ),
    "alias": (
        "A word that begins with `*` would repeat another part of the file, which is not allowed here.",
        "Write that part out once more, or put the text in quotation marks.",
    ),
    "tag": (
        "A word that begins with `!` speaks to the computer, which is not allowed here.",
        "Take it out, or put the text in quotation marks.",
    ),
    "directive": (
        "A line that begins with `%` speaks to the computer, which is not allowed here.",
        "Take the line out.",
    ),
    "second_document": (
        "A line `---` begins a second file within this one.",
        "Take that line out.",
    ),
}

VALUES: Mapping[str, tuple[str, str]] = {
    "unknown_key": (
        "The word before the colon is none that can stand in this place, so nothing would come of it.",
        "Correct its spelling, or move it to the place where it belongs; the table of every key lists them.",
    ),
    "missing_key": (
        "Something that must be said here is not.",
        "Add the key that the problem names, with what it holds.",
    ),
    "key_misfit": (
        "This key is right in itself, but does not go with another one in the same block.",
        "Take it out, or change the other one, such as the question's `type`.",
    ),
    "wrong_kind": (
        "After the colon stands another sort of thing than expected, such as a list where a text belongs.",
        "Write what the problem asks for; often only quotation marks or brackets are missing or too many.",
    ),
    "unknown_word": (
        "Only a few words can stand here, and this is none of them.",
        "Write one of the words that the problem lists.",
    ),
    "bad_form": (
        "An id, a date, an address or a number is not written in the way it must be.",
        "Write it as the problem shows: ids in small letters, dates as year-month-day in quotation marks.",
    ),
    "out_of_range": (
        "The number is too small or too large for its place.",
        "Write a number between the two that the problem names.",
    ),
    "empty_text": (
        "The words that a person would read are missing.",
        "Write them, or take the key out.",
    ),
    "many_lines": (
        "The text runs over more than one line, and it is shown in one.",
        "Write it as one line in quotation marks.",
    ),
    "too_long": (
        "The text is longer than fits where it is shown.",
        "Shorten it; the problem says how long it is and how long it may be.",
    ),
    "too_few": (
        "The list is too short to make sense, such as a pair of one.",
        "Add what is missing.",
    ),
    "too_many": (
        "The list is longer than fits.",
        "Take out what matters least.",
    ),
    "repeated": (
        "The same word stands twice in a list.",
        "Keep one of the two; one of them may have been meant to be another word.",
    ),
    "approved_by_nobody": (
        "The file says that it was approved, but not by whom.",
        "Write `status: draft`, or record who signed it off with `screener sign-off`.",
    ),
}
