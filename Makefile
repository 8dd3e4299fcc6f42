# The one front door. `make` lists what there is.
# Plain enough for GNU make 3.81. Nothing here needs root; see scripts/need-browser for the one thing that may.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check

# Settings one may want to change: make demo DEMO=examples/other, make test PYTEST_ARGS="-k span"
DEMO        ?= $(patsubst %/,%,$(firstword $(sort $(wildcard examples/*/))))
DEMO_HTML   ?= demo.html
DEMO_DB     ?= demo.db
DATA        ?= ../shared/data
PYTEST_ARGS ?= -n auto
GATE_ARGS   ?=
BENCH_DOCUMENTS ?= 10000
DOCS_ARGS   ?=
UPGRADE     ?=

COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(UPGRADE)

# pip compiles what it installs, but not what it only points to: without this each start compiles our own modules anew
# wherever Python is told to write no byte code (0.2 s of CPU).
COMPILED := $(BIN)/python -m compileall -q src

.PHONY: help demo test lint fix gate measure train bench docs lock clean browser
.DEFAULT_GOAL := help

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

demo: $(VENV)/.runtime ## read the bundled story and write its page
	@test -n "$(DEMO)" || { echo "no story in examples/ yet"; exit 1; }
	$(BIN)/cuibono read $(DEMO) --html $(DEMO_HTML) --db $(DEMO_DB)
	@echo
	@echo "its page, in any browser: file://$(CURDIR)/$(DEMO_HTML)"
	@echo "the desk and the live room:  $(BIN)/cuibono serve --db $(DEMO_DB)   then open http://127.0.0.1:8642/"
	@echo "a question here:             $(BIN)/cuibono ask s \"who else measured this?\" --db $(DEMO_DB)   (s: the story's id, printed above)"

test: $(VENV)/.dev browser ## run every test
	$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: $(VENV)/.dev ## style, format, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

fix: $(VENV)/.dev ## mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

gate: $(VENV)/.dev ## check the quality floors on the public test sets
	$(BIN)/cuibono gate "$(DATA)" $(GATE_ARGS)

measure: $(VENV)/.dev ## the same, and keep the figures that readings and docs show
	$(BIN)/cuibono gate "$(DATA)" --write
	$(BIN)/python scripts/docs.py

train: ## make the networks anew from the public sets (about two hours; torch's CPU build, in an environment of its own)
	$(PYTHON) -m venv build/training
	build/training/bin/python -m pip --disable-pip-version-check install -r training/requirements.txt
	build/training/bin/python -m pip --disable-pip-version-check install -r requirements/runtime.txt
	build/training/bin/python -m pip --disable-pip-version-check install --no-deps -e .
	build/training/bin/python training/train.py --data "$(DATA)" --work build/weights --out src/cuibono/models/weights

bench: $(VENV)/.dev ## measure speed, memory and size, and how soon 200 live readers hear a turn
	$(BIN)/python bench/speed.py "$(DATA)"
	$(BIN)/python bench/wire.py "$(DATA)" $(BENCH_DOCUMENTS)
	$(BIN)/python bench/placing.py "$(DATA)"
	$(BIN)/python bench/serve.py

docs: $(VENV)/.dev ## write the parts of the docs that come from the code (DOCS_ARGS=--check: only look)
	$(BIN)/python scripts/docs.py $(DOCS_ARGS)

lock: $(BIN)/uv ## pin every dependency with its hashes (UPGRADE=--upgrade for newer ones)
	$(COMPILE) --extra web -o requirements/runtime.txt
	$(COMPILE) --group dev -o requirements/dev.txt
	$(BIN)/uv pip compile --quiet --group build --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(UPGRADE) \
		-o requirements/build.txt
	@if grep -n '://' requirements/*.txt; then echo "lock: an address got into a lock file"; exit 1; fi

clean: ## remove the environment, caches and what the demo wrote
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .import_linter_cache .pytest_cache .hypothesis $(DEMO_HTML) $(DEMO_DB)*
	find src tests bench scripts -name __pycache__ -type d -prune -exec rm -rf {} +

browser:
	@sh scripts/need-browser

# ── the environment: a stamp per set of packages, so that a second run costs nothing ──────────────

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Cui Bono needs Python 3.11 or newer: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements/runtime.txt requirements/build.txt pyproject.toml | $(BIN)/python
	$(PIP) install --quiet --require-hashes -r requirements/build.txt -r requirements/runtime.txt
	$(PIP) install --quiet --no-deps --no-build-isolation -e .
	$(COMPILED)
	@touch $@

$(VENV)/.dev: requirements/dev.txt pyproject.toml | $(BIN)/python
	$(PIP) install --quiet --require-hashes -r requirements/dev.txt
	$(PIP) install --quiet --no-deps --no-build-isolation -e .
	$(COMPILED)
	@touch $(VENV)/.runtime $@

$(BIN)/uv: | $(BIN)/python
	$(PIP) install --quiet 'uv>=0.13,<0.14'
