#!/usr/bin/env bash
# Sets up a Debian or Ubuntu computer where needed and runs all tests that need no hypervisor.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh
export PATH="$HOME/.cargo/bin:$PATH"
exec cargo test --locked "$@"
