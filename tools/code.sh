#!/usr/bin/env bash
# Prints the code that the demonstration's administrator is asked for now.
set -euo pipefail
cd "$(dirname "$0")/.."
source tools/demo.sh
exec .venv/bin/xiangyun demo code
