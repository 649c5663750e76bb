#!/bin/sh
# Run a command that drives a browser. Usage: tools/with_browser.sh COMMAND...
#
# The command finds a Chromium named by CHROMIUM, and a Playwright whose driver starts. What the system lacks is
# installed with apt as root; without root it is unpacked into .venv/debian, with wrappers in .venv/bin.
set -u
cd -- "$(dirname -- "$0")/.." || exit 1
. tools/debian.sh
unpacked_root=.venv/debian

fail() {
    echo "$*" >&2
    exit 1
}

starts() {
    "$@" --version >/dev/null 2>&1 </dev/null
}

find_chromium() {
    for name in "$PWD/.venv/bin/chromium" chromium chromium-browser google-chrome google-chrome-stable \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
        /Applications/Chromium.app/Contents/MacOS/Chromium; do
        CHROMIUM=$(command -v "$name") && starts "$CHROMIUM" && return
    done
    return 1
}

# wrap NAME PROGRAM: make .venv/bin/NAME, which runs PROGRAM with the unpacked libraries and fonts.
wrap() {
    libraries=$(cd "$unpacked_root" && find . \( -name '*.so' -o -name '*.so.[0-9]*' \) -exec dirname {} \; |
        sort -u | sed 's|^\.|$root|' | paste -sd: -)
    cat >"$unpacked_root/fonts.conf" <<CONF
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>$PWD/$unpacked_root/usr/share/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>$PWD/$unpacked_root/font-cache</cachedir>
</fontconfig>
CONF
    cat >".venv/bin/$1" <<WRAPPER
#!/bin/sh
# Made by tools/with_browser.sh: a program with the Debian packages that it unpacked without root.
root="$PWD/$unpacked_root"
export LD_LIBRARY_PATH="$libraries\${LD_LIBRARY_PATH:+:\$LD_LIBRARY_PATH}"
export FONTCONFIG_FILE="\$root/fonts.conf"
exec "$2" "\$@"
WRAPPER
    chmod +x ".venv/bin/$1"
}

prepare_chromium() {
    if [ -n "${CHROMIUM:-}" ]; then
        starts "$CHROMIUM" && return
        fail "CHROMIUM names $CHROMIUM, which is no browser that starts: correct it, or leave it out."
    fi
    find_chromium && return
    apt_install chromium && find_chromium && return
    apt_unpack "$unpacked_root" chromium && wrap chromium "\$root/usr/lib/chromium/chromium"
    find_chromium || fail "The browser tests need Chromium, and it could not be installed here:" \
        "install Chromium or Google Chrome, or name one: make test CHROMIUM=/path/to/chrome"
}

driver_starts() {
    starts .venv/bin/python -m playwright
}

# A small Debian lacks the one library that Playwright's driver needs beyond the C++ one.
prepare_driver() {
    wrapper=$PWD/.venv/bin/playwright-node
    [ -x "$wrapper" ] && export PLAYWRIGHT_NODEJS_PATH="$wrapper"
    driver_starts && return
    apt_install libatomic1 && driver_starts && return
    for node in "$PWD"/.venv/lib/python3*/site-packages/playwright/driver/node; do
        apt_unpack "$unpacked_root" libatomic1 && wrap playwright-node "$node"
    done
    export PLAYWRIGHT_NODEJS_PATH="$wrapper"
    driver_starts || fail "Playwright, which drives the browser in the tests, does not start here:" \
        "run .venv/bin/python -m playwright --version to see why; on Debian, install libatomic1."
}

prepare_chromium
prepare_driver
export CHROMIUM
exec "$@"
