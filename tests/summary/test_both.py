"""What holds of both summaries of every patient: order, folding, and that nothing is lost."""

from __future__ import annotations

import pytest

from screener.model.rule import Priority
from screener.model.rulebook import Rulebook
from tests.content.telling import Told, changed, tell, words_in

PRIORITIES = ["emergency", "urgent", "discuss", "information"]
MANY = 20


def test_the_patients_groups_stand_gravest_first_each_under_its_lead(everyone: dict[str, Told]) -> None:
    leads = {
        "emergency": "Get help now.",
        "urgent": "Do not wait for your visit. "
        "Call your clinic or your pharmacist today or the next working day.",
        "discuss": "Talk about this at your visit.",
        "information": "Good to know.",
    }
    for name, told in everyone.items():
        found = [group.priority for group in told.patient.groups]
        assert found == [priority for priority in PRIORITIES if priority in found], name
        for group in told.patient.groups:
            assert group.lead == leads[group.priority], name
            assert {told.fired[point.rule].priority for point in group.points} == {group.priority}, name


def test_the_clinicians_points_stand_gravest_first_and_by_topic_inside(
    rulebook: Rulebook, everyone: dict[str, Told]
) -> None:
    topics = list(rulebook.topics.values())
    for name, told in everyone.items():
        order = [
            (PRIORITIES.index(point.priority), topics.index(point.topic)) for point in told.clinician.points
        ]
        assert order == sorted(order), name


def test_both_prints_tell_the_same_points(rulebook: Rulebook, everyone: dict[str, Told]) -> None:
    asked_instead = {rule.id for rule in rulebook.rules.values() if rule.print_asks}
    assert asked_instead == {"sys_unknown_medicine", "sys_not_answered", "sys_not_sure"}
    for name, told in everyone.items():
        clinician = [line.rule for line in told.clinician.emergencies]
        clinician += [point.rule for point in told.clinician.points]
        informing = [
            rule
            for rule in told.patient_rules
            if told.fired[rule].priority is Priority.INFORMATION and rule not in asked_instead
        ]
        heads = [rulebook.rules[rule].headline for rule in informing]
        assert sorted(told.clinician.told) == sorted(heads), name
        assert len(told.patient_rules) == len(set(told.patient_rules)), name
        assert set(clinician) | set(informing) == set(told.patient_rules) - asked_instead, name


def test_a_point_is_folded_only_under_a_shown_point_at_least_as_grave(
    everyone: dict[str, Told],
) -> None:
    folded = 0
    for told in everyone.values():
        for point in told.evaluation.points:
            top = point
            while top.hidden_by is not None:
                top = told.fired[top.hidden_by]
            assert top.rule in told.patient_rules
            assert point.rule == top.rule or point.rule not in told.patient_rules
            assert top.priority.gravity >= point.priority.gravity
            assert point.hidden_by is None or point.priority is not Priority.EMERGENCY
            folded += point.hidden_by is not None
    assert folded > MANY


def test_headlines_of_folded_points_stand_once_under_the_top_of_their_chain(
    rulebook: Rulebook, everyone: dict[str, Told]
) -> None:
    for name, told in everyone.items():
        lines = [line for line in told.clinician.emergencies if not line.changed]
        for point in (*lines, *told.clinician.points):
            under = []
            for hidden in told.evaluation.points:
                top = hidden
                while top.hidden_by is not None:
                    top = told.fired[top.hidden_by]
                if hidden.hidden_by is not None and top.rule == point.rule:
                    under.append(rulebook.rules[hidden.rule].headline)
            assert list(point.folded) == under, name


def test_a_whole_chain_is_folded_under_its_top(rulebook: Rulebook, everyone: dict[str, Told]) -> None:
    told = everyone["C11"]
    point = next(point for point in told.clinician.points if point.rule == "urg_maoi_serotonergic")
    assert "More than one serotonergic medicine" in point.folded
    assert "Current or recent MAO inhibitor" in point.folded
    assert not {"dis_multi_serotonergic", "dis_maoi_washout"} & set(told.patient_rules)


@pytest.mark.parametrize(
    ("changes", "folded"),
    [
        (
            {"sym_serotonin": ["shaking_twitching_stiff", "bad_diarrhoea"], "med_list": ["Zoloft"]},
            ("New symptom on a serotonergic medicine", "Two or more new acute symptoms"),
        ),
        (
            {"sym_serotonin": ["shaking_twitching_stiff", "bad_diarrhoea"], "med_list": ["blue pill"]},
            ("Two or more new acute symptoms",),
        ),
        ({"sym_stroke": "yes"}, ()),
    ],
)
def test_headlines_folded_under_an_emergency_are_printed(
    rulebook: Rulebook, changes: dict[str, object], folded: tuple[str, ...]
) -> None:
    (line,) = tell(rulebook, changed(rulebook, changes)).clinician.emergencies
    assert line.folded == folded


def test_the_emergency_box_is_the_same_for_the_patient_and_first_for_the_clinician(
    everyone: dict[str, Told],
) -> None:
    for name, told in everyone.items():
        firing = [point.rule for point in told.evaluation.emergencies]
        assert told.patient.emergency == told.blocks, name
        assert [line.rule for line in told.clinician.emergencies if not line.changed] == firing, name


def test_no_slot_and_no_empty_list_is_left_in_any_text(everyone: dict[str, Told]) -> None:
    for name, told in everyone.items():
        for words in words_in(told.patient):
            assert "{" not in words, name
            assert "none listed" not in words.lower(), name
            assert ": ." not in words, name
            assert "  " not in words, name
        for words in words_in(told.clinician):
            assert "{" not in words, name
