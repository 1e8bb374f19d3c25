#!/usr/bin/env bash
# Makes the pictures in docs/pictures from the running program: generated machines, a real window on a virtual screen.
# Needs: apt install xvfb xdotool imagemagick fonts-noto-cjk fonts-noto-color-emoji
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
display=:93
program=
screen=
trap 'kill $program $screen 2>/dev/null || true; rm -rf "$work"' EXIT

cargo build --release --locked --bin snapgrove --example generate_home
target=$(cargo metadata --format-version 1 --no-deps | sed -n 's/.*"target_directory":"\([^"]*\)".*/\1/p')
cp "$target/release/snapgrove" "$work/snapgrove"
"$target/release/examples/generate_home" --showcase --now "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$work/home"

Xvfb "$display" -screen 0 1440x900x24 >/dev/null 2>&1 &
screen=$!
export DISPLAY=$display XDG_CONFIG_HOME="$work/config" XDG_DATA_HOME="$work/data" LC_ALL=C.UTF-8
sleep 1
mkdir -p docs/pictures "$work/config/snapgrove"

# open THEME [ARGUMENTS]: starts the program afresh, in a window of 1440 by 900.
open() {
  [ -z "$program" ] || { kill "$program"; wait "$program" 2>/dev/null || true; }
  echo "(theme: $1)" >"$work/config/snapgrove/settings.ron"
  "$work/snapgrove" "${@:2}" 2>/dev/null &
  program=$!
  sleep 3
  window=$(xdotool search --name Snapgrove | tail -n 1)
  xdotool windowmove "$window" 0 0 windowsize "$window" 1440 900 windowfocus "$window"
  sleep 1
}

# go WORDS: finds a machine or snapshot and shows it.
go() {
  xdotool key ctrl+k; sleep 0.8
  xdotool type --delay 30 "$1"; sleep 0.8
  xdotool key Return; sleep 0.6
}

shoot() {
  xdotool mousemove 700 880; sleep 0.6
  import -window root "docs/pictures/$1.png"
}

for theme in Dark Light; do
  name=$(echo "$theme" | tr '[:upper:]' '[:lower:]')
  open "$theme" --virtualbox-home "$work/home"
  go "web-frontend"; xdotool key f; sleep 0.3
  go "Pre-update backup"; shoot "tree-$name"
  go "malware-lab"; xdotool key ctrl+2; sleep 0.4; shoot "table-$name"
  xdotool key ctrl+1; go "build-agent-history"; xdotool key f; sleep 0.4; shoot "chain-$name"
  xdotool key ctrl+shift+o; sleep 3; shoot "overview-$name"
  # The generated machines have no images to be read, so that only those of the Sandbox show what is freed.
  open "$theme" --virtualbox-home "$work/none" --sandbox="$work/sandbox"
  sleep 8; xdotool mousemove 700 880 key ctrl+shift+l; sleep 8; shoot "clean-up-$name"
done
echo "docs/pictures:"; ls docs/pictures
