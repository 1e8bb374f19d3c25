#!/usr/bin/env bash
# Prints what the window costs on this computer, drawn by the processor on a screen of its own: the time until the first frame with
# machines, memory, processor time while nothing happens, and what a notch of the wheel costs, beside a list of as many rows drawn by
# Qt and, where there is one, VirtualBox Manager.
#   scripts/window_speed.sh
# Needs Xvfb, xdotool, openbox; python3-pyqt5 for Qt's list. MANAGER names a program that opens VirtualBox Manager on the home in
# VBOX_USER_HOME, such as the testbed's; MANAGER_HOME is a folder that it can read.
set -euo pipefail
cd "$(dirname "$0")/.."
notches=40

folder=$(mktemp -d "${MANAGER_HOME:-/tmp}/window-speed-XXXXXX")
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
for machines in 1 1000; do
  "$target/release/examples/generate_home" --machines "$machines" --snapshots 10 "$folder/$machines" >/dev/null
done
mkdir "$folder/empty"

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

memory() {
  awk '/^VmRSS/ { printf "%d\n", $2 / 1000 }' "/proc/$1/status"
}

# notch NAME PROCESS X Y: what a notch over this place costs.
notch() {
  xdotool mousemove "$3" "$4"
  sleep 2
  local before
  before=$(spent "$2")
  for _ in $(seq "$notches"); do
    xdotool click 5
    sleep 0.3
  done
  sleep 1
  awk -v name="$1" -v before="$before" -v after="$(spent "$2")" -v notches="$notches" \
    'BEGIN { printf "%-40s %6.1f ms of processor time\n", name, (after - before) / notches }'
}

# snapgrove HOME: opens the window on a home, as $window.
snapgrove() {
  RUST_LOG=snapgrove=info NO_COLOR=1 "$target/release/snapgrove" --virtualbox-home "$1" >"$folder/log" 2>&1 &
  window=$!
  pids+=("$window")
  sleep 8
}

close() {
  kill "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}

for machines in 1 1000; do
  for _ in 1 2 3; do
    snapgrove "$folder/$machines"
    printf 'first frame with machines, %4d machines   %6s ms\n' "$machines" \
      "$(sed -n 's/.*first frame.*milliseconds=\([0-9]*\).*/\1/p' "$folder/log")"
    close "$window"
  done
done

snapgrove "$folder/empty"
empty=$(memory "$window")
close "$window"
snapgrove "$folder/1000"
printf 'memory                                   %6d MB, %d MB beyond an empty window\n' \
  "$(memory "$window")" "$(($(memory "$window") - empty))"
before=$(spent "$window")
sleep 10
awk -v before="$before" -v after="$(spent "$window")" \
  'BEGIN { printf "ten seconds in which nothing happens     %6.0f ms of processor time\n", after - before }'
notch "a notch over the list of machines" "$window" 120 500
xdotool key ctrl+2
sleep 1
notch "a notch over the table" "$window" 600 500
close "$window"

if /usr/bin/python3 -c 'import PyQt5.QtWidgets' 2>/dev/null; then
  /usr/bin/python3 scripts/qt_list.py >/dev/null 2>&1 &
  window=$!
  pids+=("$window")
  sleep 3
  notch "a notch over a list drawn by Qt" "$window" 640 400
  close "$window"
fi

if [ -n "${MANAGER:-}" ]; then
  for machines in 1 1000; do
    begin=$(date +%s%N)
    VBOX_USER_HOME=$folder/$machines "$MANAGER" >/dev/null 2>&1 &
    pids+=($!)
    until xdotool search --onlyvisible --name 'VirtualBox' >/dev/null 2>&1; do sleep 0.05; done
    printf 'VirtualBox Manager opens, %4d machines   %6d ms\n' "$machines" "$((($(date +%s%N) - begin) / 1000000))"
    sleep 20
    window=$(pgrep -n -x VirtualBox || pgrep -n -f 'virtualbox/VirtualBox')
    printf 'VirtualBox Manager, %4d machines         %6d MB\n' "$machines" "$(memory "$window")"
    notch "a notch over VirtualBox Manager's list" "$window" 150 400
    kill "$window" 2>/dev/null || true
    sleep 5
  done
fi
