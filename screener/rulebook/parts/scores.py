"""Scores: numbers made of scales, and the bands that cover them."""

from __future__ import annotations

from decimal import Decimal

from screener.codes import Code
from screener.model.question import Band, Question, Score
from screener.rulebook.language.spans import Span, score_span
from screener.rulebook.parts.names import Names
from screener.rulebook.yaml.fields import Fields, fields, listed_nodes, number
from screener.rulebook.yaml.nodes import Node, Scalar
from screener.rulebook.yaml.problems import Problems


def read_score(id: Scalar, node: Node, names: Names, problems: Problems) -> tuple[Score | None, Span | None]:
    """One score and its span; the span is None where an item is faulty."""
    keys = fields(node)
    if keys is None or not _is_one_sort(keys, problems):
        return None, None
    mean, places = keys.has("mean"), keys.whole("places")
    if keys.has("places") and not mean:
        what = "`places` goes with `mean` only, for a sum has no decimals"
        problems.add(keys.place_of("places"), Code.KEY_MISFIT, what=what, mend="take it out")
    items = keys.items("mean" if mean else "sum")
    ids = names.question_ids.find_all(items, problems)
    scales = _scales(items, names, problems)
    span = score_span(scales, mean=mean, places=places) if scales and len(scales) == len(items) else None
    names.sources.find(keys.nodes.get("source"), problems)
    bands = _bands(keys)
    if span is not None:
        _check_bands(keys, bands, span, problems)
    score = Score(
        id=id.written,
        items=ids,
        mean=mean,
        places=places,
        bands=bands,
        source=keys.text("source"),
        loinc=keys.text("loinc"),
        line=id.place.line,
    )
    return score, span


def _is_one_sort(keys: Fields, problems: Problems) -> bool:
    if keys.has("sum") != keys.has("mean"):
        return True
    what = "a score is either a `sum` or a `mean`"
    mend = "take one of them out" if keys.has("sum") else "add `sum: [questions]` or `mean: [questions]`"
    problems.add(keys.place, Code.SCORE_FORM, what=what, mend=mend)
    return False


def _scales(items: tuple[Node, ...], names: Names, problems: Problems) -> tuple[Question, ...]:
    scales = []
    for item in items:
        question = names.questions.get(item.written) if isinstance(item, Scalar) else None
        if question is None:
            continue
        if question.type == "scale":
            scales.append(question)
        else:
            what = f"`{question.id}` is no scale, so it has no number for a score"
            problems.add(item.place, Code.NO_SCALE, what=what, mend="take it out, or make it `type: scale`")
    return tuple(scales)


def _bands(keys: Fields) -> tuple[Band, ...]:
    bands = []
    for name, node in keys.entries("bands"):
        ends = [end for end in map(number, listed_nodes(node)) if end is not None]
        if len(ends) == 2:
            bands.append(Band(name.written, ends[0], ends[1]))
    return tuple(bands)


def _check_bands(keys: Fields, bands: tuple[Band, ...], span: Span, problems: Problems) -> None:
    entries = keys.entries("bands")
    if not bands or len(bands) != len(entries):
        return
    expected, last = span.low, len(bands) - 1
    for number_of, (band, (name, _)) in enumerate(zip(bands, entries, strict=True)):
        what = _band_fault(band, expected, span, is_last=number_of == last)
        if what:
            mend = f"let the bands, lowest first, cover {span.words}, each beginning one step after the other"
            problems.add(name.place, Code.BAND_GAP, what=f"the band `{band.name}` {what}", mend=mend)
            return
        expected = band.high + span.step


def _band_fault(band: Band, expected: Decimal, span: Span, *, is_last: bool) -> str:
    if band.low > band.high:
        return f"begins at {band.low}, above its end {band.high}"
    if band.low > expected:
        return f"leaves a gap: it begins at {band.low}, and {expected} has no band"
    if band.low < expected:
        where = "the lowest value" if expected == span.low else "the band before it"
        return f"overlaps {where}: it begins at {band.low}, and {expected} comes next"
    if not (span.holds(band.low) and span.holds(band.high)):
        return f"ends at {band.high}, which the score cannot be"
    if is_last and band.high != span.high:
        return f"ends at {band.high}, and the score goes up to {span.high}"
    return ""
