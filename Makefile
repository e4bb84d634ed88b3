# Everything a person needs has a name here; CI calls the same names.
PORT ?= 8000
PYTEST_ARGS ?= -n auto --dist loadfile --no-loadscope-reorder
VENV := .venv
PY := $(VENV)/bin/python
# Where "make s3" was called once, later updates keep the client of object stores up to date too.
LOCK := $(if $(wildcard $(VENV)/.s3),requirements-s3.lock,requirements.lock)
UV := $(shell command -v uv 2>/dev/null || echo $(VENV)/bin/uv)

COMPILE := uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml

.DEFAULT_GOAL := help
.PHONY: help run setup serve test tests check fix e2e messages bench screenshots lock s3 catalogues

help: ## Show this list
	@grep -hE '^[a-z0-9]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: catalogues ## Start the portal with demo content at http://127.0.0.1:8000 (PORT=9000 for another port)
	@$(PY) manage.py start --port $(PORT)

setup: catalogues ## Prepare environment, database and demo content, without starting a server
	@$(PY) manage.py start --no-server

serve: catalogues ## Start it as in production: Granian with two workers and the background worker
	@$(PY) -m portal.serve --port $(PORT)

test: check tests ## Run all checks and tests; says at the end what could not run and how to make it

tests: $(VENV)/.development catalogues ## Run the tests alone (PYTEST_ARGS="tests/news -x" for some of them)
	@$(PY) -m pytest $(PYTEST_ARGS)

check: $(VENV)/.development ## Look at style, layers, migrations and deployment settings without running tests
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/djlint --quiet --lint templates
	@$(VENV)/bin/lint-imports --no-cache
	@$(PY) manage.py makemigrations --check --dry-run
	@DJANGO_SETTINGS_MODULE=portal.settings.production SECRET_KEY=$$(head -c 50 /dev/urandom | base64 | tr -d '\n') \
		ALLOWED_HOSTS=portal.example BASE_URL=https://portal.example DATABASE_URL=sqlite:///:memory: \
		HSTS_INCLUDE_SUBDOMAINS=1 $(PY) manage.py check --deploy --fail-level WARNING

fix: $(VENV)/.development ## Format and repair what can be repaired by a program
	@$(VENV)/bin/ruff check --fix .
	@$(VENV)/bin/ruff format .

e2e: $(VENV)/.development ## Run only the browser tests (needs Chromium)
	@$(PY) -m pytest tests/e2e

messages: $(VENV)/.development ## Collect interface texts into locale/*/LC_MESSAGES/django.po and compile them
	@$(PY) manage.py messages

bench: $(VENV)/.development ## Measure queries and time per page on the scaled demo
	@$(PY) manage.py bench

screenshots: $(VENV)/.development ## Make the pictures of the README and the guides (needs Chromium)
	@$(PY) -m tests.e2e.screenshots docs/images

lock: ## Resolve the dependencies of pyproject.toml anew into the lock files (needs uv)
	@$(COMPILE) -o requirements.lock
	@$(COMPILE) --extra s3 --constraints requirements.lock -o requirements-s3.lock
	@$(COMPILE) --extra s3 --group dev --constraints requirements-s3.lock -o requirements-dev.lock

s3: $(VENV)/bin/python ## Install the client of object stores as well, for MEDIA_URL=s3://... on a server
	@touch $(VENV)/.s3 && rm -f $(VENV)/.runtime && $(MAKE) --no-print-directory $(VENV)/.runtime

# The catalogues are compiled by Babel, so that nobody needs gettext to run the portal.
catalogues: $(VENV)/.runtime
	@$(PY) -m portal.catalogues

# uv where it is, else a copy of it inside the environment, put there by pip.
$(VENV)/bin/python:
	@echo "Making the environment in $(VENV) ..."
	@if command -v uv >/dev/null 2>&1; then uv venv -q --python-preference only-system $(VENV); \
	else python3 -m venv $(VENV) || { echo "Python's venv module is missing. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }; \
		$(VENV)/bin/pip install -q "uv>=0.9,<1"; fi

$(VENV)/.runtime: $(LOCK) | $(VENV)/bin/python
	@echo "Installing packages ..."
	@$(UV) pip install -q --python $(PY) --require-hashes -r $(LOCK)
	@touch $@

$(VENV)/.development: requirements-dev.lock | $(VENV)/bin/python
	@echo "Installing packages for development ..."
	@$(UV) pip install -q --python $(PY) --require-hashes -r requirements-dev.lock
	@touch $@ $(VENV)/.runtime
