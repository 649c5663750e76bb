"""The Keras program of the present settings, to read, to copy and to take away."""

import streamlit as st

__all__ = ["code_panel"]


def code_panel(python_source: str, notebook_json: str, file_stem: str, key: str) -> None:
    """Show a program with a copy button, and offer it as a script and as a notebook.

    Args:
        python_source: The program.
        notebook_json: The same program as a notebook (nbformat 4), JSON text.
        file_stem: Name of the downloaded files, without ``.py`` and ``.ipynb``.
        key: Start of the keys of the two buttons; unique on the page.
    """
    st.code(python_source, language="python")
    with st.container(horizontal=True):
        # A download changes nothing on the page, so the script does not run again.
        st.download_button(
            f"Download {file_stem}.py",
            python_source,
            file_name=f"{file_stem}.py",
            mime="text/x-python",
            key=f"{key}_py",
            icon=":material/download:",
            on_click="ignore",
        )
        st.download_button(
            f"Download {file_stem}.ipynb",
            notebook_json,
            file_name=f"{file_stem}.ipynb",
            mime="application/x-ipynb+json",
            key=f"{key}_ipynb",
            icon=":material/download:",
            on_click="ignore",
        )
