# Everything runs in .venv, made from the hashed lock files; nothing else on the machine is touched.
SHELL := /bin/bash -o pipefail
# Without compiled modules every start would compile a few thousand files again.
unexport PYTHONDONTWRITEBYTECODE
.DEFAULT_GOAL := help
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
WORKERS ?= 2

.PHONY: help setup demo test test-deep bench lint types imports lock clean

help: ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /\1\t/' | expand -t 14

setup: .venv/.runtime ## the environment alone, in .venv
	@echo "Ready: $(BIN)/aisle --help"

demo: .venv/.runtime ## the shop with its assistant at http://127.0.0.1:8000/
	@$(BIN)/aisle demo

test: .venv/.dev ## the whole gate: lint, types, import rules, tests
	@$(MAKE) --no-print-directory lint imports types
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup

test-deep: .venv/.dev ## the same with thousands of examples per property and the full suites
	@$(MAKE) --no-print-directory lint imports types
	AISLE_TEST_DEEP=1 $(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup -o timeout=3600

bench: .venv/.dev ## the benchmark table, ratios measured in one run
	$(BIN)/aisle-eval bench

lint: .venv/.dev
	$(BIN)/ruff check --no-cache .
	$(BIN)/ruff format --check .

types: .venv/.dev
	$(BIN)/mypy

imports: .venv/.dev
	$(BIN)/lint-imports

lock: ## the lock files anew (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--extra build --extra eval pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--extra build --extra eval --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean: ## remove the environment and all caches (the shop's data in .aisle stays)
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .cache

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Aisle needs Python 3.11 or newer: install it, or run make PYTHON=/path/to/python3."; exit 1; }
	@echo "Making .venv with $$($(PYTHON) --version) …"
	@$(PYTHON) -m venv .venv 2>/dev/null || { rm -rf .venv; command -v uv >/dev/null 2>&1 && uv venv --quiet --seed --python $(PYTHON) .venv; } || \
		{ echo "Python's venv module is missing: on Debian, apt-get install python3-venv."; exit 1; }

# $(1): lock file, $(2): stamp. uv is several times quicker than pip and reads the same file; where it cannot
# reach the index (it trusts its own list of certificates, not the system's), pip may.
define install
	@echo "Installing from $(1): the first time takes a minute or two …"
	@if command -v uv >/dev/null 2>&1 && \
		{ uv pip install --quiet --python $(BIN)/python --require-hashes -r $(1) || { echo "uv could not: trying pip …"; false; }; }; then \
		uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .; \
	else \
		$(BIN)/python -m pip install --disable-pip-version-check --progress-bar off --no-compile --no-deps --require-hashes -r $(1) | \
			awk '/^(Collecting|Installing)/ { printf "\r  %-60.60s", $$0; fflush() } END { print "" }' && \
		$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-compile --no-deps --no-build-isolation -e .; \
	fi
	@echo "Compiling what the shop needs at its start …"
	@$(BIN)/python -c 'import api.app, agent.compose, retrieval.compose, chromadb, langchain_openai, uvicorn.logging'
	@touch $(2)
endef

.venv/.runtime: requirements.lock pyproject.toml | .venv/bin/python
	$(call install,requirements.lock,.venv/.runtime)

.venv/.dev: requirements-dev.lock pyproject.toml | .venv/bin/python
	$(call install,requirements-dev.lock,.venv/.dev)
	@touch .venv/.runtime
