# Needs Python 3.11 or 3.12 and git; the rest comes by itself. `make help` lists the targets.
PYTHON ?= $(firstword $(shell command -v python3.11 python3.12 python3))
SCALE ?= 0.01
SEED ?= 7
BATCHES ?=

PY := .venv/bin/python -m claim_review.local
UV := .uv/bin/uv
READY := .venv/synced
# Two files at a time: most of a review is dbt's own work, on one core.
PYTEST := .venv/bin/pytest --numprocesses 2 --dist loadfile
LINT := $(CURDIR)/var/dbt/lint

.PHONY: help run stop dsn test test-unit test-portable test-slow lint dbt evaluate rulebook bench clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

run: $(READY) ## land, review and report: the demo province, or BATCHES=<landing folder>; SCALE, SEED of the demo
	@$(PY).run $(if $(BATCHES),--batches "$(BATCHES)") --scale $(SCALE) --seed $(SEED)

stop: $(READY) ## stop Airflow, the mail sink and PostgreSQL; nothing is lost
	@$(PY).supervisor stop && $(PY).postgres stop

dsn: $(READY) ## print the libpq URL of the warehouse
	@$(PY).postgres dsn

test: $(READY) ## all tests but the slow ones: unit, integration, DAGs, dbt unit tests
	@$(PYTEST)

test-unit: $(READY) ## the tests that need no database
	@$(PYTEST) tests/unit

test-portable: $(READY) ## the same rules on a second engine, hit by hit
	@.venv/bin/pytest -m portable

test-slow: $(READY) ## the proofs that take minutes
	@.venv/bin/pytest -m slow

lint: $(READY) ## ruff, sqlfluff, dbt parse, dbt-bouncer
	@.venv/bin/ruff check . && .venv/bin/ruff format --check .
	@.venv/bin/sqlfluff lint --processes 2 dbt_project/models dbt_project/tests include/rules
	@.venv/bin/dbt parse --quiet --project-dir dbt_project --profiles-dir dbt_project --target-path $(LINT) --log-path $(LINT)
	@.venv/bin/dbt-bouncer run

dbt: $(READY) ## dbt by hand on the warehouse: make dbt ARGS="build -s p26_over_daily_cap"
	@CLAIM_REVIEW_WAREHOUSE_URL="$$($(PY).postgres dsn)" .venv/bin/python -m claim_review.dbt $(ARGS)

evaluate: $(READY) ## precision and recall of every rule on the demo province
	@$(PY).evaluate

rulebook: $(READY) ## the rules as pages for readers (负面清单): HTML, Word and Markdown in var/rulebook
	@.venv/bin/python -m claim_review.rulebook

bench: $(READY) ## seconds per stage, fact and rule, memory: ARGS="--scale 0.25 1.0" or "--knowledge-points 10000 250000"
	@$(PY).bench $(ARGS)

clean: stop ## stop, then remove caches; var with its data stays
	@rm -rf .pytest_cache .ruff_cache .hypothesis dbt_project/target dbt_project/logs

# The locked environment; made again only when the lock or the project file changes.
$(READY): uv.lock pyproject.toml $(UV)
	@echo "installing the locked environment (once; about 1.1 GB) ..."
	@UV_PYTHON="$(PYTHON)" UV_PYTHON_DOWNLOADS=never $(UV) sync --frozen --quiet && touch $@

$(UV):
	@"$(PYTHON)" -m venv .uv && .uv/bin/pip install --quiet --disable-pip-version-check uv==0.13.9
