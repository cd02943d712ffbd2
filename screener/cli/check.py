"""Commands that need no store: check, schema, evaluate, explain."""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from screener.answers import parse
from screener.cli import Exit
from screener.cli.responses import GivenResponse, read_responses
from screener.cli.rulebook_file import add_file, rulebook_file
from screener.content import shipped_rulebook
from screener.engine import contacts_for, evaluate, explain, judge, see
from screener.errors import AnswerPlace, AnswersError, Place, Problem, ScreenerError
from screener.export.plain import as_plain, as_text, explained_text
from screener.model.response import Response
from screener.model.rule import Rule
from screener.model.rulebook import Rulebook
from screener.rulebook import load, schema
from screener.rulebook.yaml.problems import nearest
from screener.settings import Settings, read_settings
from screener.workbench.check import Checked, check, explain_code, nearest_code

FORMATS = ("text", "json", "github")


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add these commands to the parser."""
    command = commands.add_parser("check", help="find every problem of a rulebook")
    add_file(command)
    command.add_argument("--format", choices=FORMATS, default="text", help="github: for its annotations")
    command.add_argument(
        "--explain", metavar="CODE", help="say what a problem's code means and how to mend it"
    )
    command.set_defaults(run=run_check)

    command = commands.add_parser("schema", help="print the JSON Schema of a rulebook, for editors")
    command.set_defaults(run=run_schema)

    command = commands.add_parser("evaluate", help="evaluate a response, or one a line")
    _rules(command)
    command.add_argument("--format", choices=("json", "text"), default="json")
    command.add_argument("file", type=Path, metavar="FILE|-", help="JSON, NDJSON, or YAML by its extension")
    command.set_defaults(run=run_evaluate)

    command = commands.add_parser("explain", help="show why a rule fires, is open or is ruled out")
    _rules(command)
    command.add_argument("rule", metavar="RULE")
    command.add_argument("file", type=Path, metavar="FILE|-")
    command.set_defaults(run=run_explain)


def _rules(command: argparse.ArgumentParser) -> None:
    command.add_argument("--rules", type=Path, metavar="FILE", help="default: SCREENER_RULES or the shipped")
    command.add_argument("--region", help="whose contacts to name; default: SCREENER_REGION or us")


def run_check(options: argparse.Namespace) -> int:
    """Print a line a problem, then a line a warning; 0 when there is no problem: warnings do not count."""
    if options.explain is not None:
        return _explain_code(options.explain)
    file = rulebook_file(options)
    checked = check(file.read_bytes(), str(file), today=datetime.now().astimezone().date())
    if options.format == "json":
        print(json.dumps(_as_json(checked), ensure_ascii=False))
    else:
        written = _annotation if options.format == "github" else _plain_line
        for problem in checked.problems:
            print(written(problem, warns=False))
        for warning in checked.warnings:
            print(written(warning, warns=True))
    if checked.problems or checked.rulebook is None:
        print(f"{file}: {len(checked.problems)} to mend", file=sys.stderr)
        return Exit.FOUND
    if options.format == "text":
        _tell(file, checked, checked.rulebook)
    return Exit.DONE


def _tell(file: Path, checked: Checked, rulebook: Rulebook) -> None:
    print(
        f"{file}: no problem found in {len(rulebook.screens)} screens, {len(rulebook.questions)} questions "
        f"and {len(rulebook.rules)} rules; its hash is {rulebook.hash}"
    )
    for emergency, screen in checked.deciding.items():
        print(f"  {emergency} can first show after the screen {screen}")


def _explain_code(code: str) -> int:
    words = explain_code(code)
    if words is None:
        near = nearest_code(code)
        raise ScreenerError(f'there is no code "{code}"' + (f'; did you mean "{near}"?' if near else ""))
    print(words)
    return Exit.DONE


def _plain_line(problem: Problem, *, warns: bool) -> str:
    return f"{problem} [{problem.code}]" + (" (a warning)" if warns else "")


def _annotation(problem: Problem, *, warns: bool) -> str:
    """A workflow command of GitHub; what would end its message early is written as it wants it."""
    place = problem.place
    at = f" file={place.file},line={place.line},col={place.column}" if isinstance(place, Place) else ""
    example = f" For example: {problem.patient}" if problem.patient else ""
    message = f"{problem.what}; {problem.mend}.{example}"
    for sign, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A")):
        message = message.replace(sign, code)
    return f"::{'warning' if warns else 'error'}{at},title={problem.code}::{message}"


def _as_json(checked: Checked) -> dict[str, object]:
    def plain(problem: Problem) -> dict[str, object]:
        place = problem.place
        at = (
            {"file": place.file, "line": place.line, "column": place.column}
            if isinstance(place, Place)
            else {"at": str(place)}
        )
        told = {"code": str(problem.code), "what": problem.what, "mend": problem.mend}
        return {**at, **told, "patient": problem.patient or None}

    return {
        "problems": [plain(problem) for problem in checked.problems],
        "warnings": [plain(warning) for warning in checked.warnings],
        "rulebook": checked.rulebook.hash if checked.rulebook else None,
        "emergencies": dict(checked.deciding),
    }


def run_schema(options: argparse.Namespace) -> int:
    """Print the JSON Schema."""
    print(json.dumps(schema(), indent=2, ensure_ascii=False))
    return Exit.DONE


def run_evaluate(options: argparse.Namespace) -> int:
    """Print one line of JSON a response, or text."""
    settings = _settings(options)
    rulebook = _rulebook(options, settings)
    region = settings.region
    contacts = contacts_for(rulebook, region=region, clinic=settings.clinic)
    read = refused = 0
    for given in read_responses(options.file):
        read += 1
        try:
            response = _response(rulebook, given)
        except AnswersError as error:
            if not given.one_of_many:
                raise
            refused += 1
            _print_refused(given, error.problems[0], options.format)
            continue
        evaluation = evaluate(rulebook, response, region=region, contacts=contacts)
        if options.format == "json":
            print(json.dumps(as_plain(rulebook, response, evaluation), ensure_ascii=False))
        else:
            print(as_text(rulebook, evaluation))
    return _none_left(read, refused)


def _print_refused(given: GivenResponse, problem: Problem, form: str) -> None:
    """Print the problem in the place of its response, in the form of the others."""
    if form == "json":
        print(json.dumps({"error": _error(given, problem)}, ensure_ascii=False))
    else:
        print(problem)


def _none_left(read: int, refused: int) -> Exit:
    """Unusable when each response was refused; one that is refused does not count against the others."""
    if refused < read:
        return Exit.DONE
    print(f"screener: none of {read} responses could be read; see the output for each", file=sys.stderr)
    return Exit.UNUSABLE


def rule_named(id: str, rulebook: Rulebook) -> Rule:
    """The rule of this id; raises `ScreenerError` that names the nearest where there is none."""
    rule = rulebook.rules.get(id)
    if rule is None:
        near = nearest(id, rulebook.rules)
        raise ScreenerError(
            f'the rulebook has no rule "{id}"' + (f'; did you mean "{near}"?' if near else "")
        )
    return rule


def run_explain(options: argparse.Namespace) -> int:
    """Print the rule's outcome and its condition as a tree with each answer and value."""
    rulebook = _rulebook(options, _settings(options))
    rule = rule_named(options.rule, rulebook)
    read = refused = 0
    for given in read_responses(options.file):
        read += 1
        try:
            response = _response(rulebook, given)
        except AnswersError as error:
            if not given.one_of_many:
                raise
            refused += 1
            print(error.problems[0])
            continue
        print(explained(rulebook, rule, response))
    return _none_left(read, refused)


def explained(rulebook: Rulebook, rule: Rule, response: Response) -> str:
    """A rule's outcome, its conditions as trees, and what it asks."""
    view = see(rulebook, response)
    outcome = judge(view, rule)
    lines = [f"{rule.id}: {outcome.verdict.replace('_', ' ')}, {outcome.priority}"]
    lines.append(explained_text(explain(view, rule.when), depth=1))
    if rule.urgent_when is not None:
        lines += ["  urgent when", explained_text(explain(view, rule.urgent_when), depth=2)]
    if outcome.asks or outcome.lift_asks:
        lines.append(f"  to ask: {', '.join(dict.fromkeys((*outcome.asks, *outcome.lift_asks)))}")
    return "\n".join(lines)


def _settings(options: argparse.Namespace) -> Settings:
    """The environment's settings, in the region asked for; the clinic's lines are for its own alone."""
    settings = read_settings(os.environ, loopback=True)
    if options.region in (None, settings.region):
        return settings
    return replace(settings, region=options.region, lines={})


def _rulebook(options: argparse.Namespace, settings: Settings) -> Rulebook:
    """The rulebook with the clinic's own contacts; raises `ScreenerError` for a region it does not have."""
    rulebook = load(options.rules or settings.rules or shipped_rulebook())
    if settings.region not in rulebook.contacts:
        known = ", ".join(rulebook.contacts)
        raise ScreenerError(f'the rulebook has no contacts for region "{settings.region}"; it has {known}')
    return rulebook.with_own(settings.own_contacts)


def _response(rulebook: Rulebook, given: GivenResponse) -> Response:
    if given.problem is not None:
        raise AnswersError((given.problem,))
    parsed = parse(rulebook, given.raw)
    if parsed.problems:
        raise AnswersError(tuple(_placed(given, problem) for problem in parsed.problems))
    return parsed.response


def _placed(given: GivenResponse, problem: Problem) -> Problem:
    """The problem of an answer with the line, and the file where it holds only this response."""
    if not isinstance(problem.place, AnswerPlace):
        return problem
    line = given.line_of(problem.question)
    return replace(problem, place=replace(problem.place, line=line, file=given.name))


def _error(given: GivenResponse, problem: Problem) -> dict[str, object]:
    return {
        "line": given.line,
        "question": problem.question or None,
        "what": problem.what,
        "mend": problem.mend,
    }
