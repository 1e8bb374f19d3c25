#!/usr/bin/env bash
# Prints what a notch of the wheel costs on a computer without a graphics card: processor time in Snapgrove's list of 1,000
# machines, its table and its tree, beside a list of as many rows drawn by Qt in a window of the same size.
#   scripts/scrolling.sh
# Needs: Xvfb, xdotool, openbox, python3-pyqt5.
set -euo pipefail
cd "$(dirname "$0")/.."
notches=40

folder=$(mktemp -d)
display=:$((90 + RANDOM % 9))
pids=()
finish() {
  kill "${pids[@]}" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$folder"
}
trap finish EXIT

cargo build --release --locked --quiet --bin snapgrove --example generate_home
target=$(cargo metadata --format-version 1 --no-deps | sed -n 's/.*"target_directory":"\([^"]*\)".*/\1/p')
"$target/release/examples/generate_home" --machines 1000 --snapshots 10 "$folder/home" >/dev/null

Xvfb "$display" -screen 0 1280x800x24 >/dev/null 2>&1 &
pids+=($!)
sleep 1
export DISPLAY=$display XDG_CONFIG_HOME=$folder/config XDG_DATA_HOME=$folder/data LC_ALL=C.UTF-8
openbox >/dev/null 2>&1 &
pids+=($!)
sleep 0.5

# Processor time of a process with all its threads, in milliseconds.
spent() {
  awk -v ticks="$(getconf CLK_TCK)" '{ sub(/^.*\) /, ""); print ($12 + $13) * 1000 / ticks }' "/proc/$1/stat"
}

# notch NAME PROCESS X Y: what a notch over this place costs.
notch() {
  xdotool mousemove "$3" "$4"
  sleep 1
  local before
  before=$(spent "$2")
  for _ in $(seq "$notches"); do
    xdotool click 5
    sleep 0.2
  done
  sleep 1
  awk -v name="$1" -v before="$before" -v after="$(spent "$2")" -v notches="$notches" \
    'BEGIN { printf "%-28s %6.1f ms a notch\n", name, (after - before) / notches }'
}

python3 scripts/scroll_list.py >/dev/null 2>&1 &
qt=$!
pids+=("$qt")
sleep 3
notch "Qt, list" "$qt" 640 400
kill "$qt"

"$target/release/snapgrove" --virtualbox-home "$folder/home" >/dev/null 2>&1 &
window=$!
pids+=("$window")
sleep 8
xdotool search --name Snapgrove windowsize 1280 780 windowmove 0 0 || true
sleep 2
notch "Snapgrove, list of machines" "$window" 120 500
xdotool key ctrl+2
sleep 1
notch "Snapgrove, table" "$window" 600 500
xdotool key ctrl+1
sleep 1
notch "Snapgrove, tree (zooms)" "$window" 600 500
