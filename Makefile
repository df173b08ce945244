# Every chore is one word. `make` lists them.

PYTHON ?= python3
UV ?= $(firstword $(shell command -v uv) $(wildcard .venv/bin/uv))
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCKS := requirements/build.txt requirements/test.txt

# Material prints a long note about MkDocs 2 at each start; the pins already answer it.
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help
.PHONY: help site serve test format docs template bench torture mutants matrix watch release lock clean

help:  ## list the chores
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' Makefile | expand -t 10

site: .venv/.for-build  ## build the sample portfolio into site/
	$(BIN)/cycles build --strict --site-dir site
	@echo "To browse it with search and filters: make serve"

serve: .venv/.for-build  ## browse the sample portfolio at http://127.0.0.1:8000, rebuilt as you edit
	$(BIN)/mkdocs serve

# Tests start hundreds of processes: each would compile the code anew where Python is told to keep nothing.
test: export PYTHONDONTWRITEBYTECODE =
test: .venv/.for-test  ## lint, types, tests (a browser too, when one is there)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

format: .venv/.for-test  ## lay the code out as `make test` wants it
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

docs: .venv/.for-build  ## write the generated parts of the handbook anew
	$(BIN)/python scripts/make_docs.py

# What a GitHub template repository holds, for somebody who begins without a terminal.
template: .venv/.for-build  ## write a new portfolio into build/template, for a template repository
	$(BIN)/cycles new portfolio build/template

SIZES ?= 100 1000
bench: .venv/.for-test  ## time builds against a plain site, mkdocs serve, and a browser (SIZES="1000 10000": others)
	PYTHONPATH=. $(BIN)/python scripts/bench.py $(SIZES)

# What `make test` tries on a few hundred cases, on thousands.
torture: .venv/.for-test  ## attack, mutate, edit, kill and fill up thousands of times what tests try a few times (takes hours)
	@mkdir -p build
	CYCLES_TABLES=10000 CYCLES_FIGURES=build/tables.jsonl $(BIN)/python -m pytest -v -n 2 tests/test_privacy_linked.py tests/test_privacy_banded.py
	CYCLES_EDITS=300 $(BIN)/python -m pytest -v -n 2 tests/test_keeping.py
	CYCLES_MUTANTS=200000 $(BIN)/python -m pytest -n 2 tests/test_mutants.py
	CYCLES_ASSAULTS=all $(BIN)/python -m pytest -n 2 tests/test_assaults.py
	CYCLES_KILLS=200 CYCLES_DISKS=50 CYCLES_RACES=60 $(BIN)/python -m pytest -v tests/test_build_command.py
	CYCLES_DAMAGES=1000 CYCLES_WHOLE=1 $(BIN)/python -m pytest -v -n 2 tests/test_damaged_caches.py tests/test_determinism.py

# Another sample: MUTANTS="--seed 2". Only those that survived the last time: MUTANTS=--again. Without the
# slower tests: MUTANTS=--quick.
mutants: .venv/.for-test  ## break 500 single things in the code; the tests must notice nine in ten (takes half an hour)
	$(BIN)/python scripts/mutate.py $(MUTANTS)

matrix: .venv/.for-test build/.tools  ## newest and lowest versions, ProperDocs and Zensical: the same articles
	PATH="build/tools/bin:$$PATH" $(BIN)/python scripts/matrix.py $(CASES)

# Its tools live apart: what watches the packages must not choose their versions.
watch: build/.tools  ## ask for advisories about the locked packages, and lint the workflows
	build/tools/bin/pip-audit --strict --disable-pip --require-hashes -r requirements/build.txt -r requirements/test.txt
	build/tools/bin/zizmor --offline .github/workflows

release: .venv/.for-build  ## write the wheel and its bill of materials into dist/
	rm -rf dist build/lib
	$(BIN)/python -m pip --disable-pip-version-check wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .
	$(BIN)/python scripts/supply.py sbom > dist/sbom.cdx.json

# The locks hold exact versions with hashes for every supported Python and no index's address, so that
# they install from whichever index the computer is set up to use.
lock:  ## choose the newest allowed versions again (needs uv)
	@test -n "$(UV)" || { echo "make lock needs uv: pip install uv" >&2; exit 1; }
	$(UV) pip compile pyproject.toml requirements/setup.in --output-file requirements/build.txt \
		--upgrade --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --quiet
	$(UV) pip compile pyproject.toml requirements/setup.in --extra test --output-file requirements/test.txt \
		--constraint requirements/build.txt \
		--upgrade --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --quiet
	$(UV) pip compile requirements/tools.in --output-file requirements/tools.txt \
		--upgrade --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --quiet
	$(MAKE) --no-print-directory .venv/.for-test
	$(BIN)/python scripts/supply.py licences

clean:  ## remove what the chores made
	rm -rf .venv site build dist .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find plugins tests scripts -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
	rm -rf plugins/*.egg-info

# A stamp is written only when everything before it succeeded: an interrupted install is taken up again.
.venv/.for-build: requirements/build.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) install --require-hashes -r requirements/build.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

build/.tools: requirements/tools.txt
	test -x build/tools/bin/python || $(PYTHON) -m venv build/tools
	build/tools/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r $<
	@touch $@

# The test lock holds the build lock whole, so one install serves both.
.venv/.for-test: $(LOCKS) pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) install --require-hashes -r requirements/test.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch .venv/.for-build $@
