"""Times the rulebook's side: checking it, and evaluating a response, in seconds of the processor."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from screener.answers import parse
from screener.engine import contacts_for, evaluate
from screener.rulebook import load
from tests.bench.figure import Figure
from tests.bench.serving import SCREENER, as_installed

ROUNDS = 3
EVALUATIONS = 10
PLACES, EVERYTHING = 0.5, 5.0
BARE = (sys.executable, "-c", "import yaml")
READ = "import sys, pathlib, screener.rulebook as r; r.load(pathlib.Path(sys.argv[1]))"


def measure(rules: Path) -> list[Figure]:
    """A whole process each, its start and its imports included, beside one that only imports PyYAML."""
    commands = {
        "screener --version": ((SCREENER, "--version"), None),
        "reading the rulebook: places and types": ((sys.executable, "-c", READ, str(rules)), PLACES),
        "screener check: everything": ((SCREENER, "check", str(rules)), EVERYTHING),
        "screener evaluate, nothing answered": ((SCREENER, "evaluate", "--rules", str(rules), "-"), None),
    }
    taken: dict[tuple[str, ...], list[float]] = {BARE: []}
    processor_seconds(commands["screener --version"][0])  # whatever was not compiled yet is compiled now
    for _round in range(ROUNDS):
        for command in (BARE, *(command for command, _budget in commands.values())):
            taken.setdefault(command, []).append(processor_seconds(command))
    lines = [
        Figure(f"{what}, processor", median(taken[command]), "s", budget=budget)
        for what, (command, budget) in commands.items()
    ]
    bare = Figure("bare Python with PyYAML, processor", median(taken[BARE]), "s")
    return [bare, *lines, _reading(rules), _evaluating(rules)]


def processor_seconds(command: tuple[str, ...]) -> float:
    """Processor time of one run; a command that fails ends the benchmark."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, input=b"{}", stdout=subprocess.DEVNULL, env=as_installed(), check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)


def _reading(rules: Path) -> Figure:
    """Reading alone, without the process around it."""
    taken = []
    for _round in range(ROUNDS):
        begun = process_time()
        load(rules)
        taken.append(process_time() - begun)
    return Figure("  reading the rulebook without start and imports, processor", median(taken), "s")


def _evaluating(rules: Path) -> Figure:
    """One response of each example person, all rules, texts included."""
    rulebook = load(rules)
    words = contacts_for(rulebook, region="us", clinic="your clinic")
    responses = [parse(rulebook, answers).response for answers in rulebook.people.values()]
    taken = []
    for _round in range(EVALUATIONS):
        for response in responses:
            begun = perf_counter()
            evaluate(rulebook, response, region="us", contacts=words)
            taken.append(perf_counter() - begun)
    return Figure(f"evaluating a response, median of {len(responses)} people", median(taken) * 1000, "ms")
