#!/usr/bin/env bash
# The part of the tests that runs before every commit: no browser, no PostgreSQL, no network.
set -euo pipefail
cd "$(dirname "$0")/.."
bash tools/setup.sh
source tools/steps.sh
export PATH="$PWD/.venv/bin:$PATH"

templates() {
  mapfile -t found < <(find src -name '*.html' -path '*/templates/*')
  [ ${#found[@]} -eq 0 ] || djlint --quiet --lint "${found[@]}"
}

step "lint" ruff check --quiet .
step "format" ruff format --check --quiet .
step "import layers" lint-imports --no-logo
step "templates" templates
step "types" mypy
step "domain tests on SQLite" pytest -q -n 2 -m "not walk and not smoke and not soak"
finish
