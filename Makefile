# Everything is done by `python3 -m dev`, which sets up what a command needs before it runs it.
PYTHON ?= python3
ARGS ?=

.PHONY: help run stop test coverage soak check fix messages bench
.DEFAULT_GOAL := help

help: ## Show the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Start the portal (PORT=8000, KORUS_VAR=var, KORUS_DEMO=1); Ctrl-C stops it
	@exec $(PYTHON) -m dev run

stop: ## Stop the portal that runs from KORUS_VAR
	@exec $(PYTHON) -m dev stop

test: ## Run the tests on servers of their own (ARGS="-k word" goes to pytest)
	@exec $(PYTHON) -m dev test $(ARGS)

coverage: ## Run the tests and measure their branch coverage, in twice the time
	@exec $(PYTHON) -m dev coverage $(ARGS)

soak: ## Run the long tests: many kills, long random histories
	@exec $(PYTHON) -m dev soak $(ARGS)

check: ## Lint, format, layers, types, templates, migrations, translations, deploy check
	@exec $(PYTHON) -m dev check $(ARGS)

fix: ## Mend lint and format, add new texts to the catalogue
	@exec $(PYTHON) -m dev fix

messages: ## Add new texts to locale/nn, drop those that are gone
	@exec $(PYTHON) -m dev messages

bench: ## Measure the main pages at several sizes (ARGS="--sizes 20000")
	@exec $(PYTHON) -m dev bench $(ARGS)
