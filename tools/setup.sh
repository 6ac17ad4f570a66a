#!/usr/bin/env bash
# Sets up the virtual environment, the front end and the translations.
# Each step leaves a stamp with the digest of what went into it and is skipped while that digest holds.
set -euo pipefail
cd "$(dirname "$0")/.."
readonly BUILD=src/xiangyun/web/shared/static/build
readonly STAMPS=var/stamps

digest_of() { # files on standard input, one a line -> one digest of names and contents
  LC_ALL=C sort | tr '\n' '\0' | xargs -0 -r sha256sum | sha256sum | cut -d ' ' -f 1
}

is_fresh() { # stamp, digest
  [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]
}

stamp() { # stamp, digest
  mkdir -p "$(dirname "$1")"
  printf '%s\n' "$2" >"$1"
}

find_python() {
  local candidate
  for candidate in "${XIANGYUN_PYTHON:-python3.11}" python3.11 python3; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  echo "Python 3.11 was not found. Install it, or name it: XIANGYUN_PYTHON=/path/to/python3.11" >&2
  return 1
}

set_up_python() {
  local lock package python
  lock="$PWD $(echo requirements.lock | digest_of)"
  package="$PWD $(echo pyproject.toml | digest_of)"
  if ! is_fresh .venv/stamps/lock "$lock"; then
    echo "Setting up .venv"
    if [ ! -x .venv/bin/python ] || [ "$(cut -d ' ' -f 1 .venv/stamps/lock 2>/dev/null || echo "$PWD")" != "$PWD" ]; then
      python=$(find_python)
      "$python" -c 'import ensurepip' 2>/dev/null || bash tools/system-packages.sh python3-venv
      "$python" -m venv --clear .venv
    fi
    .venv/bin/python -m pip install -qq --require-hashes -r requirements.lock
    stamp .venv/stamps/lock "$lock"
  fi
  if ! is_fresh .venv/stamps/package "$package"; then
    .venv/bin/python -m pip install -qq --no-deps --no-build-isolation -e .
    stamp .venv/stamps/package "$package"
  fi
}

set_up_front_end() {
  [ -f frontend/package.json ] || return 0
  local modules sources
  modules=$(printf '%s\n' frontend/package.json frontend/package-lock.json | digest_of)
  sources=$(find frontend -type f -not -path '*/node_modules/*' | digest_of)
  if ! is_fresh "$STAMPS/front-end-modules" "$modules" || [ ! -d frontend/node_modules ]; then
    command -v npm >/dev/null || { echo "Node 20 with npm was not found." >&2; return 1; }
    echo "Installing the front end's packages"
    (cd frontend && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
    stamp "$STAMPS/front-end-modules" "$modules"
  fi
  if ! is_fresh "$STAMPS/front-end" "$sources" || [ ! -d "$BUILD" ]; then
    echo "Building the front end"
    (cd frontend && npm run --silent build)
    stamp "$STAMPS/front-end" "$sources"
  fi
}

set_up_translations() {
  local sources compiled
  sources=$(find src -name '*.po' | digest_of)
  compiled=$(find src -name '*.mo' | wc -l)
  if ! is_fresh "$STAMPS/translations" "$sources $compiled"; then
    .venv/bin/python -m tools.messages compile
    stamp "$STAMPS/translations" "$sources $(find src -name '*.mo' | wc -l)"
  fi
}

set_up_python
set_up_front_end
set_up_translations
