# The two commands of a newcomer: `make demo` and `make test`. Everything is installed into .venv, nothing outside.

PYTHON ?= python3
VENV   ?= .venv
EXTRAS ?= test
BIN    := $(VENV)/bin
PORT   ?= 8080

.PHONY: demo test lint format docs bench translations clean help

help:  ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## */make \1\t/' | expand -t 16

demo: $(VENV)/.runtime  ## index the bundled sample and serve the search page
	$(BIN)/timtin demo --port $(PORT)

test: $(VENV)/.$(EXTRAS)  ## run all the tests
	$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: $(VENV)/.dev  ## ruff, mypy --strict, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev  ## let ruff put everything in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/.test  ## check that the reference pages tell what the code does
	$(BIN)/python -m pytest -q tests/project/test_docs.py tests/project/test_settings.py tests/search_cli/test_doc_cli.py tests/analyzers/test_docs.py

translations: $(VENV)/.test  ## compile the catalogues of the interface after editing a .po
	$(BIN)/python tools/compile_translations.py

bench: $(VENV)/.dev  ## print the measured ratios (see benchmarks/)
	@for file in benchmarks/*.py; do echo "== $$file"; $(BIN)/python $$file || echo "-- $$file did not run"; done

clean:  ## remove the environment, caches and build products
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "timtin needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

$(VENV)/.runtime: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --quiet --editable .
	@touch $@

# One stamp for each set of extras: `make test EXTRAS=test,browser` installs what it names.
$(VENV)/.%: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --quiet --editable '.[$*]'
	@touch $@
