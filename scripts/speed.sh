#!/usr/bin/env bash
# Prints how long Snapgrove takes for a complete inventory beside one VBoxManage call for each machine.
#   scripts/speed.sh [MACHINES] [SNAPSHOTS]
# VBoxManage is timed on a few machines of the same home, and multiplied; it is left out where there is none.
# VBOXMANAGE names another one, such as the testbed's; it must see the home that is generated.
set -euo pipefail
cd "$(dirname "$0")/.."
machines=${1:-1000}
snapshots=${2:-10}
sample=20

home=${SNAPGROVE_SPEED_HOME:-$(mktemp -d)}
cargo build --release --locked --quiet --examples --bin snapgrove
target=$(cargo metadata --format-version 1 --no-deps | sed -n 's/.*"target_directory":"\([^"]*\)".*/\1/p')
[ -e "$home/VirtualBox.xml" ] || "$target/release/examples/generate_home" --machines "$machines" --snapshots "$snapshots" "$home"

for _ in 1 2 3; do "$target/release/examples/inventory_time" "$home" >"$home/times"; done
cat "$home/times"
ours=$(sed -n 's/^complete inventory *\([0-9.]*\) ms/\1/p' "$home/times")

vboxmanage=${VBOXMANAGE:-$(command -v VBoxManage || true)}
if [ -z "$vboxmanage" ]; then
  echo "VBoxManage: not found, so there is nothing to compare with"
  exit 0
fi
mapfile -t ids < <(sed -n 's/.*MachineEntry uuid="{\([^}]*\)}.*/\1/p' "$home/VirtualBox.xml" | head -n "$sample")
VBOX_USER_HOME=$home "$vboxmanage" list vms >/dev/null
start=$(date +%s%N)
for id in "${ids[@]}"; do
  VBOX_USER_HOME=$home "$vboxmanage" snapshot "$id" list --machinereadable >/dev/null || true
done
each=$((($(date +%s%N) - start) / ${#ids[@]} / 1000))
awk -v each="$each" -v machines="$machines" -v ours="$ours" 'BEGIN {
  theirs = each * machines / 1000
  printf "one VBoxManage call a machine: %.1f ms each, %.0f ms for %d machines\n", each / 1000, theirs, machines
  printf "ratio: %.0f times\n", theirs / ours }'
