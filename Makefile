# Main targets: `make demo` and `make test`. Everything is installed into .venv (and .venv-*), nothing outside the checkout.

PYTHON ?= python3
VENV   ?= .venv
EXTRAS ?= test
BIN    := $(VENV)/bin
PORT   ?= 8080

# Exact versions of all dependencies. `make test CONSTRAINTS=` installs the newest that pyproject.toml allows instead.
CONSTRAINTS ?= constraints.txt
PIN         := $(if $(CONSTRAINTS),--constraint $(CONSTRAINTS))
BUILD_PIN   := $(if $(CONSTRAINTS),--build-constraint $(CONSTRAINTS))

# Run the tests in one process per core, and list the slowest at the end.
WORKERS     ?= auto
PARALLEL    := -n $(WORKERS) --dist worksteal --durations=15 --durations-min=1

UV_VENV     := .venv-uv
UV          := $(UV_VENV)/bin/uv

.PHONY: demo test test-newest test-lowest lint format docs bench translations constraints clean help

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## */make \1\t/' | expand -t 20

demo: $(VENV)/.runtime  ## index the bundled sample and serve the search page
	$(BIN)/timtin demo --port $(PORT)

test: $(VENV)/.$(EXTRAS)  ## run all the tests
	$(BIN)/python -m pytest $(PARALLEL) $(PYTEST_ARGS)

test-newest:  ## run the tests with the newest versions pyproject.toml allows
	rm -rf .venv-newest
	$(MAKE) --no-print-directory test VENV=.venv-newest CONSTRAINTS=

test-lowest: $(UV)  ## run the tests with the lowest versions pyproject.toml allows
	rm -rf .venv-lowest
	$(PYTHON) -m venv .venv-lowest
	$(UV) pip install --quiet --python .venv-lowest/bin/python --resolution lowest-direct --editable '.[$(EXTRAS)]'
	.venv-lowest/bin/python -m pytest $(PARALLEL) $(PYTEST_ARGS)

lint: $(VENV)/.dev  ## ruff, mypy --strict, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev  ## format the code and fix lint errors with ruff
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/.test  ## check the reference pages against the code
	$(BIN)/python -m pytest -q tests/project/test_docs.py tests/project/test_settings.py tests/search_cli/test_doc_cli.py tests/analyzers/test_docs.py

translations: $(VENV)/.test  ## compile the message catalogues after editing a .po file
	$(BIN)/python tools/compile_translations.py

# pip and uv are not dependencies of the project, but their versions are pinned, too.
constraints: $(UV)  ## update constraints.txt to the newest versions pyproject.toml allows
	printf 'pip\nuv\n' | $(UV) pip compile --quiet --upgrade --universal --all-extras --python-version 3.11 \
	  --custom-compile-command 'make constraints' --output-file constraints.txt pyproject.toml -

bench: $(VENV)/.dev  ## print the measured ratios (see benchmarks/)
	@for file in benchmarks/*.py; do echo "== $$file"; $(BIN)/python $$file || echo "-- $$file did not run"; done

clean:  ## remove the environment, caches and build products
	rm -rf $(VENV) .venv-* build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "timtin needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: pyproject.toml $(CONSTRAINTS) | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --upgrade $(PIN) pip
	$(BIN)/python -m pip install --quiet --quiet $(PIN) $(BUILD_PIN) --editable .
	@touch $@

# One stamp for each set of extras: `make test EXTRAS=test,browser` installs what it names.
$(VENV)/.%: pyproject.toml $(CONSTRAINTS) | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --upgrade $(PIN) pip
	$(BIN)/python -m pip install --quiet --quiet $(PIN) $(BUILD_PIN) --editable '.[$*]'
	@touch $@

# uv resolves for every platform at once and for the lowest versions; pip does neither.
$(UV): $(CONSTRAINTS)
	$(PYTHON) -m venv $(UV_VENV)
	$(UV_VENV)/bin/python -m pip install --quiet --upgrade $(PIN) uv
	@touch $@
