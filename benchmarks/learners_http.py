"""What a browser asks for over HTTP: a page, with the cookies that come with it, and the event stream of a run."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from http.cookies import SimpleCookie
from typing import Any

OPEN_SECONDS = 60.0


class HttpError(RuntimeError):
    """The server did not answer as it should."""


@contextlib.asynccontextmanager
async def _get(
    address: str, path: str, accept: str, cookies: dict[str, str]
) -> AsyncIterator[tuple[list[tuple[str, str]], asyncio.StreamReader]]:
    """Send a request; give the headers of the answer and its body.

    Raises:
        HttpError: if the answer is not 200.
    """
    host, port = address.split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        lines = [
            f"GET {path} HTTP/1.0",  # 1.0: the body comes as it is and ends with the connection
            f"Host: {address}",
            f"Accept: {accept}",
            "Sec-Fetch-Site: same-origin",
            *(
                [f"Cookie: {'; '.join(f'{name}={value}' for name, value in cookies.items())}"]
                if cookies
                else []
            ),
        ]
        writer.write("\r\n".join([*lines, "", ""]).encode())
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), OPEN_SECONDS)
        status, *rest = head.decode("latin-1").split("\r\n")
        if status.split()[1] != "200":
            raise HttpError(f"Expected the answer 200 to {path}; received {status!r}.")
        yield (
            [
                (name.strip().lower(), text.strip())
                for name, _, text in (line.partition(":") for line in rest)
            ],
            reader,
        )
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


async def open_page(address: str, path: str, cookies: dict[str, str]) -> None:
    """Ask for a page as a browser does, and keep the cookies it sets.

    Args:
        address: of the server, without a scheme.
        path: of the page, with the slash.
        cookies: what the browser has, by name; changed.

    Raises:
        HttpError: if the answer is not 200.
    """
    async with _get(address, path, "text/html,*/*", cookies) as (headers, body):
        await asyncio.wait_for(body.read(), OPEN_SECONDS)
    for name, text in headers:
        if name == "set-cookie":
            cookies |= {name: morsel.value for name, morsel in SimpleCookie(text).items()}


async def run_events(
    address: str, url: str, run_id: str, cookies: dict[str, str]
) -> AsyncIterator[tuple[str, Any]]:
    """Yield the events of a run's stream, each with its data, until the server ends the connection."""
    async with _get(address, f"{url}?run={run_id}", "text/event-stream", cookies) as (_, body):
        event, data = "", ""
        async for raw in body:
            line = raw.decode().rstrip("\r\n")
            field, _, text = line.partition(":")
            if field == "event":
                event = text.strip()
            elif field == "data":
                data += text.strip()
            elif not line and event:
                yield event, json.loads(data or "null")
                event, data = "", ""
