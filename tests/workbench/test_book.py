"""The readable rulebook: nothing is left out, everything leads somewhere, and no text becomes markup."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from screener.cli import main
from screener.export import pdf
from screener.medicines.vocabulary import load as load_vocabulary
from screener.model.rulebook import Rulebook
from screener.rulebook import read, read_plain
from screener.web.author.rendering import book_page
from screener.workbench.book import Book, book_of
from screener.workbench.examples import example_form, own_form

SMALL = (Path(__file__).parents[1] / "rulebook" / "small.yaml").read_text("utf-8")
HOSTILE = """<script>alert('1')</script><img src=x onerror=alert(1)>"""


class Page(HTMLParser):
    """A page's ids, links, other addresses, tags and words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.tags: set[str] = set()
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if tag == "a" and "href" in given else []
        names = ("src", "srcset", "data", "poster", "action", "background")
        self.loaded += [value for name, value in given.items() if name in names or name.startswith("on")]
        self.loaded += [given["href"]] if tag != "a" and "href" in given else []

    def handle_data(self, data: str) -> None:
        self.words += data


def small_book(*changes: tuple[str, str]) -> Book:
    text = SMALL
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return book_of(read(text.encode(), "rules.yaml", load_vocabulary()))


@pytest.fixture(scope="module")
def page(rulebook: Rulebook) -> Page:
    return Page(book_page(book_of(rulebook)))


def test_every_part_of_the_rulebook_has_its_place_once(rulebook: Rulebook, page: Page) -> None:
    wanted = {
        *(f"rule-{id}" for id in rulebook.rules),
        *(f"question-{id}" for id in rulebook.questions),
        *(f"screen-{id}" for id in rulebook.screens),
        *(f"score-{id}" for id in rulebook.scores),
        *(f"fact-{id}" for id in (*rulebook.facts, *rulebook.sets)),
        *(f"source-{key}" for key in rulebook.sources),
        *(f"topic-{rule.topic}" for rule in rulebook.rules.values()),
        *(f"contacts-{region}" for region in rulebook.contacts),
        *(f"invariant-{id}" for id in rulebook.invariants),
        *(f"person-{id}" for id in rulebook.people),
    }
    assert wanted <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_every_text_of_the_rulebook_stands_in_it(rulebook: Rulebook, page: Page) -> None:
    words = " ".join(page.words.split())
    texts = [rulebook.hash, rulebook.version, *rulebook.leads.values(), *rulebook.topics.values()]
    for rule in rulebook.rules.values():
        wordings = [*(variant.wording for variant in rule.variants), *rule.regions.values()]
        pages = [rule.page, *(wording.page for wording in wordings), *rule.companions.values()]
        texts += [rule.headline, rule.patient, rule.clinician, rule.strength, rule.seed]
        texts += [text or "" for wording in wordings for text in (wording.patient, wording.clinician)]
        texts += [text for one in pages if one for text in (one.heading, one.do, *one.lines)]
    for question in rulebook.questions.values():
        texts += [question.ask, question.label, question.none, *question.options.values(), *question.steps]
    texts += [f"{source.title} ({source.year})" for source in rulebook.sources.values()]
    texts += [text for one in rulebook.contacts.values() for text in one.words.values()]
    assert [text for text in texts if " ".join(text.split()) not in words] == []


def test_every_example_stands_in_it_as_the_file_can_hold_it(rulebook: Rulebook, page: Page) -> None:
    default = next(iter(rulebook.people))
    for rule in rulebook.rules.values():
        for example in (*rule.examples.fires, *rule.examples.silent, *rule.examples.open):
            written = example_form(example, default=default)
            assert written in page.words
            back = read_plain(written.encode(), "example")
            assert isinstance(back, dict)
            assert back.pop("person", default) == example.person
            assert back.pop("asks", None) == (None if example.asks is None else list(example.asks))
            assert back == example.answers


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({}, "{}"),
        ({"phq9": 1, "age": "65_74"}, "{phq9: 1, age: 65_74}"),
        ({"a": None, "b": True}, "{a: null, b: true}"),
        (["St John's wort", "5-HTP"], "[St John's wort, 5-HTP]"),
        (["true", "12", "2026-11-25", "", "~"], '["true", "12", "2026-11-25", "", "~"]'),
        (["a: b", "#c", "d, e", "[f]", '"g"'], '["a: b", "#c", "d, e", "[f]", "\\"g\\""]'),
        (["é", "line\nend"], '["é", "line\\nend"]'),
        ({"typed": "x ", "taken_as": "y"}, '{typed: "x ", taken_as: y}'),
    ],
)
def test_answers_are_written_so_that_the_reader_takes_them_back(value: object, written: str) -> None:
    assert own_form(value) == written
    assert read_plain(own_form({"a": value}).encode(), "answers") == {"a": value}


def test_every_link_within_leads_somewhere_and_no_other_is_needed(rulebook: Rulebook, page: Page) -> None:
    within = {link[1:] for link in page.links if link.startswith("#")}
    outside = {link for link in page.links if not link.startswith("#")}
    assert within <= set(page.ids)
    assert outside == {source.url for source in rulebook.sources.values() if source.url}
    assert page.loaded == []
    assert not page.tags & {"script", "link", "img", "iframe", "object", "form"}


def test_a_draft_says_so_and_the_signature_lines_are_empty(page: Page) -> None:
    assert "draft, not signed off" in page.words
    signatures = book_page(small_book()).partition('class="signatures"')[2].partition("</table>")[0]
    assert re.findall(r"<th[^>]*>([^<]*)</th>", signatures) == ["Name", "Role", "Date", "Signature"]
    assert set(re.findall(r"<td>([^<]*)</td>", signatures)) == {""}


def test_every_printed_sheet_bears_the_hash(rulebook: Rulebook) -> None:
    assert f'content: "Rulebook {rulebook.hash[:16]}, draft"' in book_page(book_of(rulebook))


def test_hostile_texts_stay_texts() -> None:
    quoted = '"' + HOSTILE + '"'
    html = book_page(
        small_book(
            ("title: A small rulebook", f"title: {quoted}"),
            ("headline: Side effects", f"headline: {quoted}"),
            ("patient: Ask about it.", f"patient: {quoted}"),
            ("{title: A book, year: 2020", f"{{title: {quoted}, year: 2020"),
            ('url: "https://example.org/book"', 'url: "https://example.org/\'><b>"'),
            ("hint: In your own words", f"hint: {quoted}"),
            ("strength: weak", f"strength: {quoted}"),
            ("dizzy: Dizzy", f"dizzy: {quoted}"),
            ('goal: {ask: "What matters?"', f"goal: {{ask: {quoted}"),
        )
    )
    found = Page(html)
    assert not found.tags & {"script", "img", "b"}
    assert found.loaded == []
    assert found.words.count(HOSTILE) >= 9
    assert unescape(HOSTILE) not in html


def entry(book: Book, id: str) -> dict[str, object]:
    found = next(rule for rule in book.rules if rule.id == id)
    return {
        "hides": [ref.id for ref in found.hides],
        "hidden_by": [ref.id for ref in found.hidden_by],
        "promises": [ref.id for ref in found.promises],
        "others": [other.occasion for other in found.others],
        "shows": found.shows,
        "slots": [(slot, "".join(piece.words for piece in told)) for slot, told in found.slots],
    }


def test_an_emergency_says_where_it_shows_and_what_other_words_it_has() -> None:
    assert entry(small_book(), "emg_thoughts") == {
        "hides": [],
        "hidden_by": [],
        "promises": ["crisis-first"],
        "others": ["while this holds", "page when emg_numb fires too"],
        "shows": (
            "A full page at once, at the earliest after screen 2, “Mood” (mood).",
            "Then at the head of every later page, of the patient's copy and of the clinician's page.",
        ),
        "slots": [],
    }


def test_a_rule_says_what_hides_it() -> None:
    book = small_book()
    assert entry(book, "emg_numb")["hides"] == ["dis_signs"]
    assert entry(book, "emg_numb")["slots"] == [("{list}", "Numb, Faint as far as answered yes")]
    assert entry(book, "dis_signs")["hidden_by"] == ["emg_numb"]
    assert entry(book, "dis_signs")["shows"] == (
        "Patient's copy, under “Talk about it.”.",
        "Clinician's page, under Warning signs.",
    )


USED = [
    # what is used, how, by what
    ("mood2", "decides the rules", ["emg_thoughts", "sys_unknown"]),
    ("mood2", "stands in the words of", ["emg_thoughts"]),
    ("mood2", "counts in the scores", ["mood_score", "mean_score"]),
    ("mood2", "makes the facts", ["older"]),
    ("mood2", "shows or hides", ["safe-now", "falls"]),
    ("mood2", "stands in what must always hold", ["crisis-first"]),
    ("med_list_sure", "closes the list of", ["med_list"]),
    ("effects", "stands in the words of", ["dis_signs"]),
    ("used", "decides the rules", ["dis_pair", "dis_twice", "sys_unknown"]),
    ("goal", "decides the rules", []),
]


@pytest.mark.parametrize(("question", "way", "users"), USED)
def test_a_question_says_what_uses_it(question: str, way: str, users: list[str]) -> None:
    found = next(one for one in small_book().questions if one.id == question)
    told = {use.way: [ref.id for ref in use.by] for use in found.uses}
    assert told.get(way, []) == users


def test_tags_that_rules_name_list_their_medicines(rulebook: Rulebook) -> None:
    found = {tag.id: tag.medicines for tag in book_of(rulebook).tags}
    assert {"phenelzine", "moclobemide", "linezolid"} <= set(found["maoi"])
    assert "otc" not in found, "no rule names it"


def test_the_command_writes_one_file_and_says_where(
    tmp_path: Path, rulebook: Rulebook, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "book.html"
    assert main(["book", "-o", str(output)]) == 0
    assert capsys.readouterr().out == f"The book is in {output}.\n"
    assert output.read_text("utf-8") == book_page(book_of(rulebook))


def test_another_extension_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["book", "-o", str(tmp_path / "book.docx")]) == 2
    assert "ends in .html or .pdf" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_book_is_set_as_pdf_by_the_extra(
    tmp_path: Path, rulebook: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: dict[str, object] = {}

    def render(html: str, *, css: str, seconds: int, environment: dict[str, str]) -> bytes:
        assert not [name for name in environment if name.startswith("SCREENER_")]
        given.update(html=html, css=css, seconds=seconds)
        return b"%PDF"

    monkeypatch.setattr(pdf, "available", lambda: True)
    monkeypatch.setattr(pdf, "render", render)
    assert main(["book", "-o", str(tmp_path / "book.pdf")]) == 0
    assert (tmp_path / "book.pdf").read_bytes() == b"%PDF"
    assert given == {"html": book_page(book_of(rulebook)), "css": "", "seconds": 900}


def test_without_the_extra_the_command_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pdf, "available", lambda: False)
    assert main(["book", "-o", str(tmp_path / "book.pdf")]) == 2
    assert "write .html and print it from the browser" in capsys.readouterr().err
