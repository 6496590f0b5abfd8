# commsurvey: `make run` to use it, `make test` to check it. Works with GNU make 3.81 or newer.

VENV = .venv
PYTHON = $(VENV)/bin/python
SOURCES = commsurvey assessments scoring tests manage.py
TEMPLATES = commsurvey/templates assessments/templates

# What an installation is told by its environment; tests of the embedded default must not hear it.
VARIABLES = PRODUCTION DEBUG SECRET_KEY ALLOWED_HOSTS BASE_URL PORT VAR_FOLDER DATABASE_URL \
	CELERY_BROKER_URL CACHE_URL EMAIL_URL DEFAULT_FROM_EMAIL MAIL_SERVICE \
	MAIL_SERVICE_KEY MAIL_WEBHOOK_SECRET TIME_ZONE \
	WEBHOOKS_IN_OWN_NETWORK SIGN_UP \
	KEEP_MARKS_MONTHS KEEP_COMMENTS_MONTHS KEEP_SHEETS_MONTHS KEEP_AUDIT_MONTHS \
	PRIVACY_CONTACT GRAPHQL_HOURLY_COST LOG_LEVEL
SERVICES = DATABASE_URL CELERY_BROKER_URL CACHE_URL
ALONE = ENV_FILE=/dev/null VAR_FOLDER="$(CURDIR)/var/test"
EMBEDDED = env $(VARIABLES:%=-u %) $(ALONE)
ON_SERVICES = env $(patsubst %,-u %,$(filter-out $(SERVICES),$(VARIABLES))) $(ALONE)
PYTEST = $(PYTHON) -m pytest -n auto

# $(call install,FILE): exactly what the file says and nothing whose hash differs.
install = if command -v uv >/dev/null; \
	then uv pip install --quiet --python $(PYTHON) --compile-bytecode --require-hashes -r $(1); \
	else $(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1); \
	fi

.PHONY: help run test test-slow test-services test-browser lint assets schemas bench lock clean

help:
	@echo "make run            install, start, and show demo communities (PORT=8000)"
	@echo "make test           the tests that need nothing but this folder"
	@echo "make test-slow      simulations, floods and crashes"
	@echo "make test-services  the tests again on PostgreSQL and a real broker"
	@echo "make test-browser   journeys in Chromium"
	@echo "make lint           style, types, imports, templates, schemas"
	@echo "make assets         fetch GraphiQL (needs npm; make run does it where npm is)"
	@echo "make schemas        write schema.graphql and openapi.yaml"
	@echo "make bench          speed, each as a ratio to its baseline (FULL=1: at full size)"
	@echo "make lock           lock what requirements*.in ask for (needs uv)"
	@echo "make clean          remove all but the sources and var/"

run: $(VENV)/installed
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory assets \
		|| echo "GraphiQL is left out: its files could not be fetched."; fi
	@exec $(PYTHON) manage.py up --stop-with-parent $(UP)

test: $(VENV)/installed-dev
	$(EMBEDDED) $(PYTEST) -m "not services and not browser and not slow"

test-slow: $(VENV)/installed-dev
	$(EMBEDDED) $(PYTEST) -m "slow and not services and not browser"

test-services: $(VENV)/installed-dev $(VENV)/installed-production
	@case "$$DATABASE_URL" in postgres*://*) ;; *) \
		echo "make test-services needs PostgreSQL, and a role that may create databases:"; \
		echo "  DATABASE_URL=postgres://USER:PASSWORD@127.0.0.1:5432/NAME"; exit 2 ;; esac
	@case "$$CELERY_BROKER_URL" in amqp*://*|redis*://*) ;; *) \
		echo "make test-services needs RabbitMQ or Redis:"; \
		echo "  CELERY_BROKER_URL=amqp://USER:PASSWORD@127.0.0.1:5672//"; \
		echo "  CELERY_BROKER_URL=redis://127.0.0.1:6379/0"; exit 2 ;; esac
	$(ON_SERVICES) $(PYTEST) -m "not browser and not slow" --ignore tests/scoring --ignore scoring

test-browser: $(VENV)/installed-dev node_modules/installed-dev assets
	$(EMBEDDED) $(PYTHON) -m pytest -m browser

lint: $(VENV)/installed-dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy $(SOURCES)
	$(VENV)/bin/lint-imports
	$(VENV)/bin/djlint --quiet --lint $(TEMPLATES)
	$(EMBEDDED) $(PYTHON) manage.py makemigrations --check --dry-run
	$(EMBEDDED) $(PYTHON) manage.py export_graphql_schema --check
	$(EMBEDDED) $(PYTHON) manage.py export_openapi --check

EXPLORER = assessments/static/assessments/explorer/vendor
assets: node_modules/installed
	@mkdir -p $(EXPLORER)
	@cp node_modules/graphiql/graphiql.min.js $(EXPLORER)/graphiql.js
	@cp node_modules/graphiql/graphiql.min.css $(EXPLORER)/graphiql.css
	@cp node_modules/react/umd/react.production.min.js $(EXPLORER)/react.js
	@cp node_modules/react-dom/umd/react-dom.production.min.js $(EXPLORER)/react-dom.js

schemas: $(VENV)/installed
	$(EMBEDDED) $(PYTHON) manage.py export_graphql_schema
	$(EMBEDDED) $(PYTHON) manage.py export_openapi

bench: $(VENV)/installed-dev
	$(EMBEDDED) $(PYTHON) -m tests.benchmarks $(if $(FULL),--full)

LOCK = uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet
lock:
	@command -v uv >/dev/null || { echo "make lock needs uv: https://docs.astral.sh/uv/"; exit 2; }
	$(LOCK) requirements.in --output-file requirements.txt
	$(LOCK) requirements-production.in --output-file requirements-production.txt
	$(LOCK) requirements-dev.in --output-file requirements-dev.txt

clean:
	rm -rf $(VENV) node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	rm -rf htmlcov .coverage var/test
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/installed: requirements.txt | $(VENV)/bin/python
	@echo "Installing what commsurvey needs …"
	@$(call install,requirements.txt)
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt $(VENV)/installed
	@echo "Installing what the tests need …"
	@$(call install,requirements-dev.txt)
	@touch $@

$(VENV)/installed-production: requirements-production.txt $(VENV)/installed
	@echo "Installing what production adds …"
	@$(call install,requirements-production.txt)
	@touch $@

NPM_CI = npm ci --no-audit --no-fund --ignore-scripts --loglevel=error
node_modules/installed: package-lock.json
	@echo "Fetching GraphiQL …"
	@$(NPM_CI) --omit=dev >/dev/null
	@touch $@

node_modules/installed-dev: package-lock.json
	@echo "Fetching what the browser tests need …"
	@$(NPM_CI) >/dev/null
	@touch $@ node_modules/installed

$(VENV)/bin/python:
	@rm -rf $(VENV)
	@for python in python3.13 python3.12 python3.11 python3; do \
		path=`"$$python" -c 'import sys; assert sys.version_info >= (3, 11); print(sys.executable)' \
			2>/dev/null` || continue; \
		if command -v uv >/dev/null; then exec uv venv --quiet --seed --python "$$path" $(VENV); fi; \
		"$$path" -c 'import venv, ensurepip' 2>/dev/null && exec "$$path" -m venv $(VENV); \
		without="$$without $$python"; \
	done; \
	if [ -n "$$without" ]; then \
		echo "There is$$without, but without the venv module that commsurvey needs to install."; \
		echo "On Debian and Ubuntu it is a package of its own:"; \
		for python in $$without; do echo "  sudo apt install $$python-venv"; done; \
	else \
		echo "commsurvey needs Python 3.11 or newer on the path, as python3.13, python3.12,"; \
		echo "python3.11 or python3. There is: `python3 --version 2>&1`"; \
	fi; \
	exit 2
