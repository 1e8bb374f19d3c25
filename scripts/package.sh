#!/usr/bin/env bash
# Makes packages of Snapgrove: a .deb for Debian and Ubuntu, and a .tar.gz with an install script for any Linux.
#
#   scripts/package.sh [--profile release|dev] [--out DIR] [--check]
#
# --profile dev  packages a debug build: only to try the packaging itself, quickly
# --out DIR      where the packages go [default: target/packages]
# --check        insists on the validators: apt install appstream desktop-file-utils lintian man-db
#
# SNAPGROVE_HOMEPAGE and SNAPGROVE_PICTURES_URL complete the catalogue entry; DEBFULLNAME and DEBEMAIL name who
# packages. The same commit, toolchain and settings give the same packages. Needs Rust, binutils, and dpkg for the .deb.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$HOME/.cargo/bin:$PATH"

profile=release
out=
check=
while [ $# -gt 0 ]; do
  case $1 in
    --profile) profile=$2; shift ;;
    --out) out=$2; shift ;;
    --check) check=yes ;;
    *) sed -n '2,12s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
  esac
  shift
done

name=snapgrove
id=org.snapgrove.Snapgrove
target=$(cargo metadata --format-version 1 --no-deps | sed -n 's/.*"target_directory":"\([^"]*\)".*/\1/p')
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
out=${out:-$target/packages}
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
export SOURCE_DATE_EPOCH
date=$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%d)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
umask 022
# A debug build is large, and nobody downloads it.
compression=9
[ "$profile" != dev ] || compression=1

say() { printf 'package: %s\n' "$*" >&2; }

# generate: builds the program, and writes what is made from it into $work/made.
generate() {
  say "building ($profile)"
  cargo build --locked --quiet --profile "$profile" --bin $name --example package_files
  built=$target/$profile
  [ "$profile" != dev ] || built=$target/debug
  local addresses=()
  [ -z "${SNAPGROVE_HOMEPAGE:-}" ] || addresses+=(--homepage "$SNAPGROVE_HOMEPAGE")
  [ -z "${SNAPGROVE_PICTURES_URL:-}" ] || addresses+=(--pictures "$SNAPGROVE_PICTURES_URL")
  "$built/examples/package_files" --date "$date" "${addresses[@]}" "$work/made"
}

# put FILE PATH: a copy that everybody may read, below the folder that is packed.
put() { install -D -m 644 "$1" "$root/usr/$2"; }

# stage ROOT ZSH_FOLDER: the files as they lie on a computer.
stage() {
  root=$1
  install -D -m 755 "$built/$name" "$root/usr/bin/$name"
  strip --strip-all --remove-section=.comment --remove-section=.note "$root/usr/bin/$name"
  put assets/$id.desktop share/applications/$id.desktop
  put "$work/made/$id.metainfo.xml" share/metainfo/$id.metainfo.xml
  local size
  for size in 16 24 32 48 64 128 256 512; do
    put assets/icons/snapgrove-$size.png share/icons/hicolor/${size}x$size/apps/$id.png
  done
  put assets/icons/snapgrove.svg share/icons/hicolor/scalable/apps/$id.svg
  put assets/icons/snapgrove-symbolic.svg share/icons/hicolor/symbolic/apps/$id-symbolic.svg
  local page
  for page in "$work"/made/man/*.1; do put "$page" "share/man/man1/${page##*/}"; done
  put "$work/made/completions/$name.bash" share/bash-completion/completions/$name
  put "$work/made/completions/_$name" "share/zsh/$2/_$name"
  put "$work/made/completions/$name.fish" share/fish/vendor_completions.d/$name.fish
  put packaging/copyright share/doc/$name/copyright
  put README.md share/doc/$name/README.md
  put CHANGELOG.md share/doc/$name/changelog
  put "$work/made/THIRD-PARTY.txt" share/doc/$name/THIRD-PARTY.txt
  put assets/fonts/LICENSE-OFL.txt share/doc/$name/LICENSE-OFL.txt
  gzip -9n "$root"/usr/share/man/man1/*.1 "$root/usr/share/doc/$name"/{changelog,THIRD-PARTY.txt,LICENSE-OFL.txt}
}

# Newest version of the C library's symbols that the program asks for.
libc_version() { objdump -T "$root/usr/bin/$name" | grep -o 'GLIBC_[0-9.]*' | sed 's/GLIBC_//' | sort -V | tail -n 1; }

# What the linker wants, then what is opened when the window is; README tells the same. Without the libraries of
# Recommends the window opens too, if there is either Vulkan or OpenGL.
control() {
  cat <<CONTROL
Package: $name
Version: $version-1
Architecture: $(dpkg --print-architecture)
Maintainer: $packager
Installed-Size: $(du -sk "$root/usr" | cut -f 1)
Depends: libc6 (>= $(libc_version)), libgcc-s1 (>= 4.2), libx11-6, libx11-xcb1, libxcb1, libxcursor1, libxi6, libxkbcommon0, libxkbcommon-x11-0
Recommends: libvulkan1, mesa-vulkan-drivers, libegl1, libgl1, libwayland-client0, libwayland-egl1, libdbus-1-3, libfontconfig1, xdg-desktop-portal
Suggests: virtualbox
Section: utils
Priority: optional
${SNAPGROVE_HOMEPAGE:+Homepage: $SNAPGROVE_HOMEPAGE
}Description: see, compare and clean up the snapshots of virtual machines
 Snapgrove shows every virtual machine's snapshots as a tree: what there is,
 what it takes, what hangs on what. It is for people who keep virtual machines
 on their computer and want to see through a year of snapshots, without fear
 for their disks.
 .
 Snapshots are taken, restored, cloned and deleted after a review that tells
 beforehand, to the byte, what that frees and needs. Rules clean up many
 machines together; inspections find deep chains, missing images and unused
 files.
 .
 It works with VirtualBox. A computer without VirtualBox gets practice machines
 that are safe to break. All of it can be done without a window too.
CONTROL
}

debian_changelog() {
  cat <<CHANGELOG
$name ($version-1) unstable; urgency=medium

  * Packaged by scripts/package.sh; changelog.gz tells what changed.

 -- $packager  $(date -u -R -d "@$SOURCE_DATE_EPOCH")
CHANGELOG
}

make_deb() {
  packager="${DEBFULLNAME:-The Snapgrove maintainers} <${DEBEMAIL:-maintainers@snapgrove.org}>"
  stage "$work/deb" vendor-completions
  debian_changelog | gzip -9n >"$root/usr/share/doc/$name/changelog.Debian.gz"
  chmod 644 "$root/usr/share/doc/$name/changelog.Debian.gz"
  install -d "$root/DEBIAN"
  control >"$root/DEBIAN/control"
  (cd "$root" && find usr -type f -print0 | sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"
  deb=$out/${name}_$version-1_$(dpkg --print-architecture).deb
  dpkg-deb --root-owner-group -Zxz "-z$compression" --build "$root" "$deb" >/dev/null
}

make_tarball() {
  local folder=$name-$version-linux-$(uname -m)
  stage "$work/tar/$folder" site-functions
  install -m 755 packaging/install.sh "$root/install.sh"
  install -m 644 README.md LICENSE-APACHE LICENSE-MIT "$root/"
  tarball=$out/$folder.tar.gz
  tar --create --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --directory "$work/tar" \
    "$folder" | gzip "-${compression}n" >"$tarball"
}

# validate TOOL ARGUMENTS...: runs it; says so where it is not there.
validate() {
  if command -v "$1" >/dev/null; then
    "$@"
  elif [ -n "$check" ]; then
    say "$1 is missing"
    exit 1
  else
    say "not checked, since $1 is missing"
  fi
}

check_all() {
  local usr=$work/deb/usr page
  validate desktop-file-validate "$usr/share/applications/$id.desktop"
  validate appstreamcli validate --no-net --explain "$usr/share/metainfo/$id.metainfo.xml"
  for page in "$usr"/share/man/man1/*.gz; do
    LC_ALL=C.UTF-8 MANROFFSEQ='' validate man --warnings -E UTF-8 -l -Tutf8 -Z "$page" 2>&1 >/dev/null | { ! grep .; }
  done
  bash -n "$usr/share/bash-completion/completions/$name"
  # The suppressed tag is for packages that are on their way into Debian itself.
  [ -z "${deb:-}" ] || validate lintian --fail-on error,warning --allow-root --tag-display-limit 0 --suppress-tags initial-upload-closes-no-bugs "$deb"
}

mkdir -p "$out"
generate
if command -v dpkg-deb >/dev/null; then make_deb; else say "no .deb, since dpkg-deb is missing"; fi
make_tarball
if [ -n "${deb:-}" ]; then check_all; fi
ls -l "${deb:-$tarball}" "$tarball"
