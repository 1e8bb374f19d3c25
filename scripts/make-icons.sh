#!/usr/bin/env bash
# Renders assets/icons/*.svg to the PNG files beside them, and the window's own icon, assets/icon.png.
# The PNG files are committed: run this after a change of an SVG.
# Needs: apt install librsvg2-bin
set -euo pipefail
cd "$(dirname "$0")/../assets"

# render DRAWING SIZE FILE
render() { rsvg-convert --width "$2" --height "$2" --output "$3" "icons/$1.svg"; }

for size in 16 24 32; do render snapgrove-small "$size" "icons/snapgrove-$size.png"; done
for size in 48 64 128 256 512; do render snapgrove "$size" "icons/snapgrove-$size.png"; done
render snapgrove 256 icon.png
ls -l icons/*.png icon.png
