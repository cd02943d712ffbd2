"""Visits: begun, saved, come back to, sent once, printed as they were, and gone when deleted."""

from datetime import UTC, date, datetime, timedelta

import pytest

from screener.errors import StoreError, VisitClosed, VisitError, VisitNotFound
from screener.model.response import State
from screener.model.visit import EmergencyShown, Person
from screener.visits import LinkRefusal

BORN, OTHER_DAY = date(1950, 2, 28), date(1950, 2, 27)
ALL_SCREENS = {
    "signs": {"sym_eye": "no", "sym_bleed": "no"},
    "pain": {"pain_now": 8, "pain_kind": ["burning"], "drives": "yes"},
    "driving": {"drive_sleepy": "no"},
    "words": {"own_words": "help me sleep", "med_list": []},
}


def fill(visits, visit_id: str, **changed) -> None:
    for screen, raw in ALL_SCREENS.items():
        visits.save(visit_id, screen, raw | changed.get(screen, {}))


def rules_of(summary) -> list[str]:
    return [point.rule for group in summary.groups for point in group.points]


# begin, get, find


def test_a_fresh_visit_is_empty_and_opaque(visits, clock) -> None:
    begun = visits.begin()
    visit = begun.visit
    assert len(visit.id) == 32
    assert (visit.header.began, visit.header.saved, visit.completed) == (clock.now, clock.now, None)
    assert (visit.state.person, dict(visit.state.raw), visit.state.passed, visit.state.emergencies) == (
        Person(),
        {},
        (),
        (),
    )
    assert visit.header.rulebook == visits.rulebook.hash
    assert visits.get(visit.id) == visits.find(visit.reference.lower().replace("-", " ")) == visit
    assert begun.link not in repr(begun)


def test_no_two_visits_share_anything(visits) -> None:
    begun = [visits.begin() for _ in range(20)]
    for part in ("id", "reference"):
        assert len({getattr(one.visit, part) for one in begun}) == 20
    assert len({one.link for one in begun}) == 20


def test_a_taken_reference_is_drawn_again(visits, monkeypatch) -> None:
    drawn = iter(["AAA-222", "AAA-222", "AAA-222", "BBB-333"])
    monkeypatch.setattr("screener.visits.links.make_reference", lambda: next(drawn))
    assert [visits.begin().visit.reference for _ in range(2)] == ["AAA-222", "BBB-333"]


def test_drawing_references_ends_when_all_are_taken(visits, monkeypatch) -> None:
    monkeypatch.setattr("screener.visits.links.make_reference", lambda: "AAA-222")
    visits.begin()
    with pytest.raises(StoreError, match="No free reference"):
        visits.begin()


@pytest.mark.parametrize(
    "look",
    [
        lambda visits: visits.get("0" * 32),
        lambda visits: visits.find("ZZZ-ZZZ"),
        lambda visits: visits.delete("ZZZ-ZZZ"),
        lambda visits: visits.save("0" * 32, "signs", {}),
        lambda visits: visits.complete("0" * 32),
        lambda visits: visits.tell_person("0" * 32, Person()),
    ],
)
def test_an_unknown_visit_is_not_found(visits, look) -> None:
    with pytest.raises(VisitNotFound):
        look(visits)


# person and answers


def test_the_person_is_kept(visits) -> None:
    visit = visits.begin().visit
    person = Person(name="Zoë Ng", born=BORN, appointment=date(2026, 12, 1))
    assert visits.tell_person(visit.id, person).state.person == person
    assert visits.get(visit.id).state.person == person


def test_a_saved_screen_is_kept_and_passed(visits, clock) -> None:
    visit = visits.begin().visit
    clock.pass_by(minutes=3)
    saved = visits.save(visit.id, "pain", {"pain_now": 8, "pain_kind": None, "drives": "yes"})
    assert (saved.problems, saved.new_emergencies) == ((), False)
    assert saved.visit.state.raw == {"pain_now": 8, "drives": "yes"}
    assert (saved.visit.state.passed, saved.visit.header.saved) == (("pain",), clock.now)
    assert visits.get(visit.id) == saved.visit


def test_a_value_left_out_is_blank_again(visits) -> None:
    visit = visits.begin().visit
    visits.save(visit.id, "pain", {"pain_now": 8, "drives": "yes"})
    saved = visits.save(visit.id, "pain", {"drives": "no"})
    assert (saved.visit.state.raw, saved.visit.state.passed) == ({"drives": "no"}, ("pain",))


def test_before_its_screen_is_passed_a_question_is_not_reached(visits) -> None:
    visit = visits.begin().visit
    assert visits.response(visit).of("pain_now").state is State.NOT_REACHED
    visit = visits.save(visit.id, "pain", {}).visit
    assert visits.response(visit).of("pain_now").state is State.BLANK
    assert visits.response(visit).of("own_words").state is State.NOT_REACHED


def test_answers_of_a_question_no_longer_shown_are_kept_and_count_for_nothing(visits) -> None:
    visit = visits.begin().visit
    visits.save(visit.id, "pain", {"drives": "yes"})
    lifted = visits.save(visit.id, "driving", {"drive_sleepy": "yes"}).visit
    assert [point.rule for point in visits.evaluation(lifted).points] == ["sleepy_driver"]
    hidden = visits.save(visit.id, "pain", {"drives": "no"}).visit
    assert hidden.state.raw == {"drives": "no", "drive_sleepy": "yes"}
    assert visits.evaluation(hidden).points == ()
    again = visits.save(visit.id, "pain", {"drives": "yes"}).visit
    assert [point.rule for point in visits.evaluation(again).points] == ["sleepy_driver"]


def test_an_empty_save_of_a_hidden_screen_keeps_its_answers_and_passes_nothing(visits) -> None:
    visit = visits.begin().visit
    visits.save(visit.id, "pain", {"drives": "yes"})
    visits.save(visit.id, "driving", {"drive_sleepy": "yes"})
    visits.save(visit.id, "pain", {"drives": "no"})
    saved = visits.save(visit.id, "driving", {})
    assert saved.visit.state.raw == {"drives": "no", "drive_sleepy": "yes"}
    assert "driving" not in saved.visit.state.passed


@pytest.mark.parametrize(
    ("screen", "raw"), [("nowhere", {}), ("pain", {"own_words": "x"}), ("pain", {"unheard_of": 1})]
)
def test_answers_of_another_screen_are_refused(visits, screen: str, raw) -> None:
    visit = visits.begin().visit
    with pytest.raises(VisitError, match="no screen"):
        visits.save(visit.id, screen, raw)
    assert visits.get(visit.id) == visit


def test_what_was_typed_wrong_is_kept_and_the_screen_not_passed(visits) -> None:
    visit = visits.begin().visit
    visits.save(visit.id, "pain", {"pain_now": 3})
    saved = visits.save(visit.id, "pain", {"pain_now": "eleven", "drives": "yes"})
    assert [str(problem.place) for problem in saved.problems] == ["pain_now"]
    assert saved.visit.state.raw == {"pain_now": "eleven", "drives": "yes"}
    assert saved.visit.state.passed == ()
    response = visits.response(saved.visit)
    assert response.of("drives").chosen == ("yes",)
    assert response.of("pain_now").state is State.NOT_REACHED
    mended = visits.save(visit.id, "pain", {"pain_now": 1, "drives": "yes"})
    assert (mended.problems, mended.visit.state.passed) == ((), ("pain",))


def test_ticks_beside_none_count_meanwhile(visits) -> None:
    visit = visits.begin().visit
    saved = visits.save(visit.id, "pain", {"pain_kind": ["none", "burning"]})
    assert len(saved.problems) == 1
    assert visits.response(saved.visit).of("pain_kind").chosen == ("burning",)


def test_a_problem_on_another_screen_does_not_stop_this_one(visits) -> None:
    visit = visits.begin().visit
    visits.save(visit.id, "pain", {"pain_now": "eleven"})
    saved = visits.save(visit.id, "signs", {"sym_eye": "no"})
    assert (saved.problems, saved.visit.state.passed) == ((), ("signs",))


def test_two_screens_saved_at_once_lose_nothing(visits, at_once) -> None:
    visit = visits.begin().visit
    sent = {
        "signs": {"sym_eye": "no", "sym_bleed": "yes"},
        "pain": {"pain_now": 8, "pain_kind": ["dull"], "drives": "no"},
        "words": {"own_words": "hello", "med_list": ["ketamine"]},
    }
    calls = [lambda screen=screen: visits.save(visit.id, screen, sent[screen]) for screen in sent] * 4
    results = at_once(calls)
    assert [result for result in results if isinstance(result, Exception)] == []
    after = visits.get(visit.id)
    assert after.state.raw == sent["signs"] | sent["pain"] | sent["words"]
    assert sorted(after.state.passed) == ["pain", "signs", "words"]
    assert [shown.rule for shown in after.state.emergencies] == ["emg_bleed"]


# emergencies


def test_an_emergency_is_noted_when_it_is_first_shown(visits, clock) -> None:
    visit = visits.begin().visit
    saved = visits.save(visit.id, "signs", {"sym_eye": "yes"})
    assert saved.new_emergencies
    assert saved.visit.state.emergencies == (
        EmergencyShown(
            rule="emg_eye",
            heading="Your eye",
            instruction="Go to the emergency room now.",
            at=datetime(2026, 11, 25, 10, 42, tzinfo=UTC),
            answers=(("sym_eye", "yes"),),
        ),
    )
    assert [block.rule for block in visits.emergency(saved.visit)] == ["emg_eye"]


def test_the_same_emergency_is_new_only_once(visits, clock) -> None:
    visit = visits.begin().visit
    first = visits.save(visit.id, "signs", {"sym_eye": "yes"})
    clock.pass_by(minutes=5)
    again = visits.save(visit.id, "signs", {"sym_eye": "yes"})
    assert not again.new_emergencies
    assert again.visit.state.emergencies == first.visit.state.emergencies


def test_a_second_emergency_is_noted_beside_the_first(visits, clock) -> None:
    visit = visits.begin().visit
    visits.save(visit.id, "signs", {"sym_eye": "yes"})
    clock.pass_by(minutes=5)
    saved = visits.save(visit.id, "signs", {"sym_eye": "yes", "sym_bleed": "yes"})
    assert saved.new_emergencies
    assert "emg_bleed" in {shown.rule for shown in saved.visit.state.emergencies if shown.at == clock.now}


def test_an_answer_taken_back_keeps_what_was_shown(visits) -> None:
    visit = visits.begin().visit
    visits.save(visit.id, "signs", {"sym_eye": "yes"})
    saved = visits.save(visit.id, "signs", {"sym_eye": "no"})
    assert visits.emergency(saved.visit) == ()
    assert [shown.rule for shown in saved.visit.state.emergencies] == ["emg_eye"]


def test_a_problem_beside_it_does_not_hold_back_an_emergency(visits) -> None:
    visit = visits.begin().visit
    saved = visits.save(visit.id, "signs", {"sym_eye": "yes", "sym_bleed": "maybe so"})
    assert saved.problems
    assert saved.visit.state.passed == ()
    assert saved.new_emergencies
    assert [block.rule for block in visits.emergency(visits.get(visit.id))] == ["emg_eye"]


def test_an_emergency_page_needs_the_emergency_rules_only(visits) -> None:
    visit = visits.begin().visit
    for answers in ({}, {"sym_eye": "yes"}, {"sym_bleed": "yes"}, {"sym_eye": "yes", "sym_bleed": "yes"}):
        saved = visits.save(visit.id, "signs", answers).visit
        assert [block.rule for block in visits.emergency(saved)] == [
            outcome.rule for outcome in visits.evaluation(saved).emergencies
        ]


# coming back


def test_the_link_alone_opens_a_visit_without_birth_date(visits) -> None:
    begun = visits.begin()
    assert not visits.links.needs_birth_date(begun.link)
    assert visits.links.resume(begun.link, born=None) == begun.visit
    assert visits.links.resume(begun.link, born=BORN) == begun.visit


def test_with_a_birth_date_given_the_link_needs_it(visits) -> None:
    begun = visits.begin()
    visit = visits.tell_person(begun.visit.id, Person(born=BORN))
    assert visits.links.needs_birth_date(begun.link)
    with pytest.raises(LinkRefusal) as caught:
        visits.links.resume(begun.link, born=None)
    assert (caught.value.birth_date_needed, caught.value.tries_left) == (True, 5)
    assert visits.links.resume(begun.link, born=BORN) == visit


def test_five_wrong_birth_dates_lock_the_link_for_good(visits) -> None:
    begun = visits.begin()
    visits.tell_person(begun.visit.id, Person(born=BORN))
    left = []
    for _ in range(5):
        with pytest.raises(LinkRefusal) as caught:
            visits.links.resume(begun.link, born=OTHER_DAY)
        left.append(caught.value.tries_left)
    assert left == [4, 3, 2, 1, 0]
    with pytest.raises(LinkRefusal, match="locked"):
        visits.links.resume(begun.link, born=BORN)


def test_the_right_birth_date_forgets_earlier_misses(visits) -> None:
    begun = visits.begin()
    visits.tell_person(begun.visit.id, Person(born=BORN))
    for born in (*[OTHER_DAY] * 4, BORN, *[OTHER_DAY] * 4):
        try:
            visits.links.resume(begun.link, born=born)
        except LinkRefusal as refusal:
            assert refusal.birth_date_needed  # noqa: PT017
    assert visits.links.resume(begun.link, born=BORN).id == begun.visit.id


def test_wrong_birth_dates_at_once_are_all_counted(visits, at_once) -> None:
    begun = visits.begin()
    visits.tell_person(begun.visit.id, Person(born=BORN))
    results = at_once([lambda: visits.links.resume(begun.link, born=OTHER_DAY)] * 12)
    assert {type(result) for result in results} == {LinkRefusal}
    assert sum(result.birth_date_needed for result in results) == 5


@pytest.mark.parametrize("link", ["", "x", "ü" * 30])
def test_an_unknown_link_is_refused(visits, link: str) -> None:
    for call in (lambda: visits.links.resume(link, born=BORN), lambda: visits.links.needs_birth_date(link)):
        with pytest.raises(LinkRefusal) as caught:
            call()
        assert (caught.value.birth_date_needed, caught.value.tries_left) == (False, 0)


def test_the_link_of_a_forgotten_visit_is_unknown(visits) -> None:
    begun = visits.begin()
    visits.forget(begun.visit.id)
    visits.forget(begun.visit.id)
    with pytest.raises(LinkRefusal):
        visits.links.resume(begun.link, born=None)


# sending


def test_sending_makes_a_visit_read_only(visits, clock) -> None:
    visit = visits.begin().visit
    fill(visits, visit.id)
    clock.pass_by(minutes=9)
    done = visits.complete(visit.id)
    assert done.completed == clock.now
    assert visits.get(visit.id) == done
    for change in (
        lambda: visits.save(visit.id, "signs", {}),
        lambda: visits.tell_person(visit.id, Person()),
        lambda: visits.forget(visit.id),
    ):
        with pytest.raises(VisitClosed):
            change()
    assert visits.get(visit.id) == done


def test_sending_again_changes_nothing(visits, clock) -> None:
    visit = visits.begin().visit
    fill(visits, visit.id)
    done = visits.complete(visit.id)
    clock.pass_by(days=30)
    assert visits.complete(visit.id) == done


def test_sixty_four_sends_at_once_make_one_completed_visit(visits, at_once) -> None:
    visit = visits.begin().visit
    fill(visits, visit.id)
    results = at_once([lambda: visits.complete(visit.id)] * 64)
    assert results == [visits.get(visit.id)] * 64
    assert [line.visit for line in visits.listing().completed] == results[:1]


def test_what_is_sent_is_what_was_seen(visits) -> None:
    visit = visits.begin().visit
    fill(visits, visit.id, signs={"sym_eye": "yes"})
    before = visits.get(visit.id)
    seen = (visits.evaluation(before), visits.patient_summary(before), visits.clinician_summary(before))
    done = visits.complete(visit.id)
    assert seen == (visits.evaluation(done), visits.patient_summary(done), visits.clinician_summary(done))
    assert visits.emergency(done) == seen[1].emergency != ()
    assert {outcome.rule for outcome in seen[0].points} == {"emg_eye", "strong_pain"}


# rulebooks that change


def test_a_sent_visit_prints_as_it_was_under_another_rulebook(desk, other_rulebook) -> None:
    visits = desk.visits()
    visit = visits.begin().visit
    fill(visits, visit.id, signs={"sym_bleed": "yes"})
    done = visits.complete(visit.id)
    printed = (visits.evaluation(done), visits.patient_summary(done), visits.clinician_summary(done))
    later = desk.visits(other_rulebook)
    found = later.find(done.reference)
    assert printed == (
        later.evaluation(found),
        later.patient_summary(found),
        later.clinician_summary(found),
    )
    assert later.evaluation(found).basis.rulebook == visits.rulebook.hash


def test_a_visit_finishes_on_the_rulebook_it_began_on(desk, other_rulebook) -> None:
    visit = desk.visits().begin().visit
    later = desk.visits(other_rulebook)
    fill(later, visit.id)
    done = later.complete(visit.id)
    assert later.rulebook_of(done).version == "1"
    assert [point.headline for point in later.evaluation(done).points] == ["strong_pain headline"]
    fresh = later.begin().visit
    fill(later, fresh.id)
    assert [point.headline for point in later.evaluation(later.complete(fresh.id)).points] == ["Other"]


def test_a_rulebook_changed_in_the_store_is_refused(desk, other_rulebook, monkeypatch) -> None:
    visit = desk.visits().begin().visit
    monkeypatch.setattr("screener.visits.rulebooks.read", lambda text, name, vocabulary: other_rulebook)
    with pytest.raises(StoreError, match="was changed in the store"):
        desk.visits(other_rulebook).evaluation(visit)


# lists, deletion, time


def test_the_list_has_what_was_sent_newest_first_and_unfinished_emergencies(visits, clock) -> None:
    sent = []
    for pain in (8, 1):
        visit = visits.begin().visit
        fill(visits, visit.id, pain={"pain_now": pain})
        sent.append(visits.complete(visit.id))
        clock.pass_by(hours=1)
    visits.begin()
    left = visits.begin().visit
    visits.save(left.id, "signs", {"sym_eye": "yes"})
    listing = visits.listing()
    assert [(line.visit, line.gravest, line.points) for line in listing.completed] == [
        (sent[1], "", 0),
        (sent[0], "discuss", 1),
    ]
    assert [(line.visit.id, line.gravest, line.points) for line in listing.unfinished_emergencies] == [
        (left.id, "emergency", 1)
    ]


def test_a_deleted_visit_is_gone_in_any_state(visits) -> None:
    unfinished, sent = visits.begin().visit, visits.begin().visit
    visits.complete(sent.id)
    for visit in (unfinished, sent):
        visits.delete(visit.reference)
        with pytest.raises(VisitNotFound):
            visits.get(visit.id)
    assert visits.listing().completed == ()


@pytest.mark.parametrize(("more", "purged"), [(-1, 0), (0, 0), (1, 1)])
def test_a_visit_in_progress_dies_seven_days_after_its_last_save(
    visits, clock, more: int, purged: int
) -> None:
    begun = visits.begin()
    clock.pass_by(days=3)
    visits.save(begun.visit.id, "signs", {"sym_eye": "yes"})
    clock.pass_by(days=7, seconds=more)
    if purged:
        with pytest.raises(VisitNotFound):
            visits.get(begun.visit.id)
        with pytest.raises(LinkRefusal):
            visits.links.resume(begun.link, born=None)
        assert visits.listing().unfinished_emergencies == ()
    else:
        assert visits.get(begun.visit.id).id == begun.visit.id
    assert visits.purge() == purged


def test_a_sent_visit_stays(visits, clock) -> None:
    visit = visits.begin().visit
    visits.complete(visit.id)
    clock.pass_by(days=400)
    assert visits.purge() == 0
    assert visits.get(visit.id).completed


def test_a_fresh_visit_purges_at_most_once_an_hour(desk, visits, clock) -> None:
    old = [visits.begin().visit]
    clock.pass_by(minutes=50)
    old.append(visits.begin().visit)
    clock.pass_by(days=7, minutes=-30)
    visits.begin()
    assert len(desk.store.visits().in_progress) == 2
    clock.pass_by(minutes=59)
    visits.begin()
    assert len(desk.store.visits().in_progress) == 3
    clock.pass_by(minutes=1)
    visits.begin()
    assert len(desk.store.visits().in_progress) == 3


def test_the_clinics_code_opens_its_pages(desk, visits, clock) -> None:
    assert not visits.code_accepted("")
    assert visits.code_accepted(desk.store.renew_code(at=clock.now))


# secrecy

CANARIES = ["Canary Nameless", "1950-02-28", "2026-12-01", "canary-own-words", "canary-medicine", "Your eye"]


def canary_visit(visits):
    begun = visits.begin()
    visits.tell_person(
        begun.visit.id, Person(name="Canary Nameless", born=BORN, appointment=date(2026, 12, 1))
    )
    words = {"own_words": "canary-own-words", "med_list": ["canary-medicine"]}
    fill(visits, begun.visit.id, signs={"sym_eye": "yes"}, words=words)
    return begun


def test_nothing_that_was_typed_is_in_any_file_in_clear(desk, visits) -> None:
    begun = canary_visit(visits)
    done = visits.complete(begun.visit.id)
    assert visits.clinician_summary(done).emergencies
    kept = desk.bytes()
    desk.store.close()
    kept += desk.bytes()
    assert done.reference.encode() in kept
    secrets = [*CANARIES, begun.link, "sym_eye", "strong_pain"]
    assert [secret for secret in secrets if secret.encode() in kept] == []


def test_nothing_of_a_deleted_visit_is_in_any_file(desk, visits) -> None:
    done = visits.complete(canary_visit(visits).visit.id)
    stored = desk.store.visit(done.id)
    parts = [done.id.encode(), done.reference.encode(), stored.wrapped_key, stored.header.link.encode()]
    assert [part in desk.bytes() for part in parts] == [True] * 4
    visits.delete(done.reference)
    assert [part in desk.bytes() for part in parts] == [False] * 4


def test_nothing_that_was_typed_is_logged_or_shown_by_errors(visits, caplog) -> None:
    caplog.set_level("DEBUG")
    begun = canary_visit(visits)
    visits.save(begun.visit.id, "pain", {"pain_now": "canary-own-words"})
    done = visits.complete(begun.visit.id)
    with pytest.raises(VisitClosed) as caught:
        visits.save(done.id, "words", {"own_words": "canary-own-words"})
    secrets = [*CANARIES, begun.link, done.id, done.reference]
    assert [secret for secret in secrets if secret in caplog.text + str(caught.value)] == []


def test_a_clock_may_stand_in_any_zone(desk) -> None:
    assert timedelta(0) == desk.visits().begin().visit.header.began.utcoffset()
