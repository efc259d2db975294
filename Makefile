# make run opens the app, make test checks everything. The rest is in between.
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev beam-venv weights run browser lint types check test bench

PORT ?= 8501
# A computer with a screen opens its browser; a server has none.
HEADLESS := $(if $(DISPLAY)$(WAYLAND_DISPLAY)$(filter Darwin,$(shell uname -s)),false,true)
VENV_PYTHON := .venv/bin/python
# TensorFlow's notes on the processor it found say nothing about a test.
QUIET_TENSORFLOW := TF_CPP_MIN_LOG_LEVEL=3

help:
	@echo "make run    install what is missing and open the app at http://localhost:$(PORT)"
	@echo "make setup  only install, into .venv"
	@echo "make test   every check and every test (installs Chromium if it is missing)"
	@echo "make check  lint, types and the fast tests"
	@echo "make bench  the speed measurements of benchmarks/"

setup: .venv/installed

setup-dev: .venv/installed-dev

$(VENV_PYTHON):
	@for python in $(PYTHON) python3.11 python3.12 python3.13 python3; do \
	  if "$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then \
	    echo "Creating .venv with $$("$$python" --version)."; \
	    "$$python" -m venv .venv && exit 0; \
	    rm -rf .venv; \
	    echo "error: $$python cannot create .venv. On Debian and Ubuntu: sudo apt install python3-venv." >&2; exit 1; \
	  fi; \
	done; \
	echo "error: no Python 3.11, 3.12 or 3.13 was found. Install one (https://www.python.org/downloads/)" \
	  "or name it: make PYTHON=/path/to/python3.11 setup" >&2; exit 1

.venv/installed: requirements.txt constraints.txt | $(VENV_PYTHON)
	@echo "Installing what Facet needs into .venv. The first time takes some minutes (about 1 GB)."
	@$(VENV_PYTHON) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/installed-dev: .venv/installed $(wildcard requirements*.txt)
	@echo "Installing the tools for tests into .venv."
	@$(VENV_PYTHON) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

beam-venv: .venv-beam/installed

# Apache Beam and the app need different versions of the same packages.
.venv-beam/installed: requirements-beam.txt constraints-beam.txt | $(VENV_PYTHON)
	@echo "Installing Apache Beam into .venv-beam."
	@$(VENV_PYTHON) -m venv .venv-beam
	@.venv-beam/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-beam.txt
	@touch $@

weights: setup
	@$(VENV_PYTHON) -m engine weights >/dev/null

run: setup
	@$(VENV_PYTHON) -m engine weights >/dev/null || echo "Facet starts without them; finding faces needs them later." >&2
	@$(VENV_PYTHON) -m streamlit run streamlit_app.py --server.port $(PORT) --server.headless $(HEADLESS)

browser: setup-dev
	@$(VENV_PYTHON) -m tests.browser.chromium

lint: setup-dev
	@$(VENV_PYTHON) -m ruff check .
	@$(VENV_PYTHON) -m ruff format --check .

types: setup-dev
	@$(VENV_PYTHON) -m mypy

check: lint types
	@$(QUIET_TENSORFLOW) $(VENV_PYTHON) -m pytest -m "not slow and not photos and not network"

test: lint types weights browser beam-venv
	@$(QUIET_TENSORFLOW) $(VENV_PYTHON) -m pytest

bench: setup-dev weights
	@for script in benchmarks/[a-z]*.py; do echo "== $$script"; $(QUIET_TENSORFLOW) $(VENV_PYTHON) "$$script" || exit 1; done
