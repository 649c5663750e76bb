"""Streamlit's front end from memory: the same files, compressed, and nothing that is not one of them."""

import asyncio
import gzip
from pathlib import Path

import pytest
from streamlit import file_util

from dashboard.static_files import FrontEnd

INDEX = '<head><script type="module" crossorigin src="./static/js/main.js"></script></head>'


class Rest:
    """The rest of the server: notes what is left to it."""

    def __init__(self):
        self.asked = []

    async def __call__(self, scope, _receive, _send):
        self.asked.append(scope.get("path", scope["type"]))


@pytest.fixture
def rest():
    return Rest()


@pytest.fixture
def front_end(tmp_path, rest):
    (tmp_path / "static" / "js").mkdir(parents=True)
    (tmp_path / "static" / "js" / "main.js").write_text("const answer = 42;\n" * 100)
    (tmp_path / "static" / "font.woff2").write_bytes(bytes(range(256)))
    (tmp_path / "static" / "huge.js").write_bytes(b" " * 3_000_000)
    (tmp_path / "index.html").write_text(INDEX)
    (tmp_path / "secret.txt").write_text("not for you")
    return FrontEnd(rest, tmp_path)


def ask(front_end, path, encoding="gzip, br", method="GET", **scope):
    """Return headers and body; empty ones where the rest of the server was asked."""
    headers, bodies = {}, []

    async def send(message):
        headers.update({name.decode(): value.decode() for name, value in message.get("headers", ())})
        bodies.append(message.get("body", b""))

    whole = {
        "type": "http",
        "method": method,
        "path": path,
        "headers": [(b"accept-encoding", encoding.encode())],
        **scope,
    }
    asyncio.run(front_end(whole, None, send))
    return headers, b"".join(bodies)


def test_a_script_goes_compressed_and_for_good(front_end):
    headers, body = ask(front_end, "/static/js/main.js")

    assert gzip.decompress(body).startswith(b"const answer")
    assert headers["content-encoding"] == "gzip"
    assert headers["content-length"] == str(len(body))
    assert "javascript" in headers["content-type"]
    assert "immutable" in headers["cache-control"]


def test_a_browser_that_takes_no_compression_gets_the_file_as_it_is(front_end):
    headers, body = ask(front_end, "/static/js/main.js", encoding="")

    assert body.startswith(b"const answer")
    assert "content-encoding" not in headers


def test_a_font_is_compressed_already(front_end):
    headers, body = ask(front_end, "/static/font.woff2")

    assert body == bytes(range(256))
    assert "content-encoding" not in headers


@pytest.mark.parametrize(
    "path", ["/", "/home", "/glossary", "/project", "/lesson-hands-on-vision", "/exercise-callbacks"]
)
def test_every_page_says_where_the_server_is_before_its_scripts_run(front_end, path):
    headers, body = ask(front_end, path, encoding="")

    text = body.decode()
    assert text.index("BACKEND_BASE_URL") < text.index('type="module"')
    assert headers["cache-control"] == "no-cache"
    assert headers["content-type"] == "text/html"


@pytest.mark.parametrize(
    "path",
    [
        "/static/../secret.txt",
        "/static/%2e%2e/secret.txt",
        "/secret.txt",
        "/static/js/none.js",
        "/static/huge.js",
        "/static/js",
        "/_stcore/health",
        "/lesson-x/_stcore/health",
        "/runs/events",
    ],
)
def test_everything_else_is_left_to_the_server(front_end, rest, path):
    assert ask(front_end, path) == ({}, b"")
    assert rest.asked == [path]


def test_other_methods_and_apps_mounted_below_a_path_are_left_to_the_server(front_end, rest):
    ask(front_end, "/", method="POST")
    ask(front_end, "/", root_path="/app")

    assert rest.asked == ["/", "/"]


def test_a_start_page_of_another_shape_is_left_to_streamlit(front_end, rest, tmp_path):
    (tmp_path / "index.html").write_text("<head>a later version</head>")

    ask(front_end, "/")

    assert rest.asked == ["/"]


def test_what_a_first_visit_needs_is_read_before_it(front_end, rest, tmp_path):
    asyncio.run(front_end({"type": "lifespan"}, None, None))
    (tmp_path / "static" / "js" / "main.js").unlink()

    headers, _ = ask(front_end, "/static/js/main.js")

    assert headers["content-encoding"] == "gzip"
    assert rest.asked == ["lifespan"]


def test_the_installed_streamlit_has_the_start_page_that_is_expected():
    folder = Path(file_util.get_static_dir())
    front_end = FrontEnd(Rest(), folder)
    front_end.load_first()

    _, body = ask(front_end, "/", encoding="")

    assert b"BACKEND_BASE_URL" in body
    assert len(front_end._kept) > 20
