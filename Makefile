# Two commands matter: `make run` and `make test`. See README.md.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup run code check test bench soak lock clean

help:             ## what there is
	@sed -nE 's/^([a-z]+): +## (.*)/  make \1\t\2/p' Makefile

setup:            ## virtual environment, front end, translations; skips what is up to date
	@bash tools/setup.sh

run:              ## set up and serve the demonstration (PORT=8000 DATE=2020-03-20)
	@bash tools/run.sh

code:             ## the code that the demonstration's administrator is asked for now
	@bash tools/code.sh

check:            ## for every commit: lint, types, layers, templates, texts, domain tests on SQLite
	@bash tools/check.sh

test:             ## everything, PostgreSQL and Chromium included
	@bash tools/test.sh

bench:            ## medians beside a baseline of bare SQL
	@bash tools/setup.sh
	@.venv/bin/python -m bench --markdown docs/benchmarks.md

soak:             ## what is long: returns sent while processes are killed; its output goes to docs/soak/
	@bash tools/setup.sh
	@.venv/bin/python -m tools.soak --kills 30 --output docs/soak

lock:             ## resolve requirements.lock again (no host names in it)
	@.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --all-extras --group dev pyproject.toml -o requirements.lock

clean:            ## remove what was built; data under var/ stays
	@rm -rf .venv frontend/node_modules src/xiangyun/web/shared/static/build dist var/stamps \
	  .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find src -name '*.mo' -delete
