# Two commands: `make run` serves the platform with its demonstration, `make test` runs every check.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard elearning/translations/*/LC_MESSAGES/messages.po))
STATIC := $(shell find elearning/static -type f ! -name '*.br' ! -name '*.gz')

# What is compiled once serves each of the processes that the tests start.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check lock addresses messages clean

run: .venv/run.stamp $(CATALOGUES) .venv/static.stamp
	@PORT=$(PORT) exec $(BIN)/elearning serve --demo

test: check
	$(BIN)/python -m pytest -n 3 --no-loadscope-reorder

# Everything that is not a test of behaviour: form, types, structure, translations.
check: .venv/test.stamp $(CATALOGUES) .venv/static.stamp
	@command -v chromium >/dev/null || { echo "The browser tests need Chromium: apt-get install -y chromium"; exit 1; }
	@command -v npm >/dev/null || { echo "The accessibility tests need npm (axe-core): apt-get install -y npm"; exit 1; }
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/vendor.py --check
	$(BIN)/python tools/addresses.py --check
	$(BIN)/python tools/messages.py --check

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/run.stamp: requirements.txt pyproject.toml | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/test.stamp: requirements-dev.txt .venv/run.stamp
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

.venv/static.stamp: $(STATIC) | .venv/run.stamp
	@find elearning/static -name '*.br' -delete -o -name '*.gz' -delete
	@$(BIN)/python -m whitenoise.compress --quiet elearning/static
	@touch $@

%.mo: %.po | .venv/run.stamp
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

# Pin the newest versions that fit requirements*.in, with hashes and without any index address.
lock: .venv/test.stamp
	$(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --upgrade --python-version 3.11 requirements.in -o requirements.txt
	$(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --upgrade --python-version 3.11 requirements-dev.in -c requirements.txt -o requirements-dev.txt

# Write the list of addresses anew after a view was added, moved or removed.
addresses: .venv/run.stamp
	$(BIN)/python tools/addresses.py

# Bring the Indonesian catalogue up to the texts in the code; then translate what is new.
messages: .venv/test.stamp
	$(BIN)/python tools/messages.py

clean:
	rm -rf .venv build dist *.egg-info
