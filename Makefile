# Two commands do all the set-up: `make run` opens the app, `make test` runs the tests.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run install test develop check models bench bench-peers clean

run: $(VENV)/.installed
	@$(BIN)/chatapp

install: $(VENV)/.installed

test: $(VENV)/.developing
	$(BIN)/python -m pytest

develop: $(VENV)/.developing

check: $(VENV)/.developing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The shipped bundles, made again from the corpora below DATA, one after the other; what was begun is gone on with.
# `make models DATA=DIR RUNS=trial TRIAL=--trial` does all of it with a few updates, to see that it works.
RUNS ?= runs
MODELS := conversation suggestions languages mood dictionary

models: $(VENV)/.installed
	@test -n "$(DATA)" || { echo "say where the corpora are: make models DATA=DIR"; exit 2; }
	for name in $(MODELS); do \
		$(BIN)/python -m training run training/recipes/$$name.toml $(RUNS)/$$name --data $(DATA) $(TRIAL) || exit; \
	done

# Speed and memory on this machine, in a quarter of an hour; each table also goes into RESULTS as JSON.
RESULTS ?= benchmarks/results
BENCHMARKS := startup memory interactive decode roofline train_throughput scale exemplars processes

bench: $(VENV)/.developing
	@mkdir -p $(RESULTS)
	@for each in $(BENCHMARKS); do $(BIN)/python -m benchmarks.$$each --json $(RESULTS)/$$each.json || exit 1; done

# The same beside other toolkits, in an environment of their own; DATA is the folder of the corpora.
bench-peers: $(VENV)/.developing
	@test -n "$(DATA)" || { echo "say where the corpora are: make bench-peers DATA=DIR"; exit 2; }
	@mkdir -p $(RESULTS)
	$(BIN)/python -m benchmarks.peers $(DATA) --environment $(VENV)-peers --json $(RESULTS)/peers.json

clean:
	rm -rf $(VENV) $(VENV)-peers build dist *.egg-info

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("chatapp needs Python 3.11 or newer; say which with make PYTHON=...") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.developing: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $(VENV)/.installed $@
