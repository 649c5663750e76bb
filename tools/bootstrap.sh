#!/bin/sh
# Make the environment in .venv, or bring it up to date. Usage: tools/bootstrap.sh run|dev
#
# `run` installs requirements.txt, `dev` requirements-dev.txt (which includes the first). What is installed is
# remembered by checksum, so that a second call returns at once. A call that was interrupted half-way leaves
# .venv/incomplete behind, and the next one starts afresh: half a package looks whole to pip.
set -u
cd -- "$(dirname -- "$0")/.." || exit 1
. tools/debian.sh

fail() {
    echo "$*" >&2
    exit 1
}

# Whether this interpreter has a version that TensorFlow is built for.
is_supported() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

find_python() {
    seen=
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        is_supported "$candidate" && python=$candidate && return
        version=$("$candidate" --version 2>&1) && seen="$seen $version ($(command -v "$candidate")),"
    done
    seen=${seen:-" none,"}
    fail "Python 3.11, 3.12 or 3.13 is needed; found:${seen%,}. Install one of them, or name it:" \
        "make run PYTHON=/path/to/python3.11"
}

# A system upgrade or a removed interpreter leaves a .venv whose Python is gone or looks for another folder.
venv_works() {
    is_supported .venv/bin/python && .venv/bin/python -c '
import pathlib, sys, sysconfig
sys.exit(sys.prefix == sys.base_prefix or not pathlib.Path(sysconfig.get_path("purelib")).is_dir())'
}

has_ensurepip() {
    "$python" -c 'import ensurepip' 2>/dev/null
}

create_venv() {
    find_python
    [ -e .venv ] && echo "The environment in .venv is not complete: making it again."
    rm -rf .venv && mkdir .venv && : >.venv/incomplete ||
        fail "Cannot write the environment in $PWD/.venv: make that folder writable, or copy the project elsewhere."
    # Debian keeps ensurepip, which puts pip into an environment, in a package of its own.
    package=python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv
    has_ensurepip || apt_install "$package" || true
    if has_ensurepip; then
        "$python" -m venv .venv || fail "Python could not make an environment in $PWD/.venv: see its message above."
    else
        create_venv_without_ensurepip
    fi
}

create_venv_without_ensurepip() {
    remedy="install the package $package (apt-get install $package) and run the same command again."
    "$python" -m venv --without-pip .venv || fail "Python could not make an environment: $remedy"
    "$python" -m pip --python .venv/bin/python --version >/dev/null 2>&1 && return
    apt_unpack .venv/pip-wheel python3-pip-whl || fail "Python has no pip here: $remedy"
    for wheel in .venv/pip-wheel/usr/share/python-wheels/pip-*.whl; do
        .venv/bin/python "$wheel/pip" install -q --no-index "$wheel" || fail "Python has no pip here: $remedy"
    done
    rm -rf .venv/pip-wheel
}

pip() {
    if .venv/bin/python -c 'import pip' 2>/dev/null; then
        .venv/bin/python -m pip --disable-pip-version-check --no-input "$@"
    else
        find_python
        "$python" -m pip --python .venv/bin/python --disable-pip-version-check --no-input "$@"
    fi
}

# install STAMP FILE...: install the last file, unless exactly these files are installed already.
install() {
    stamp=.venv/$1.installed
    shift
    wanted=$(cat "$@" | cksum)
    [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && return
    for requirements in "$@"; do :; done
    echo "Installing $requirements into .venv; the first time takes a minute or two and about 2 GB of disk."
    quiet=-q
    [ -t 1 ] && quiet= # a person sees the progress, a log only the faults
    : >.venv/incomplete
    # shellcheck disable=SC2086
    if ! pip install $quiet -r "$requirements"; then
        rm -f .venv/incomplete # pip gave up in good order; what was there still works
        fail "The packages of $requirements could not be installed: see the message above, check the network" \
            "and the space on the disk, and run the same command again."
    fi
    echo "$wanted" >"$stamp"
    rm -f .venv/incomplete
}

trap 'exit 130' INT TERM
[ -f requirements.txt ] || fail "There is no requirements.txt in $PWD: is the copy of the project complete?"
# Two calls at once (make run beside make test) take turns, where the system has flock.
exec 9<tools/bootstrap.sh
if command -v flock >/dev/null; then flock 9; fi

if [ -e .venv/incomplete ] || ! venv_works; then
    create_venv
fi
case ${1:-run} in
run) install run requirements.txt ;;
dev) install dev requirements.txt requirements-dev.txt ;;
*) fail "Usage: tools/bootstrap.sh run|dev; received: $1" ;;
esac
