# Child Atlas. `make run` and `make test` need Python 3.11 or newer and make; they fetch the rest.
# HOST and PORT choose where `make run` serves; DATABASE_URL or .streamlit/secrets.toml choose another database.

HOST ?= 127.0.0.1
PORT ?= 8501
VENV := .venv
PY   := $(VENV)/bin/python
SHELL := /bin/sh
export PYTHONUTF8 := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# A virtual environment whose Python went away with a system upgrade is made anew.
_ := $(shell $(PY) -c '' 2>/dev/null || rm -f $(VENV)/*.stamp)

.DEFAULT_GOAL := help
.PHONY: help run init test pytest check static audit bench soak pictures requirements clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/run.stamp init ## install what is needed and serve the dashboard on http://localhost:8501 (PORT=…, HOST=…)
	@printf '\n  Child Atlas: http://%s:%s   (Ctrl+C stops)\n\n' "$$(echo $(HOST) | sed 's/^127\.0\.0\.1$$/localhost/')" "$(PORT)"
	@exec $(VENV)/bin/streamlit run asgi.py --server.address $(HOST) --server.port $(PORT)

init: $(VENV)/run.stamp ## create the database with the demo, or bring it up to date
	@$(PY) -m cli init

test: $(VENV)/dev.stamp ## set up everything the tests need, check, and run all tests
	@sh tests/setup/system.sh $(VENV)
	@$(MAKE) --no-print-directory --jobs 2 check pytest

pytest: $(VENV)/dev.stamp
	@$(PY) -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

check: $(VENV)/dev.stamp static audit ## format, lint, types, import contracts, dead code, known vulnerabilities

static: $(VENV)/dev.stamp
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/mypy pages/*.py dashboard.py asgi.py
	$(VENV)/bin/lint-imports
	$(VENV)/bin/vulture
	$(VENV)/bin/vulture . --exclude $(VENV)

audit: $(VENV)/dev.stamp ## known vulnerabilities of the pinned packages
	@$(PY) tests/setup/audit.py requirements.txt requirements-dev.txt

bench: $(VENV)/dev.stamp ## print the figures claimed about speed and size (PARTS=…: some of them)
	@sh tests/setup/system.sh $(VENV)
	@$(PY) -m bench $(PARTS)

soak: $(VENV)/dev.stamp ## what takes too long for the tests: thousands of damaged files, imports killed by the dozen, servers, lines and disks that fail, readers who walk over the pages
	@sh tests/setup/system.sh $(VENV)
	@$(PY) -m bench.soak fuzz
	@$(PY) -m bench.soak kill
	@$(PY) -m bench.soak faults
	@$(PY) -m bench.soak walks

pictures: $(VENV)/dev.stamp ## take the pictures of the README from the running app
	@sh tests/setup/system.sh $(VENV)
	@PYTHONPATH=. $(PY) docs/pictures/take.py

requirements: $(VENV)/dev.stamp ## resolve requirements*.in into the pins of requirements*.txt
	@$(PY) -m pip install --quiet pip-tools
	@for each in requirements requirements-dev; do \
	  $(VENV)/bin/pip-compile --quiet --upgrade --strip-extras --no-header --annotation-style=line \
	    --no-emit-index-url --no-emit-trusted-host --output-file $$each.txt $$each.in || exit 1; \
	done

clean: ## remove the virtual environment; data in var/ stays
	rm -rf $(VENV)

# A stamp is renewed when its pins change, and only then.
$(VENV)/run.stamp: requirements.txt
	@sh tests/setup/venv.sh $(VENV)
	@echo "Installing the pinned packages (a few minutes the first time) …"
	@$(PY) -m pip install --quiet -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/run.stamp
	@echo "Installing the tools of the tests …"
	@$(PY) -m pip install --quiet -r requirements-dev.txt
	@touch $@
