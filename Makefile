# What can be done here. `make` alone lists it.

# The least that tests must reach, in percent of branches: of the rules, and of it all.
CORE_COVERAGE := 100
COVERAGE := 95

BIN := .venv/bin
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run install test check format lint types contracts migrations procedures docs fix bench faults sbom teams-app lock clean

help: ## List what can be done.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s%s\n", $$1, $$2 }' Makefile

run: ## Try it: start the rehearsal, print its address, and send nothing anywhere.
	@deploy/install.sh && $(BIN)/dayzero rehearse

install: ## Make a .venv with every extra and the development tools.
	@deploy/install.sh all

test: install ## Install what the tests need, and run every one of them.
	@deploy/test.sh $(CORE_COVERAGE) $(COVERAGE)

check: install format lint types contracts migrations procedures docs test ## Check everything, as CI does.

format: install ## See that every file is laid out by the formatter.
	$(BIN)/ruff format --check --quiet .

lint: install ## See that every file keeps the house rules.
	$(BIN)/ruff check --quiet .

types: install ## See that the types agree.
	$(BIN)/mypy

contracts: install ## See that nothing imports what it should not know.
	$(BIN)/lint-imports --no-cache --no-logo

migrations: install ## See that migrations make the very tables that the program expects.
	@deploy/migrations.sh

procedures: install ## See that every procedure is sound, and what nobody has confirmed.
	$(BIN)/dayzero check

docs: install ## See that what is written from the procedures is up to date.
	$(BIN)/dayzero docs --check

fix: install ## Lay every file out, and put right what can be put right safely.
	$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

faults: install ## Try every fault there is, by seed (SEED, RUNS, MINUTES, PARTS may be set).
	@$(BIN)/python -m tests.faults $(if $(SEED),--seed $(SEED)) $(if $(RUNS),--runs $(RUNS)) $(if $(MINUTES),--minutes $(MINUTES)) $(if $(PARTS),--parts $(PARTS))

bench: install ## Measure it against what it should keep up with, and print a table.
	$(BIN)/python deploy/bench/run.py

teams-app: install ## Build the app that is uploaded to Microsoft Teams, from the settings.
	@$(BIN)/python deploy/teams_app.py

sbom: install ## List every package of a release, and by which licence it comes.
	@$(BIN)/python deploy/sbom.py

lock: install ## Pin every package again, by version and hash.
	deploy/lock.sh

clean: ## Remove what was installed and what was left by checks; data is kept.
	rm -rf .venv dist tests/node/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage* dayzero.egg-info
