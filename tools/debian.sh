# Debian packages for the scripts beside this one: installed as root, or only unpacked where there is no root.
# shellcheck shell=sh

can_be_root() {
    [ "$(id -u)" -eq 0 ] || { command -v sudo && sudo -n true; } >/dev/null 2>&1
}

# Run a command as root: directly, or through a sudo that asks for no password.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

# apt_install PACKAGE...: install into the system. Fails without apt or without root.
apt_install() {
    command -v apt-get >/dev/null && can_be_root || return 1
    echo "Installing with apt: $*" >&2
    as_root apt-get update -qq >&2 || true # a stale list is still worth a try
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@" >/dev/null
}

# apt_unpack FOLDER PACKAGE...: unpack below FOLDER the packages, and whatever they need that this system lacks.
# No root: apt keeps its lists and its cache in a folder of ours, and only the files of the packages are used.
apt_unpack() {
    command -v apt-get >/dev/null && command -v dpkg >/dev/null || return 1
    unpacked=$(mkdir -p -- "$1" && cd -- "$1" && pwd) || return 1 # apt wants absolute paths
    shift
    apt_home=$unpacked.apt
    mkdir -p "$apt_home/lists/partial" "$apt_home/archives/partial" || return 1
    echo "Unpacking with apt, without root: $*" >&2
    apt_private "$apt_home" update >&2 || true
    apt_private "$apt_home" install -y --download-only --no-install-recommends "$@" >&2 || return 1
    for package in "$apt_home"/archives/*.deb; do
        dpkg -x "$package" "$unpacked" || return 1
    done
    rm -rf "$apt_home"
}

apt_private() {
    state=$1
    shift
    apt-get -qq -o Dir::State="$state" -o Dir::Cache="$state" -o Debug::NoLocking=1 -o Acquire::Retries=3 "$@"
}
