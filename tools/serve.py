"""Start the dashboard, or say in one sentence why it cannot start: ``make run`` calls this."""

from __future__ import annotations

import argparse
import errno
import os
import socket
import sys
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parent.parent
EVERY_ADDRESS = ("0.0.0.0", "::")
# How many ports above the one in use are tried before none is suggested.
NEARBY_PORTS = 50


class CannotStartError(Exception):
    """One sentence for the person who typed ``make run``."""


def parse_port(text: str) -> int:
    """Read a port.

    Raises:
        CannotStartError: not a whole number from 1 to 65535.
    """
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= 65535):
        raise CannotStartError(f"PORT must be a whole number from 1 to 65535; received: {text or 'nothing'}.")
    return int(text)


def refusal(address: str, port: int) -> OSError | None:
    """Return why the system refuses to serve on this address and port, or None when it does not."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            address, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            # As the server does: a port left a moment ago is free, one that is listened to is not.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except OSError as error:
        return error
    return None


def free_port_after(address: str, port: int) -> int | None:
    """Return the next free port, or None when none of those nearby is free."""
    nearby = range(port + 1, min(port + NEARBY_PORTS, 65535) + 1)
    return next((candidate for candidate in nearby if refusal(address, candidate) is None), None)


def check(address: str, port: int) -> None:
    """Make sure that the dashboard can serve there.

    Raises:
        CannotStartError: the port is in use or reserved, or the address is not one of this machine.
    """
    error = refusal(address, port)
    if error is None:
        return
    if error.errno == errno.EADDRINUSE:
        other = free_port_after(address, port)
        remedy = f"make run PORT={other}" if other else "make run PORT=<another port>"
        raise CannotStartError(
            f"Port {port} is in use, perhaps by a dashboard that is already running: "
            f"stop that program, or choose another port: {remedy}"
        )
    if error.errno == errno.EACCES:
        raise CannotStartError(
            f"Port {port} is reserved for the system: choose one above 1023, such as make run PORT=8501"
        )
    raise CannotStartError(
        f"ADDRESS={address} is not an address of this machine: "
        "use 127.0.0.1 for yourself or 0.0.0.0 for a class."
    )


def announcement(address: str, port: int) -> str:
    """Return the line that tells people where to go."""
    if address in EVERY_ADDRESS:
        where = f"http://localhost:{port} (from other machines: http://{socket.gethostname()}:{port})"
    else:
        host = "localhost" if address == "127.0.0.1" else f"[{address}]" if ":" in address else address
        where = f"http://{host}:{port}"
    return f"The dashboard is at {where}; Ctrl-C stops it."


def main() -> None:
    """Check, announce, and become ``streamlit run``, so that signals reach the server itself."""
    parser = argparse.ArgumentParser(description="Start the dashboard.")
    parser.add_argument("--port", default="8501")
    parser.add_argument("--address", default="127.0.0.1")
    options = parser.parse_args()
    try:
        port = parse_port(options.port)
        check(options.address, port)
    except CannotStartError as error:
        sys.exit(str(error))
    print(announcement(options.address, port), flush=True)
    command = [sys.executable, "-m", "streamlit", "run", str(PROJECT_ROOT / "dashboard" / "app.py")]
    command += ["--server.port", str(port), "--server.address", options.address]
    command += ["--logger.hideWelcomeMessage", "true"]  # the line above says it already
    os.execv(command[0], command)


if __name__ == "__main__":
    main()
