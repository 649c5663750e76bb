# `make run` learns, `make test` proves. Each target does its own set-up in .venv, so a fresh machine
# needs only make and Python 3.11 or newer.

PORT ?= 8501
ADDRESS ?= 127.0.0.1
ARGS ?=
# Two files of tests at a time, and no more: many of them start processes that train or drive a browser.
TEST_JOBS ?= 2

# Tools of the environment come first: a Chromium unpacked there is found by its plain name.
export PATH := $(CURDIR)/.venv/bin:$(PATH)
python := .venv/bin/python
benchmarks = $(patsubst benchmarks/%.py,%,$(filter-out benchmarks/__%,$(wildcard benchmarks/*.py)))

.PHONY: help setup setup-dev run test lint bench docs clean

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "Settings: make run PORT=8502 ADDRESS=0.0.0.0 (for a class); make test ARGS='-k grading' TEST_JOBS=1; PYTHON=python3.12"

setup:
	@tools/bootstrap.sh run

setup-dev:
	@tools/bootstrap.sh dev

run: setup  ## start the dashboard on port 8501
	@exec $(python) tools/serve.py --port "$(PORT)" --address "$(ADDRESS)"

test: setup-dev  ## run every test, the browser tests included
	@exec tools/with_browser.sh $(python) -m pytest -n $(TEST_JOBS) --dist loadfile $(ARGS)

lint: setup-dev  ## check style, types and import rules
	$(python) -m ruff check
	$(python) -m ruff format --check
	$(python) -m mypy
	$(python) -c "from importlinter.cli import lint_imports_command as lint; lint()"

bench: setup-dev  ## run every benchmark; each prints one JSON object a case
	@for name in $(benchmarks); do $(python) -m "benchmarks.$$name" || exit 1; done

docs: setup-dev  ## build the reference as a site in site/; open site/index.html
	$(python) -m mkdocs build --strict

clean:  ## remove caches and the environment; runs and reports stay
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .coverage htmlcov
	find dashboard graders exercises tests benchmarks tools -name __pycache__ -type d -prune -exec rm -rf {} +
