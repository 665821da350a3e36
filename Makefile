# Everything a newcomer or CI runs. Needs Python 3.11+, make and git; the rest is installed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
WORKERS := --numprocesses auto

TOOLS := page/node_modules/.package-lock.json

# How long `make fuzz` tries, and from which seed on; or how many cases of each command.
SECONDS ?= 600
SEED ?= 1
CASES ?= 0

# Each program that a test starts would compile all modules anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo check test fuzz lint docs page vendor land pictures clean

demo: $(STAMP)  ## Build, ask, rank, draw and export the curated facts
	@$(BIN)/clustergraph demo

check: lint  ## Before each commit: lint, types, and the tests that are not slow
	$(BIN)/pytest -q -m 'not slow' $(WORKERS) --dist worksteal

test: $(STAMP)  ## The whole test suite
	$(BIN)/pytest -ra --durations=20 $(WORKERS) --dist loadfile

fuzz: $(STAMP)  ## Every command on damaged input, for as long as one likes: make fuzz SECONDS=3600 or CASES=10000
	CLUSTERGRAPH_FUZZ_SECONDS=$(SECONDS) CLUSTERGRAPH_FUZZ_SEED=$(SEED) \
		CLUSTERGRAPH_FUZZ_CASES=$(CASES) $(BIN)/pytest -q tests/fuzz

# On a busy machine the workers of mypy can fail to begin, which ends it with 2.
lint: $(STAMP)  ## Style, types, and which room may import which
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --num-workers 2 || { test $$? -eq 2 && $(BIN)/mypy; }
	$(BIN)/lint-imports

docs: $(STAMP)  ## Regenerate what is generated: term reference, outputs, parts of queries
	$(BIN)/python -m cogapp -r -P -I docs -p "from documented import part" $$(grep -rl '\[\[\[cog' queries/parts queries)
	$(BIN)/clustergraph docs ontology > docs/ontology.md
	$(BIN)/clustergraph docs rules > ontology/rules.ttl
	$(BIN)/python -m cogapp -r -P -I docs src/clustergraph/__init__.py src/clustergraph/api/__init__.py src/clustergraph/api/analyses.py src/clustergraph/api/networks.py src/clustergraph/cli/commands.py README.md docs/commands.md docs/networks.md docs/brokerage.md

page: $(TOOLS)  ## Check and bundle the scripts of the HTML page; needs node 20+
	cd page && npm run --silent check && npm run --silent bundle

vendor: $(TOOLS)  ## Bundle what is vendored anew, with licences and checksums; needs node 20+
	cd page && npm run --silent vendor

land: $(TOOLS)  ## Draw the land of the map anew from Natural Earth; needs node 20+
	cd page && npm run --silent land

pictures: $(STAMP)  ## Take the pictures of the README; needs Chromium and its driver
	$(BIN)/python docs/pictures.py

$(TOOLS): page/package.json page/package-lock.json
	cd page && npm ci --silent --ignore-scripts

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --editable '.[dev]'
	@touch $(STAMP)

clean:
	rm -rf $(VENV) page/node_modules demo graph dist .mypy_cache .ruff_cache .pytest_cache
