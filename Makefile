# Husly. `make` lists the targets.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
UV := $(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode
export UV_LINK_MODE := copy

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.venv/.installed: requirements/bootstrap.txt requirements/dev.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Husly needs Python 3.11 or newer; none was found."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing Python packages ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements/bootstrap.txt
	@$(UV) --require-hashes -r requirements/dev.txt
	@$(UV) --no-deps --no-build-isolation -e .
	@touch $@

.venv/.assets: .venv/.installed frontend/package-lock.json frontend/build.py $(shell find frontend/src -type f)
	@echo "Building front-end assets ..."
	@$(BIN)/python frontend/build.py $(if $(wildcard .venv/.browser),--browser) > .venv/assets.log 2>&1 || { cat .venv/assets.log; exit 1; }
	@touch $@

.venv/.browser: frontend/package-lock.json .venv/.installed
	@echo "Installing the headless browser for tests ..."
	@$(BIN)/python frontend/build.py --browser > .venv/assets.log 2>&1 || { cat .venv/assets.log; exit 1; }
	@touch .venv/.browser .venv/.assets

.venv/.locale: .venv/.installed $(shell find src/husly/locale -name '*.po')
	@$(BIN)/pybabel -q compile --directory src/husly/locale --domain husly
	@touch $@

.PHONY: setup
setup: .venv/.installed .venv/.assets .venv/.locale ## make .venv with the husly command in it, assets and translations

.PHONY: demo
demo: setup ## load a believable demo register on SQLite, serve it, print address and sign-ins
	@$(BIN)/husly demo serve

.PHONY: test
test: setup .venv/.browser ## run every test, on SQLite and PostgreSQL, with the browser
	@$(BIN)/pytest $(or $(PYTEST_ARGS),--numprocesses logical --maxprocesses 4 --dist loadfile)

.PHONY: check
check: setup .venv/.browser ## formatting, lint, types, import contracts
	@$(BIN)/ruff format --check src tests bench frontend
	@$(BIN)/ruff check src tests bench frontend
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python frontend/check.py

.PHONY: fix
fix: .venv/.installed ## format and mend what ruff can mend
	@$(BIN)/ruff format src tests bench frontend
	@$(BIN)/ruff check --fix src tests bench frontend

.PHONY: messages
messages: .venv/.installed ## collect texts to translate into src/husly/locale
	@$(BIN)/pybabel -q extract --mapping-file=src/husly/locale/babel.cfg --no-location --sort-output --no-wrap --omit-header --keywords=mark --keywords=DomainError:2 --output-file=.venv/husly.pot src
	@$(BIN)/pybabel -q update --no-wrap --no-fuzzy-matching --ignore-obsolete --omit-header --domain=husly --input-file=.venv/husly.pot --output-dir=src/husly/locale --locale=da
	@$(BIN)/python -m husly.messages

.PHONY: lock
lock: .venv/.installed ## solve the dependencies anew into requirements/
	@$(BIN)/uv pip compile --quiet --upgrade --generate-hashes --no-annotate --no-header --extra dev --extra assets --extra build --python-version 3.11 pyproject.toml -o requirements/dev.txt
	@$(BIN)/uv pip compile --quiet --generate-hashes --no-annotate --no-header --python-version 3.11 pyproject.toml -c requirements/dev.txt -o requirements/runtime.txt
	@$(BIN)/python frontend/build.py --lock

.PHONY: clean
clean: ## remove what was built or loaded here
	@rm -rf .venv frontend/node_modules src/husly/static src/husly/fonts var out dist
