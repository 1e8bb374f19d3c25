#!/usr/bin/env bash
# Sets up a Debian or Ubuntu computer where needed, builds Snapgrove and opens its window.
# Arguments go to Snapgrove.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh
export PATH="$HOME/.cargo/bin:$PATH"
exec cargo run --release --locked --quiet -- "$@"
