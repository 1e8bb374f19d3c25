#!/usr/bin/env bash
# Brings a real VirtualBox of its own, for the tests marked "needs the testbed" and for screenshots.
#
#   virtualbox.sh test     [DIR] [HOME_DIR]       everything: install, build the machines, run the tests, take it down
#
#   virtualbox.sh install  [DIR]                  put VirtualBox into DIR (a minute or two, once)
#   virtualbox.sh up       DIR HOME_DIR           make DIR usable for the VirtualBox home HOME_DIR
#   virtualbox.sh wrapper  DIR HOME_DIR PATH      write an executable at PATH that behaves as VBoxManage
#   virtualbox.sh machines DIR HOME_DIR           build the test machines (half a minute)
#   virtualbox.sh dump     DIR HOME_DIR           print VirtualBox's own view of that home, as JSON
#   virtualbox.sh down     DIR HOME_DIR           stop that home's service and undo "up"
#   virtualbox.sh remove   [DIR]                  delete DIR, HOME_DIRs stay
#
# DIR is $SNAPGROVE_TESTBED when not given, else ~/.cache/snapgrove-testbed. It holds a small Debian with Debian's own
# VirtualBox package, so that nothing is installed on the computer itself but debootstrap. There is no kernel driver in
# it: everything works but starting a machine. Needs root, or sudo, for chroot and bind mounts.
#
# A home holds `config` (what VBOX_USER_HOME names) and `machines`. It is bound at the same path inside and outside, so
# that a path which VirtualBox writes into a settings file is true for everybody.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# In DIR: says that it is a testbed, and which version of `install` finished there.
stamp=.snapgrove-testbed
# Raised whenever `install` puts in something new, so that an old tree is completed and not taken for a finished one.
stamp_version=1
# Debian keeps VirtualBox in unstable only; its newest version there is the one that users have soon.
suite=sid
fallback_mirror=http://deb.debian.org/debian
mount_points=(proc dev sys)

say() { printf 'testbed: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

default_dir() { printf '%s\n' "${SNAPGROVE_TESTBED:-$HOME/.cache/snapgrove-testbed}"; }

absolute() { realpath -m -- "$1"; }

# The computer's own Debian mirror is likely the nearest one, and in a closed network the only one.
mirror() {
    local found=
    if [ -n "${SNAPGROVE_TESTBED_MIRROR:-}" ]; then
        found=$SNAPGROVE_TESTBED_MIRROR
    elif grep -qx 'ID=debian' /etc/os-release 2>/dev/null; then
        found=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2>/dev/null |
            sed -n '/^[[:space:]]*#/d; s#.*[[:space:]]\(https\{0,1\}://[^[:space:]]*/debian\)/\{0,1\}\([[:space:]].*\)\{0,1\}$#\1#p' |
            head -n 1) || true
    fi
    printf '%s\n' "${found:-$fallback_mirror}"
}

install_debootstrap() {
    if command -v debootstrap >/dev/null && [ -e /usr/share/keyrings/debian-archive-keyring.gpg ]; then return; fi
    command -v apt-get >/dev/null || die "debootstrap is missing: install it with this system's package manager"
    say "installing debootstrap"
    as_root apt-get -qq update
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq install -y --no-install-recommends debootstrap debian-archive-keyring >&2
}

in_tree() {
    local dir=$1
    shift
    as_root env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
        chroot "$dir" "$@"
}

bootstrap() {
    local dir=$1 from
    from=$(mirror)
    say "debian $suite from $from into $dir"
    as_root debootstrap --variant=minbase --components=main,contrib \
        --keyring=/usr/share/keyrings/debian-archive-keyring.gpg "$suite" "$dir" "$from" >&2
    # Packages must not start services in a tree that is only a tool box.
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$dir/usr/sbin/policy-rc.d" >/dev/null
    as_root chmod 755 "$dir/usr/sbin/policy-rc.d"
}

# `virtualbox` insists on some package with the driver. The two that Debian has bring a compiler, or run one; an empty
# package that claims to be one saves 300 MB and half of the time.
add_stub_driver() {
    local dir=$1 stub=/root/no-driver
    as_root mkdir -p "$dir$stub/DEBIAN"
    as_root tee "$dir$stub/DEBIAN/control" >/dev/null <<'CONTROL'
Package: snapgrove-testbed-no-driver
Version: 1
Architecture: all
Maintainer: Snapgrove testbed <nobody@localhost>
Provides: virtualbox-modules
Description: stands for the kernel driver, which no test needs
CONTROL
    in_tree "$dir" dpkg-deb --root-owner-group --build "$stub" "$stub.deb" >/dev/null
    in_tree "$dir" dpkg --install "$stub.deb" >/dev/null
}

# python3 is for `dump` and for filling disks: the package brings VirtualBox's own Python interface, vboxapi.
install_packages() {
    local dir=$1
    local apt=(apt-get -qq -o Acquire::Check-Valid-Until=false -o Acquire::Retries=3 -o Acquire::Languages=none
        -o Dpkg::Use-Pty=0)
    # Nobody reads documentation here, and nothing here must survive a power cut.
    printf 'path-exclude=/usr/share/%s/*\n' doc locale man | as_root tee "$dir/etc/dpkg/dpkg.cfg.d/small" >/dev/null
    printf 'force-unsafe-io\n' | as_root tee "$dir/etc/dpkg/dpkg.cfg.d/quick" >/dev/null
    add_stub_driver "$dir"
    in_tree "$dir" "${apt[@]}" update
    in_tree "$dir" "${apt[@]}" install -y --no-install-recommends virtualbox python3 systemd-standalone-sysusers >&2
    in_tree "$dir" "${apt[@]}" clean
}

set_stamp() { printf '%s\n' "$2" | as_root tee "$1/$stamp" >/dev/null; }

install_testbed() {
    local dir=$1 started=$SECONDS
    if [ "$(cat "$dir/$stamp" 2>/dev/null)" = "$stamp_version" ]; then
        say "already in $dir"
        return
    fi
    install_debootstrap
    if [ ! -e "$dir/$stamp" ] && [ -n "$(ls -A "$dir" 2>/dev/null)" ]; then die "$dir is not empty"; fi
    # debootstrap cannot go on where it was interrupted; the packages after it can.
    if [ ! -x "$dir/usr/sbin/policy-rc.d" ]; then
        remove "$dir"
        as_root mkdir -p "$dir"
        set_stamp "$dir" unfinished
        bootstrap "$dir"
    fi
    install_packages "$dir"
    [ -x "$dir/usr/lib/virtualbox/VBoxManage" ] || die "the package brought no VBoxManage"
    set_stamp "$dir" "$stamp_version"
    say "installed VirtualBox $(in_tree "$dir" dpkg-query -W -f "\${Version}" virtualbox) in $((SECONDS - started)) s"
}

is_mounted() { grep -qF " $(printf '%s' "$1" | sed 's/ /\\040/g') " /proc/self/mounts; }

bind() {
    local from=$1 to=$2
    if is_mounted "$to"; then return; fi
    as_root mkdir -p "$to"
    as_root mount --bind "$from" "$to"
}

# Tests run side by side, and two mounts over each other would need two unmounts.
one_at_a_time() {
    local dir=$1
    shift
    (
        flock 9
        "$@"
    ) 9<"$dir"
}

up() {
    local dir=$1 home=$2
    [ "$(cat "$dir/$stamp" 2>/dev/null)" = "$stamp_version" ] || die "nothing is installed in $dir: run '$0 install $dir' first"
    mkdir -p "$home/config" "$home/machines"
    one_at_a_time "$dir" mount_all "$dir" "$home"
    # VirtualBox's own choice would be a folder that is not in the home, whatever HOME says.
    if [ ! -e "$home/config/VirtualBox.xml" ]; then
        run_inside "$dir" "$home" /usr/lib/virtualbox/VBoxManage setproperty machinefolder "$home/machines"
    fi
}

mount_all() {
    local dir=$1 home=$2 point
    for point in "${mount_points[@]}"; do bind "/$point" "$dir/$point"; done
    bind "$home" "$dir$home"
}

# Each home has a VBoxSVC of its own, found by this name; without it, all homes of one user would share one service.
socket_id() { printf 'snapgrove-%s' "$(printf '%s' "$1" | cksum | cut -d ' ' -f 1)"; }

# Prints, one word a line, the start of a command line that runs a program inside the tree, as the calling user: the
# settings files then belong to that user, as they do with a VirtualBox that was installed normally. LC_ALL decides
# whether VBoxManage takes and prints names that are not ASCII.
inside() {
    local dir=$1 home=$2
    if [ "$(id -u)" -ne 0 ]; then printf '%s\n' sudo -n; fi
    printf '%s\n' env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 "HOME=$home" "VBOX_USER_HOME=$home/config" \
        "VBOX_IPC_SOCKETID=$(socket_id "$home")" chroot "--userspec=+$(id -u):+$(id -g)" "$dir"
}

run_inside() {
    local start
    mapfile -t start < <(inside "$1" "$2")
    shift 2
    "${start[@]}" "$@"
}

# The VBoxManage in /usr/bin is Debian's script, which prints a warning about the missing driver on standard output.
write_wrapper() {
    local dir=$1 home=$2 path=$3 start
    up "$dir" "$home"
    mapfile -t start < <(inside "$dir" "$home")
    {
        printf '#!/usr/bin/env bash\n# VBoxManage of the testbed; paths in arguments must be absolute and in the home.\nexec'
        printf ' %q' "${start[@]}" /usr/lib/virtualbox/VBoxManage
        printf ' "$@"\n'
    } >"$path"
    chmod 755 "$path"
}

machines() {
    local dir=$1 home=$2 started=$SECONDS
    up "$dir" "$home"
    if [ -e "$home/.machines-built" ]; then
        say "already in $home"
        return
    fi
    if [ -n "$(ls -A "$home/machines")" ]; then
        die "there is something in $home already, perhaps half-built: take it '$0 down', delete it, and try again"
    fi
    run_inside "$dir" "$home" python3 - build "$home" <"$here/machines.py"
    # What follows is done to the files, and the service would overwrite them.
    stop_service "$home"
    run_inside "$dir" "$home" python3 - finish "$home" <"$here/machines.py"
    touch "$home/.machines-built"
    say "machines built in $((SECONDS - started)) s, $(du -sh "$home" | cut -f 1)"
}

dump() {
    up "$1" "$2"
    run_inside "$1" "$2" python3 - <"$here/dump.py"
}

# Processes that ended meanwhile are no error.
service_processes() {
    as_root grep -lzx "VBOX_IPC_SOCKETID=$(socket_id "$1")" /proc/[0-9]*/environ 2>/dev/null |
        cut -d / -f 3 || true
}

# VBoxSVC ends by itself some seconds after its last client; a kill before that could cut a settings file short.
stop_service() {
    local tries=0 left
    while left=$(service_processes "$1") && [ -n "$left" ]; do
        tries=$((tries + 1))
        if [ "$tries" -eq 20 ]; then
            say "the service of $1 does not end by itself; ending it"
            # shellcheck disable=SC2086 # a list of process numbers
            as_root kill $left 2>/dev/null || true
        elif [ "$tries" -gt 40 ]; then
            die "processes of $1 do not end: $left"
        fi
        sleep 0.5
    done
}

mounts_below() { sed 's/\\040/ /g' /proc/self/mounts | cut -d ' ' -f 2- | grep -F "$1/" | sed 's/ [^ ]* [^ ]* [0-9]* [0-9]*$//' || true; }

down() {
    local dir=$1 home=$2
    stop_service "$home"
    one_at_a_time "$dir" unmount_all "$dir" "$home"
}

unmount_all() {
    local dir=$1 home=$2 point
    if is_mounted "$dir$home"; then as_root umount "$dir$home"; fi
    as_root rmdir "$dir$home" 2>/dev/null || true
    # Another home may still be up in the same tree.
    if [ "$(mounts_below "$dir" | wc -l)" -gt "${#mount_points[@]}" ]; then return; fi
    for point in "${mount_points[@]}"; do
        if is_mounted "$dir/$point"; then as_root umount "$dir/$point"; fi
    done
}

remove() {
    local dir=$1
    if [ ! -e "$dir/$stamp" ]; then
        if [ -n "$(ls -A "$dir" 2>/dev/null)" ]; then die "$dir is no testbed: it stays"; fi
        return 0
    fi
    # Deleting through a bind mount would delete somebody's home, or the computer's devices.
    if [ -n "$(mounts_below "$dir")" ]; then die "still up, run 'down' for its homes first; mounted: $(mounts_below "$dir" | tr '\n' ' ')"; fi
    as_root rm -rf --one-file-system -- "$dir"
}

# What CI runs: the tests that a real VirtualBox takes part in. Those that kill it at random moments are left to a person
# with an hour: a few runs prove nothing, and VirtualBox's own service dies now and then without being killed.
tests=(virtualbox_testbed image_virtualbox virtualbox_changes virtualbox_traps virtualbox_interruptions
    forecast_virtualbox jobs_virtualbox health_virtualbox)

run_tests() {
    local dir=$1 home=$2 result=0
    local cargo=(cargo test --locked --manifest-path "$here/../../Cargo.toml")
    install_testbed "$dir"
    machines "$dir" "$home"
    export SNAPGROVE_TESTBED=$dir SNAPGROVE_TESTBED_HOME=$home
    "${cargo[@]}" "${tests[@]/#/--test=}" -- --ignored --nocapture --skip is_killed || result=$?
    SNAPGROVE_SEQUENCES=5 SNAPGROVE_STEPS=20 SNAPGROVE_SEED=1000 \
        "${cargo[@]}" --test sandbox_differential -- --ignored --nocapture || result=$?
    down "$dir" "$home"
    return "$result"
}

usage() {
    sed -n '2,/^$/{/^#/!q;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}" >&2
    exit 2
}

main() {
    local command=${1:-} dir=${2:-} home=${3:-}
    case $command in
    install | remove | test)
        dir=$(absolute "${dir:-$(default_dir)}")
        home=$(absolute "${home:-${SNAPGROVE_TESTBED_HOME:-$dir-home}}")
        ;;
    up | wrapper | machines | dump | down)
        if [ -z "$dir" ] || [ -z "$home" ]; then usage; fi
        dir=$(absolute "$dir")
        home=$(absolute "$home")
        # Deleting one must never delete the other.
        case $home/ in "$dir"/*) die "$home must not be inside $dir" ;; esac
        ;;
    *) usage ;;
    esac
    case $command in
    install) install_testbed "$dir" ;;
    up) up "$dir" "$home" ;;
    wrapper) write_wrapper "$dir" "$home" "${4:?the path of the wrapper to write}" ;;
    machines) machines "$dir" "$home" ;;
    dump) dump "$dir" "$home" ;;
    down) down "$dir" "$home" ;;
    remove) remove "$dir" ;;
    test) run_tests "$dir" "$home" ;;
    esac
}

main "$@"
