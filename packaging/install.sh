#!/bin/sh
# Installs Snapgrove from this folder, or removes it again. Touches its own files and the caches of menus only.
#   ./install.sh [--prefix DIR]               DIR is ~/.local when not given; /usr/local is for all users, as root
#   ./install.sh [--prefix DIR] --uninstall
set -eu
cd "$(dirname "$0")"
prefix=${HOME:-}/.local
uninstall=
while [ $# -gt 0 ]; do
  case $1 in
    --prefix) prefix=${2:?--prefix needs a folder}; shift ;;
    --prefix=*) prefix=${1#--prefix=} ;;
    --uninstall) uninstall=yes ;;
    -h | --help) sed -n '2,4s/^# \{0,1\}//p' "$0"; exit ;;
    *) echo "install.sh: what is $1? Try --help." >&2; exit 2 ;;
  esac
  shift
done

find usr -type f | sort | while read -r file; do
  to=$prefix/${file#usr/}
  if [ -n "$uninstall" ]; then
    rm -f "$to"
    # Folders that other programs use stay.
    rmdir -p "$(dirname "$to")" 2>/dev/null || true
  else
    mkdir -p "$(dirname "$to")"
    # A program that runs keeps its old file.
    cp "$file" "$to.new"
    mv -f "$to.new" "$to"
  fi
done

# Menus look again. Without these tools they do so at the next login.
if command -v update-desktop-database >/dev/null; then
  update-desktop-database -q "$prefix/share/applications" 2>/dev/null || true
fi
if command -v gtk-update-icon-cache >/dev/null; then
  gtk-update-icon-cache -q -t -f "$prefix/share/icons/hicolor" 2>/dev/null || true
fi
[ -n "$uninstall" ] && echo "Removed from $prefix." && exit
echo "Installed into $prefix. Start it from the menu, or: $prefix/bin/snapgrove"
case :${PATH:-}: in
  *:"$prefix/bin":*) ;;
  *) echo "$prefix/bin is not in your search path." ;;
esac
