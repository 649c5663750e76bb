"""The editor's Python side, and the bundle that goes with it. The browser side is in tests/e2e."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.components import code_editor as package
from dashboard.components.code_editor import _current_text, code_editor

PROJECT = Path(__file__).parents[3]
FRONTEND = PROJECT / "tools" / "frontend"
FOLDER = Path(package.__file__).parent


class TestTextInPython:
    def test_before_the_browser_speaks_it_is_the_starting_text(self):
        assert _current_text(None, "a = 1\r\n", 0) == "a = 1\n"

    def test_then_it_is_what_the_browser_sent(self):
        assert _current_text({"text": "a = 2", "reset_token": 0}, "a = 1", 0) == "a = 2"

    def test_text_written_before_a_reset_no_longer_counts(self):
        assert _current_text({"text": "old", "reset_token": 0}, "stub", 1) == "stub"

    def test_text_of_an_older_session_still_counts_when_the_counter_starts_again(self):
        assert _current_text({"text": "mine", "reset_token": 3}, "stub", 0) == "mine"

    @pytest.mark.parametrize("document", ["text", {}, {"text": 5, "reset_token": 0}, {"text": "x"}, []])
    def test_anything_else_from_a_browser_is_ignored(self, document):
        assert _current_text(document, "stub", 0) == "stub"


class TestArguments:
    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"draft_key": ""}, "draft_key and a label"),
            ({"label": ""}, "draft_key and a label"),
            ({"language": "java"}, 'language "python" or "text". Received: \'java\''),
            ({"height": 10}, "at least 80 pixels. Received: 10"),
        ],
    )
    def test_a_wrong_argument_is_named_in_a_sentence(self, changes, message):
        with pytest.raises(ValueError, match=message):
            code_editor("key", "", **{"draft_key": "d", "label": "l", **changes})


def test_it_mounts_in_an_app_and_returns_the_starting_text():
    def script():
        import streamlit as st

        from dashboard.components.code_editor import code_editor

        st.text(code_editor("editor", "x = 1", draft_key="d", label="Code"))

    app = AppTest.from_function(script, default_timeout=120).run()
    assert not app.exception
    assert app.text[0].value == "x = 1"


class TestBundle:
    def test_it_was_built_from_the_present_sources(self):
        digest = hashlib.sha256()
        for name in ("src/code_editor.js", "package-lock.json"):
            digest.update((FRONTEND / name).read_bytes())
        bundle = (FOLDER / "code_editor.js").read_text(encoding="utf-8")
        assert f"// sources: {digest.hexdigest()}" in bundle, (
            "code_editor.js is stale: run `npm ci && npm run build` in tools/frontend"
        )

    def test_it_asks_no_other_machine_for_anything(self):
        bundle = (FOLDER / "code_editor.js").read_text(encoding="utf-8")
        # Names of XML vocabularies look like addresses and are none.
        assert set(re.findall(r"https?://[\w.]+", bundle)) <= {"http://www.w3.org"}
        assert not re.search(r"\b(fetch|XMLHttpRequest|importScripts)\b|\bimport\(", bundle)

    def test_it_has_line_breaks_so_that_streamlit_takes_it_for_a_script(self):
        assert (FOLDER / "code_editor.js").read_text(encoding="utf-8").strip().count("\n") > 10

    def test_every_bundled_package_has_its_licence_beside_it(self):
        licences = (FOLDER / "LICENSES.txt").read_text(encoding="utf-8")
        lock = json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf-8"))
        bundled = {
            (path.removeprefix("node_modules/"), entry["version"])
            for path, entry in lock["packages"].items()
            if path and not entry.get("dev")
        }
        missing = [f"{name} {version}" for name, version in bundled if f"{name} {version} (" not in licences]
        assert missing == []
