"""Codes about what a rulebook says: names, screens, questions, scores, conditions, rules and their texts."""

from __future__ import annotations

from collections.abc import Mapping

NAMES: Mapping[str, tuple[str, str]] = {
    "unknown_question": (
        "A question, score or fact is named here that the file does not have.",
        "Correct the spelling, or write that question, score or fact first.",
    ),
    "unknown_score": (
        "A text names a score that the file does not have.",
        "Correct the spelling, or add the score under `scores`.",
    ),
    "unknown_option": (
        "The question named here has no such option to choose.",
        "Write the id of one of its options, not the words that the patient reads.",
    ),
    "unknown_option_list": (
        "The shared list of options that is named here is not in the file.",
        "Correct the spelling, or add the list under `option_lists`.",
    ),
    "option_list_misfit": (
        "This shared list has another form than the question needs: steps of a scale, or options with ids.",
        "Name another list, or rewrite this one.",
    ),
    "unknown_instrument": (
        "The questionnaire that the screen names is not in the file.",
        "Correct the spelling, or add it under `instruments`.",
    ),
    "unknown_source": (
        "The source that is named here is not in the file.",
        "Correct the spelling, or add the source with title, year and status under `sources`.",
    ),
    "unknown_topic": (
        "The topic that the rule names is not in the file.",
        "Correct the spelling, or add the topic with its title under `topics`.",
    ),
    "unknown_rule": (
        "The rule that is named here is not in the file.",
        "Correct the spelling; if the rule was removed, take its name out here too.",
    ),
    "unknown_person": (
        "The example names a person who is not in the file.",
        "Correct the name, or add the person under `people`.",
    ),
    "unknown_region": (
        "The region that is named here has no contacts in the file.",
        "Correct the spelling, or add the region under `contacts`.",
    ),
    "unknown_number": (
        "The page is to show a telephone number that a region does not have.",
        "Name a number that every region has, or add it to the `numbers` of the region.",
    ),
    "not_by_clinic": (
        "The number is left to the settings of each clinic, but only `crisis` and `poison` can be set there.",
        "Write the digits of the number in quotes.",
    ),
    "unknown_contact": (
        "After `contact:` stands a word that is not one of the places to call.",
        "Write one of the words that the problem lists, such as `{contact:clinic}`.",
    ),
    "unknown_slot": (
        "The curly brackets hold a word for which nothing can be filled in.",
        "Write one of the words that the problem lists.",
    ),
    "unknown_set": (
        "A list of medicines is named here that the file does not have.",
        "Correct the spelling; lists are medicine questions, and facts written with `together`.",
    ),
    "no_set": (
        "What is named here holds no medicines.",
        "Name a question about medicines, or a fact written with `together`.",
    ),
    "unknown_tag": (
        "No medicine bears this tag or this generic name.",
        "Correct the spelling, and write the generic name instead of a brand.",
    ),
    "unknown_generic": (
        "No medicine has this generic name.",
        "Correct the spelling, write the generic name instead of a brand, or add it under `medicines`.",
    ),
    "tag_is_generic": (
        "The tag bears the name of a medicine, so nobody could tell the two apart.",
        "Give the tag another name.",
    ),
    "generic_is_tag": (
        "The medicine bears the name of a tag, so nobody could tell the two apart.",
        "Write the medicine's generic name.",
    ),
    "duplicate_id": (
        "Two things bear the same name, so nobody could tell which is meant.",
        "Give one of the two another name, also where it is used.",
    ),
    "reserved_id": (
        "The name is a word of the language of this file, such as `any` or `safety`.",
        "Choose another name.",
    ),
    "reserved_option": (
        "The name of the option already means that a patient did not choose, such as `not_ticked`.",
        "Choose another name; the choice “none of these” is written as the key `none` beside `options`.",
    ),
    "cycle": (
        "A fact or a list is made of itself, so it could never be worked out.",
        "Take one of the names that the problem lists out of the next one.",
    ),
}

FORM: Mapping[str, tuple[str, str]] = {
    "not_placed": (
        "The question stands on no screen, so no patient would see it.",
        "Add it to the `questions` of a screen, or take it out.",
    ),
    "placed_twice": (
        "The question stands on two screens, so patients would be asked twice.",
        "Take it out of one of them.",
    ),
    "no_yes_no": (
        "Only yes/no questions can be ticked, and this is another type of question.",
        "Take it out of the list of ticks, and ask or print it beside them.",
    ),
    "no_scale": (
        "A grid and a score are made of scales, and this is another type of question.",
        "Take it out, or make it a question of `type: scale`.",
    ),
    "mixed_scales": (
        "The questions of a grid share one row of answers, and these have different ones.",
        "Give them the same scale, or write `layout: list`.",
    ),
    "nested_list": (
        "Square brackets within `questions` make a checklist, which this screen cannot hold.",
        "Write `layout: mixed`, or take the inner brackets out.",
    ),
    "scale_form": (
        "A scale has words for every step, or a range with words for its ends, not both and not neither.",
        "Keep `steps`, or keep `range` and `anchors`.",
    ),
    "out_of_scale": (
        "The number can never come up, because the scale or score does not reach it or has no such step.",
        "Write a number between the lowest and the highest that the problem names.",
    ),
    "score_form": (
        "A score is a sum of questions or a mean of them, not both and not neither.",
        "Keep `sum` or keep `mean`.",
    ),
    "band_gap": (
        "The bands leave out a number that the score can reach, or two of them hold the same one.",
        "Let each band begin one step after the end of the one before, lowest to highest.",
    ),
    "shown_too_late": (
        "Whether this is shown depends on a question that the patient has not been asked yet.",
        "Move that question to an earlier screen, or this one to a later screen.",
    ),
    "form_in_show_when": (
        "What is shown cannot depend on what was left blank or not recognized.",
        "Ask for an answer that was given instead.",
    ),
    "form_in_complete_if": (
        "Whether a list is complete cannot depend on what was left blank or not recognized.",
        "Ask for an answer that was given instead.",
    ),
}

CONDITIONS: Mapping[str, tuple[str, str]] = {
    "empty_condition": (
        "The condition asks for nothing.",
        "Write a question and the answer that counts: `question: answer`.",
    ),
    "operator_misfit": (
        "This way to compare does not fit what is compared, such as a number for a yes/no question.",
        "Write the comparison in one of the ways that the problem shows.",
    ),
    "compared_with_state": (
        "“Not sure” and the like are no answers, so nothing can be compared with them.",
        "Write what the problem shows, such as `unsure: question` with `about: form` in the rule.",
    ),
    "fact_false": (
        "A fact is only ever asked whether it holds.",
        "Write `not: {name: true}` for the case that it does not.",
    ),
    "never_holds": (
        "The lower limit is above the upper one, so no number fits.",
        "Write the smaller number at `at_least` and the larger one at `at_most`.",
    ),
    "pair_form": (
        "Each side of a pair names exactly one list of medicines.",
        "Write each side as `- list: tag`.",
    ),
    "any_with_others": (
        "The word `any` already means every medicine, so the words beside it change nothing.",
        "Write `any` alone, or take it out.",
    ),
    "form_under_not": (
        "What was left blank, unsure or not recognized cannot stand under `not`.",
        "Say what is the case instead of what is not.",
    ),
    "not_about_form": (
        "The condition looks at how the form was filled in, and the rule does not say so.",
        "Add `about: form` to the rule, or ask for an answer instead.",
    ),
}

RULES: Mapping[str, tuple[str, str]] = {
    "unbound_slot": (
        "The text has a gap such as `{a}`, and nothing in the rule says what goes into it.",
        "Add the key `a`, `b` or `list` as the problem shows, or write the words themselves.",
    ),
    "unbalanced_braces": (
        "A curly bracket stands alone in the text.",
        "Write gaps with both brackets, as in `{list}`, and no other curly bracket.",
    ),
    "slot_out_of_place": (
        "This text is the same for everybody, so nothing can be filled into it.",
        "Write the words themselves.",
    ),
    "binding_form": (
        "The key says in two ways, or in none, what goes into the gap.",
        "Keep one, such as `list: {current_medicines: opioid}`.",
    ),
    "no_words": (
        "Other words are announced for some patients, and then none are given.",
        "Add `patient`, `clinician` or `page`, or take the entry out.",
    ),
    "hides_emergency": (
        "The rule would hide an emergency, and no emergency is ever hidden.",
        "Take the emergency out of `hides`.",
    ),
    "hides_other_topic": (
        "The rule would hide one of another topic, where nobody would look for it.",
        "Take it out of `hides`, or give both rules the same topic.",
    ),
    "hide_cycle": (
        "Rules hide each other in a circle, so none of them would be seen.",
        "Take the lesser rule's hiding out, so that only the graver one hides.",
    ),
    "missing_page": (
        "An emergency takes the whole screen at once, and this rule does not say what stands there.",
        "Add `page` with `heading`, `do` and `number`.",
    ),
    "page_misfit": (
        "Only an emergency takes the whole screen, and this rule is none.",
        "Take the page out, or write `priority: emergency`.",
    ),
    "with_no_emergency": (
        "A page for two emergencies at once names a rule that is no other emergency.",
        "Name another emergency rule, or take the entry out.",
    ),
    "missing_example": (
        "The rule lacks an example of a patient on whom it fires, stays silent or stays open.",
        "Add one, such as `fires: [{question: answer}]`.",
    ),
    "form_open": (
        "A rule about the form fires or stays silent, so no example can leave it open.",
        "Take `open` out of its examples.",
    ),
    "promise_form": (
        "An invariant promises one thing: that a rule fires, that it never does, or one of several.",
        "Keep one of `fires`, `never` and `any`.",
    ),
}
