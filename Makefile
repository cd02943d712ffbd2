# One target for everything that is done with this checkout. `make` alone lists them.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: run code demo test check lint wheel check-lowest check-properties check-print check-adopting check-abuse check-store check-content golden bench pictures chaos check-slowness docs format clean help

BIN := .venv/bin
PYTEST := $(BIN)/pytest
# What touches each thing that is installed: pages, sessions and forms, store, rulebook, PDF, server and command line.
LOWEST := tests/web/test_security.py tests/web/test_pdf.py tests/web/test_serving.py tests/store/test_opening.py tests/rulebook/test_traps.py tests/test_cli.py

# The store and its key stand in two folders, so that a copy of one never carries the other.
STORE := SCREENER_DATA="$${SCREENER_DATA:-$(CURDIR)/var/data}" SCREENER_KEY_FILE="$${SCREENER_KEY_FILE:-$(CURDIR)/var/keys/screener.key}"

run: .venv/run-ready  ## Install Screener into .venv and serve it on this machine (another port: make run PORT=8001).
	@exec env $(STORE) $(BIN)/screener serve $(if $(PORT),--port $(PORT))

code: .venv/run-ready  ## Make a new access code for the clinic's pages and show it once.
	@$(STORE) $(BIN)/screener code

demo: .venv/run-ready  ## Serve a few made-up visits from a temporary store, to see the pages without filling in the form.
	@$(BIN)/screener demo $(if $(PORT),--port $(PORT))

test: .venv/test-ready  ## Install what the tests need and run them all, a file at a time on each processor.
	@$(PYTEST) --numprocesses logical --dist loadfile --no-loadscope-reorder

check: lint wheel test  ## Run exactly what continuous integration runs: format, lint, types, imports, rulebook, wheel, tests.

lint: .venv/test-ready  ## Check format, style, types, import directions and the rulebook.
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/vulture
	$(BIN)/screener check rules.yaml

wheel: .venv/test-ready  ## Build the wheel, install it alone in a fresh place, and try it there.
	@$(BIN)/python tests/wheel/smoke.py

check-lowest: .venv/test-ready  ## Install the lowest versions that pyproject.toml allows, and try them.
	@$(BIN)/uv venv --quiet --clear build/lowest
	@VIRTUAL_ENV=build/lowest $(BIN)/uv pip install --quiet --resolution lowest-direct --editable . --group dev
	@build/lowest/bin/python -m pytest --quiet -p no:cacheprovider --numprocesses logical $(LOWEST)

check-properties: .venv/test-ready  ## Run the property tests with 200,000 checks instead of a tenth of them.
	@SCREENER_TEST_CHECKS=200000 $(PYTEST) tests/properties

check-print: .venv/test-ready  ## Print 500 made-up patients as PDF, instead of 20, and read them back.
	@SCREENER_TEST_PRINTS=500 $(PYTEST) tests/print

check-adopting: .venv/test-ready  ## Adopt the rulebook cut at every line end, instead of every fortieth.
	@SCREENER_TEST_CUTS=all $(PYTEST) tests/adopting

check-abuse: .venv/test-ready  ## Send 10,000 posts at random, instead of 600, and type every injection into every field.
	@SCREENER_TEST_POSTS=10000 $(PYTEST) tests/abuse

check-store: .venv/test-ready  ## Flip bits and edit rows of a store 10,000 times, instead of 300, in every column of every table.
	@SCREENER_TEST_FLIPS=10000 $(PYTEST) --numprocesses logical tests/visits/test_flips.py

check-content: .venv/test-ready  ## Keep the rulebook's invariants on 100,000 random patients, instead of 3,000.
	@SCREENER_TEST_PATIENTS=100000 $(PYTEST) tests/content/test_invariants.py

golden: .venv/test-ready  ## Write again what a screen reader gets of each page, after it changed on purpose.
	@SCREENER_TEST_GOLDEN=write $(PYTEST) tests/access/test_pages.py

bench: .venv/test-ready  ## Measure all that has a budget, beside the same done barely, and say which budgets are kept.
	@$(BIN)/python -m tests.bench.bench

pictures: .venv/test-ready  ## Take pictures of every page and both prints into build/pictures, and the README's again.
	@$(BIN)/python -m tests.pictures.take

check-slowness: .venv/test-ready  ## Measure others' waiting beside 8, 24 and 100 stuck connections of each kind (Linux; 6 minutes).
	@$(BIN)/python -m tests.slowness.measure

chaos: .venv/test-ready  ## Kill and starve the server under load; nothing acknowledged may be lost (Linux; 8 minutes).
	@$(BIN)/python -m tests.chaos.chaos $(SEED)

docs: .venv/test-ready  ## Write the tables of keys and of codes in docs/authoring.md from the program.
	@$(BIN)/python tests/test_docs.py

format: .venv/test-ready  ## Put all Python files into the common format.
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format .

clean:  ## Remove what the other targets built; the visits in var stay.
	@rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

help:  ## List the targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-17s %s\n", $$1, $$2}' Makefile

.venv/run-ready: pyproject.toml .ci/setup
	@.ci/setup run
	@touch $@

.venv/test-ready: pyproject.toml .ci/setup
	@.ci/setup test
	@touch $@ .venv/run-ready
