"""The author's page: what it shows of a rulebook that is being written, and what it refuses."""

from __future__ import annotations

import json
import os
import re
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from screener.cli import main
from screener.web.author.answer_form import sent
from screener.web.author.app import create_author_app
from screener.web.author.rulebook_file import Watched
from screener.web.route_table import WebRoute
from tests.routes import HEADERS, STATIC, address, headers_of, policy, routes_of

SMALL = (Path(__file__).parents[1] / "rulebook" / "small.yaml").read_text("utf-8")
LOCAL = "http://127.0.0.1:8010"


class Author:
    """Somebody with an editor and a browser."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.app = create_author_app(Watched(file))
        self.app.testing = True
        self.client: FlaskClient = self.app.test_client()
        self.page = ""

    def save(self, text: str) -> None:
        """Save the file; its time moves on, as it does for people."""
        before = self.file.stat().st_mtime_ns
        self.file.write_text(text, "utf-8")
        os.utime(self.file, ns=(before + 10**9, before + 10**9))

    def look(self) -> Author:
        response = self.client.get("/", base_url=LOCAL)
        assert response.status_code == 200
        self.page = response.get_data(as_text=True)
        return self

    def hidden(self, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]*)"', self.page)
        assert found is not None
        return unescape(found[1])

    def send(self, **fields: object) -> Author:
        """Press a button: what the page carries, and these fields, "__" standing for the point."""
        carried = {name: self.hidden(name) for name in ("csrf_token", "answers", "topic")}
        given = {name.replace("__", "."): value for name, value in fields.items()}
        ids = " ".join(dict.fromkeys(name.split(".")[1] for name in given if name.startswith("q.")))
        response = self.client.post("/", base_url=LOCAL, data={**carried, "fields": ids, **given})
        assert response.status_code == 200
        self.page = response.get_data(as_text=True)
        return self

    def answers(self) -> dict[str, object]:
        carried: dict[str, object] = json.loads(self.hidden("answers"))
        return carried

    def rule(self, id: str) -> str:
        """One rule's part of the page."""
        return self.page.partition(f'id="rule-{id}"')[2].partition('<details class="more">')[0]

    def outcome(self, id: str) -> str:
        found = re.search(r'<span class="outcome \w+">([^<]*)', self.rule(id))
        assert found is not None
        return found[1]

    def marks(self, id: str) -> list[tuple[str, str, str]]:
        """Every part of the rule's conditions: its value, its words, the answers it looks at."""
        lines = re.findall(r'<div class="line">(.*?)</div></div>', self.rule(id), flags=re.DOTALL)
        told = []
        for line in lines:
            value, says, *given = re.findall(r'<span class="[^"]*">(.*?)</span>', line, flags=re.DOTALL)
            says = re.sub(r'<a href="/book#tag-opioid"[^>]*>[^<]*</a>', "TAG", says)
            words = " ".join(unescape(re.sub(r"<[^>]*>", "", says)).split())
            told.append((value, words, unescape("".join(given))))
        return told

    def text(self) -> str:
        return " ".join(unescape(re.sub(r"<[^>]*>", " ", self.page)).split())


@pytest.fixture(scope="module")
def author(tmp_path_factory: pytest.TempPathFactory) -> Author:
    """Somebody whose file stays as it is."""
    file = tmp_path_factory.mktemp("author") / "rules.yaml"
    file.write_text(SMALL, "utf-8")
    return Author(file)


@pytest.fixture
def writer(tmp_path: Path) -> Author:
    """Somebody who saves the file in between."""
    file = tmp_path / "rules.yaml"
    file.write_text(SMALL, "utf-8")
    return Author(file)


@pytest.mark.parametrize("route", routes_of("author"), ids=lambda route: f"{route.method} {route.path}")
def test_a_page_has_its_type_and_its_headers(author: Author, route: WebRoute) -> None:
    with author.client.get(address(route, filename="author.css"), base_url=LOCAL) as response:
        assert (response.status_code, response.mimetype) == (200, policy(route).kind)
        assert headers_of(response) == HEADERS | ({"Cache-Control": "no-cache"} if route is STATIC else {})


@pytest.mark.parametrize("host", ["evil.example", "192.168.0.7:8010", "127.0.0.1.evil.example"])
def test_other_hosts_are_refused(author: Author, host: str) -> None:
    for route in routes_of("author"):
        response = author.client.get(address(route), headers={"Host": host})
        assert response.status_code == 400
        assert "rulebook" not in response.get_data(as_text=True)


@pytest.mark.parametrize("token", ["", "worn", "a.b.c", "é"])
def test_a_post_without_its_token_is_refused(author: Author, token: str) -> None:
    author.look()
    response = author.client.post("/", base_url=LOCAL, data={"csrf_token": token, "q.faint": "yes"})
    assert response.status_code == 400
    assert "Open the page again" in response.get_data(as_text=True)


def test_too_many_fields_are_refused(author: Author) -> None:
    token = author.look().hidden("csrf_token")
    fields = {"csrf_token": token, **{f"q.{number}": "x" for number in range(300)}}
    assert author.client.post("/", base_url=LOCAL, data=fields).status_code == 413


def test_nothing_is_kept_between_two_requests(author: Author) -> None:
    author.look().send(q__faint="yes", q__goal="a secret of a made-up person")
    assert "a secret of a made-up person" in author.page
    assert [path.name for path in author.file.parent.rglob("*")] == ["rules.yaml"]
    assert author.file.read_text("utf-8") == SMALL
    with author.client.session_transaction(base_url=LOCAL) as session:
        assert set(session) == {"csrf_token"}
    assert "secret" not in author.look().page


def test_the_page_needs_no_script_and_loads_only_its_own(author: Author) -> None:
    page = author.look().page
    assert re.findall(r'<(?:link|script|img)[^>]*(?:src|href)="([^"]*)"', page) == [
        "/static/author.svg",
        "/static/book.css",
        "/static/author.css",
        "/static/author.js",
    ]
    assert re.findall(r"<script[^>]*>", page) == ['<script src="/static/author.js" defer>']
    assert " style=" not in page
    assert " onclick=" not in page
    assert 'value="look">Look again</button>' in page
    assert 'value="try">Try these answers</button>' in page


# What the first topic's rules come to on the small rulebook's only person, changed.
OUTCOMES = [
    ({}, "dis_signs", "ruled out"),
    ({"q__effects": ["sleepy"]}, "dis_signs", "fires"),
    ({"q__effects": []}, "dis_signs", "stays open"),
    ({"q__effects": ["not_sure"]}, "dis_signs", "stays open"),
    ({"q__effects": ["none"]}, "dis_signs", "ruled out"),
    ({"q__faint": "yes"}, "emg_numb", "fires"),
    ({"q__faint": ""}, "emg_numb", "stays open"),
    ({"q__faint": "not_sure"}, "emg_numb", "stays open"),
    ({"q__faint": "prefer_not"}, "emg_numb", "stays open"),
    ({"q__faint": "not_ticked"}, "emg_numb", "ruled out"),
    ({"q__mood2": "1"}, "emg_thoughts", "fires"),
    ({"q__mood2": ""}, "emg_thoughts", "stays open"),
]


@pytest.mark.parametrize(("fields", "rule", "outcome"), OUTCOMES)
def test_changed_answers_change_the_outcome(
    author: Author, fields: dict[str, object], rule: str, outcome: str
) -> None:
    assert author.look().send(**fields).outcome(rule) == outcome


def test_every_part_of_a_condition_is_marked_true_false_or_unknown(author: Author) -> None:
    author.look().send(q__numb="yes", q__faint="not_sure")
    assert author.marks("emg_numb") == [
        ("true", "any of these:", ""),
        ("true", "Numb: yes", "yes"),
        ("unknown", "Faint: yes", "not sure"),
    ]
    typed = "Medicines: morphine and little white pill; Used: None"
    author.send(topic="mixing", q__med_list="morphine\nlittle white pill", q__pain="3")
    assert author.marks("dis_twice") == [
        ("unknown", "any of these:", ""),
        ("unknown", "Medicines: the same medicine named twice, of TAG", "morphine and little white pill"),
        ("unknown", "Medicines: any of TAG; and another one in everything: St John's wort", typed),
    ]
    assert author.marks("dis_pair")[1:] == [
        ("false", "all of these:", ""),
        ("false", "Pain: from 7 to 10", "3"),
        ("true", "this is not so:", ""),
        ("false", "Age: “Under 18”", "25 to 64"),
        ("unknown", "current: at least 2 different ones of any medicine", typed),
    ]


def test_a_hidden_rule_says_what_hides_it(author: Author) -> None:
    author.look().send(q__numb="yes", q__effects=["sleepy"])
    assert "It fires, and is hidden by <code>emg_numb</code>" in author.rule("dis_signs")
    assert "Side effects dis_signs hidden by emg_numb" in author.text()


def test_a_fired_rule_shows_its_texts_filled_in(author: Author) -> None:
    author.look().send(q__numb="yes", region="uk")
    assert "You ticked Are you numb. Go to A&amp;E." in author.rule("emg_numb")
    assert "Go to A&amp;E." in author.rule("emg_numb").partition("Emergency page")[2]


def test_scores_and_what_to_ask_are_told(author: Author) -> None:
    author.look().send(q__mood2="")
    assert "MOOD between 0 and 2 (1 item blank)" in author.text()
    assert "Item 2 left blank, emergency" in author.text()


def test_answers_are_shown_as_an_example_of_the_files_own_form(author: Author) -> None:
    author.look().send(q__faint="not_sure", q__used=["kratom"], q__med_list="Zoloft")
    changes = "{faint: not_sure, med_list: [Zoloft], used: [kratom]}"
    assert f"As an example: {changes}" in author.text()
    author.send(act="person", person="quiet")
    assert "As an example: {}" in author.text()


def test_only_the_questions_of_the_topic_are_shown_until_all_are_wanted(author: Author) -> None:
    author.look()
    assert 'name="q.goal"' not in author.page
    author.send(every="1")
    assert 'name="q.goal"' in author.page
    assert author.hidden("fields").split() == [
        "faint", "numb", "mood1", "mood2", "safe", "pain", "age", "med_list", "med_list_sure", "used",
        "effects", "falls", "goal",
    ]  # fmt: skip


def test_answers_that_cannot_be_used_are_told_and_count_as_blank(author: Author) -> None:
    author.look().send(q__effects=["none", "sleepy"], q__age="old")
    assert "is chosen together with another answer" in author.text()
    assert "age: this is not one of the options" in author.text()


RAW = [
    # what is sent for a question, its raw answer
    ({"q.faint": "yes"}, {"faint": "yes"}),
    ({"q.faint": ""}, {"faint": None}),
    ({"q.mood1": "2"}, {"mood1": 2}),
    ({"q.mood1": "not_sure"}, {"mood1": "not_sure"}),
    ({"q.effects": ["none"]}, {"effects": []}),
    ({"q.effects": ["sleepy", "not_sure"]}, {"effects": ["sleepy", "not_sure"]}),
    ({"q.goal": " walk "}, {"goal": "walk"}),
    ({"q.goal": "", "q.goal.state": "prefer_not"}, {"goal": "prefer_not"}),
    ({"q.med_list": "", "q.med_list.state": "none"}, {"med_list": []}),
    ({"q.med_list": "", "q.med_list.state": ""}, {"med_list": None}),
    (
        {"q.med_list": "Zoloft\n\nprozak = fluoxetine", "q.med_list.state": "none"},
        {"med_list": ["Zoloft", {"typed": "prozak", "taken_as": "fluoxetine"}]},
    ),
]


@pytest.mark.parametrize(("fields", "raw"), RAW)
def test_fields_become_raw_answers_and_fill_the_form_again(
    author: Author, fields: dict[str, object], raw: dict[str, object]
) -> None:
    good = author.app.extensions["screener-author"].look().good
    assert sent(good.rulebook, MultiDict({"fields": next(iter(raw)), **fields})) == raw
    author.look().send(every="1", **{name.replace(".", "__"): value for name, value in fields.items()})
    [(id, answer)] = raw.items()
    assert author.answers()[id] == answer


@pytest.mark.parametrize("answers", ["", "[]", "{", "[" * 5000, '{"faint": {"a": 1}, "": 3, "numb": [[]]}'])
def test_carried_answers_that_were_tampered_with_do_no_harm(author: Author, answers: str) -> None:
    assert author.look().send(answers=answers).outcome("dis_signs") == "stays open"


def test_the_page_sees_a_change_and_shows_it(writer: Author) -> None:
    before = writer.client.get("/state", base_url=LOCAL).get_data()
    assert writer.look().page.count("Now with other words") == 0
    writer.save(SMALL.replace("headline: Side effects", "headline: Now with other words"))
    assert writer.client.get("/state", base_url=LOCAL).get_data() != before
    assert "Now with other words" in writer.look().page


def test_a_broken_file_is_named_with_its_line_and_the_last_good_one_stays(writer: Author) -> None:
    writer.look().send(q__effects=["sleepy"])
    line = SMALL[: SMALL.index("when: {effects: [sleepy, dizzy]}")].count("\n") + 1
    writer.save(SMALL.replace("when: {effects: [sleepy, dizzy]}", "when: {efects: [sleepy, dizzy]}"))
    writer.send()
    assert (
        "The file has problems and could not be used. What stands below is its last good version."
        in writer.text()
    )
    assert f"rules.yaml:{line}:" in writer.text()
    assert "did you mean `effects`?" in writer.text()
    assert writer.outcome("dis_signs") == "fires"
    assert writer.client.get("/book", base_url=LOCAL).status_code == 200
    writer.save(SMALL)
    writer.send()
    assert "no problem found" in writer.text()
    assert writer.outcome("dis_signs") == "fires"


def test_an_example_that_does_not_come_out_is_told_beside_the_new_version(writer: Author) -> None:
    writer.look()
    writer.save(SMALL.replace("fires: [{effects: [sleepy]}]", "fires: [{effects: [none]}]"))
    assert "dis_signs stays silent on this example" in writer.look().text()
    assert "last good version" not in writer.text()


def test_a_file_that_was_never_good_has_no_panel(author: Author, tmp_path: Path) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text("format: 1\n", "utf-8")
    other = Author(file).look()
    assert "Nothing can be tried until they are mended." in other.text()
    assert 'name="answers"' not in other.page
    assert other.client.get("/book", base_url=LOCAL).status_code == 404


def test_a_file_that_is_gone_leaves_the_last_good_one(writer: Author) -> None:
    writer.look()
    writer.file.unlink()
    assert "rules.yaml:1:1 the file cannot be read: No such file or directory" in writer.look().text()
    assert writer.outcome("dis_signs") == "ruled out"
    writer.file.write_text(SMALL, "utf-8")
    assert "no problem found" in writer.look().text()


def test_hostile_words_stay_words(writer: Author) -> None:
    hostile = "<script>alert('1')</script>"
    writer.save(SMALL.replace("headline: Side effects", f'headline: "{hostile}"'))
    writer.look().send(every="1", q__goal=hostile, q__med_list=hostile)
    assert "<script>alert" not in writer.page
    assert writer.text().count("alert('1')") >= 2


def test_the_command_refuses_what_it_cannot_serve(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["author", str(tmp_path / "none.yaml"), "--port", "8222"]) == 2
    assert "No such file" in capsys.readouterr().err
