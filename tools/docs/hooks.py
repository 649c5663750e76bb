"""What MkDocs calls while it builds the site: generated parts, and links that differ between site and repository."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # MkDocs runs this file by itself

from tools.docs.command_reference import command_reference  # noqa: E402

_CONTRIBUTING = "contributing.md"


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Return a page's Markdown with its generated part, and with links as the site has them."""
    if page.file.src_uri == _CONTRIBUTING:
        # It stands at the top of the repository, where such files are looked for.
        markdown = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").replace("](docs/", "](")
    markdown = markdown.replace("<!-- commands -->", command_reference())
    return markdown.replace("](../CONTRIBUTING.md)", f"]({_CONTRIBUTING})")
