#!/usr/bin/env bash
# Installs what Snapgrove needs on Debian or Ubuntu: a compiler, Rust, and the libraries a window needs.
# Says what it does, and does nothing that is done already.
set -euo pipefail

root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

# Build: gcc and the C library's headers only. Run: X11 or Wayland, and Vulkan or OpenGL.
packages=(gcc libc6-dev libx11-6 libx11-xcb1 libxcb1 libxcursor1 libxi6 libxkbcommon0 libxkbcommon-x11-0
  libwayland-client0 libwayland-egl1 libegl1 libgl1 libvulkan1 mesa-vulkan-drivers libdbus-1-3)

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if [ "${#missing[@]}" -gt 0 ]; then
  echo "Installing: ${missing[*]}"
  root apt-get update -q
  root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"
fi

if ! command -v cargo >/dev/null && [ ! -x "$HOME/.cargo/bin/cargo" ]; then
  echo "Installing Rust for this user"
  # Debian and Ubuntu have rustup as a package in their newer releases.
  if root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends rustup; then
    rustup default stable
  else
    root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends curl ca-certificates
    curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y --profile minimal -c clippy,rustfmt
  fi
fi
