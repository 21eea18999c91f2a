# Everything there is to do here. Only Python 3.11 or newer, git and make have to be there already.

PYTHON ?= python3
PORT ?= 8010
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
SOURCES := $(shell find assets -type f) package.json package-lock.json hatch_build.py pyproject.toml
COMPILE := $(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links

.DEFAULT_GOAL := help
.PHONY: help run install dev assets lint test test-long shots tck bench-core bench-throughput bench-scaling bench-growth bench-feel bench-forms drill lock clean faults bench-registers bench-timers bench-tasklist fuzz scenarios

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk 'BEGIN {FS = ":.*## "} {printf "  make %-16s %s\n", $$1, $$2}'

run: install ## Start with made-up people and dossiers on http://127.0.0.1:8010 (or PORT=…)
	@$(BIN)/procesregie demo --port $(PORT)

install: $(VENV)/.installed ## Make the environment with what is needed to run

dev: $(VENV)/.dev ## Add what is needed to change and test it

assets: install ## Make the style sheets and scripts again, if their sources changed
	@$(BIN)/python hatch_build.py

lint: dev ## Check style, types and import contracts
	@$(BIN)/python tools/phases.py lint

test: dev ## Check everything, as CI does; the long form is `make test-long`
	@$(BIN)/python tools/phases.py

test-long: dev ## The same, with the tests that take minutes
	@$(BIN)/python tools/phases.py --long

scenarios: dev ## Play every scenario, turn every condition round, and say what no scenario shows
	@$(BIN)/procesregie scenarios

fuzz: dev ## Play 2,000 random models of each ring beside a token model and stock (FUZZ_MODELS=…)
	@$(BIN)/python -m pytest -q -n auto -m long tests/bpmn/test_fuzz.py tests/bpmn/test_fuzz_finds_faults.py

shots: dev ## Take a picture of every page of the demo, into shots/
	@$(BIN)/python tools/shots.py

tck: dev ## Run the standard's own tests (DMN TCK), when they lie in ../shared/tck
	@$(BIN)/python tools/tck.py

bench-core: dev ## Measure the engine: statements, time and size per step
	@$(BIN)/python -m bench.core
	@$(BIN)/python tools/figures.py

bench-growth: dev ## Measure old, long and wide cases, beside stock SpiffWorkflow
	@$(BIN)/python -m bench.growth
	@$(BIN)/python tools/figures.py

faults: dev ## Kill the server a hundred times, cut at every commit, plant faults, let two people race
	@$(BIN)/python -m bench.faults
	@$(BIN)/python tools/figures.py

drill: dev ## Lose everything under load and restore it, on both databases; lose PostgreSQL's disk
	@$(BIN)/python -m bench.drill
	@$(BIN)/python tools/figures.py

bench-feel: dev ## Measure conditions and decision tables beside compiled Python
	@$(BIN)/python -m bench.feel

bench-forms: dev ## Measure a form of two hundred fields: checking and drawing it, beside a plain page
	@$(BIN)/python -m bench.forms
	@$(BIN)/python tools/figures.py

bench-registers: dev ## Measure searching and comparing among 100,000 records, on both databases
	@$(BIN)/python -m bench.registers
	@$(BIN)/python tools/figures.py

bench-tasklist: dev ## Ask the list of tasks among 100,000 open and 1,000,000 finished ones, on both databases
	@$(BIN)/python -m bench.tasklist
	@$(BIN)/python tools/figures.py

bench-timers: dev ## Let 10,000 timers fall due at once with two workers, and 200,000 wait for years
	@$(BIN)/python -m bench.timers
	@$(BIN)/python tools/figures.py

bench-throughput: $(VENV)/.bench ## Complete tasks over HTTP on both databases, beside an INSERT, a bare step and viewflow
	@$(BIN)/python -m bench.throughput
	@$(BIN)/python tools/figures.py

bench-scaling: dev ## Simulate what two, ten and a hundred hosts carry, from what was measured
	@$(BIN)/python -m bench.scaling
	@$(BIN)/python tools/figures.py

lock: dev ## Choose the newest allowed dependencies and write them down with hashes
	@$(COMPILE) --upgrade pyproject.toml --extra postgresql -o requirements.lock
	@$(BIN)/python tools/build_requirements.py | $(COMPILE) --upgrade -c requirements.lock - -o requirements-build.lock
	@$(COMPILE) --upgrade pyproject.toml --extra postgresql --extra dev -c requirements.lock -c requirements-build.lock -o requirements-dev.lock
	@$(COMPILE) --upgrade pyproject.toml --extra postgresql --extra bench -c requirements.lock -c requirements-build.lock -c requirements-dev.lock -o requirements-bench.lock
	@echo "requirements.lock and those for build, dev and bench are written"

clean: ## Remove everything that was made here, but not the data in var/
	rm -rf $(VENV) node_modules build dist shots engine/web/static/dist tests/browser/.assets tests/feel/.assets tests/forms/.assets
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed: make PYTHON=python3.11")'
	@echo "1/4  environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.locked: requirements.lock requirements-build.lock | $(BIN)/python
	@echo "2/4  libraries, each checked against its hash"
	@$(PIP) install --quiet --require-hashes -r requirements.lock -r requirements-build.lock
	@touch $@

$(VENV)/.installed: $(VENV)/.locked $(SOURCES)
	@echo "3/4  style sheets and scripts"
	@$(BIN)/python hatch_build.py
	@echo "4/4  procesregie itself"
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.installed requirements-dev.lock
	@echo "     what the tests need"
	@$(PIP) install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/.bench: $(VENV)/.dev requirements-bench.lock
	@echo "     what is measured beside ours"
	@$(PIP) install --quiet --require-hashes -r requirements-bench.lock
	@touch $@
