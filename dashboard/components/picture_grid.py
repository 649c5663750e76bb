"""Small pictures in rows that fold on a narrow page, each with its caption as text."""

import base64
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import ArrayLike

from dashboard.charts.pictures import picture_png
from dashboard.charts.pixels import Sheet

__all__ = ["crisp_image", "picture_grid", "sheet_with_table"]

_TILE = (
    '<figure style="margin:0"><img src="data:image/png;base64,{data}" alt="{alt}" '
    'style="width:100%;image-rendering:pixelated;border-radius:4px;display:block">'
    '<figcaption style="font-size:0.8rem;line-height:1.3;padding-top:0.2rem;overflow-wrap:anywhere">{caption}'
    "</figcaption></figure>"
)


def picture_grid(
    images: ArrayLike,
    captions: Sequence[str],
    *,
    alt: str | Sequence[str],
    columns: int = 6,
    key: str,
) -> None:
    """Show pictures with crisp pixels, at most ``columns`` in a row and fewer on a narrow page.

    Args:
        images: Pictures, shape ``(n, height, width)``, or with 1 or 3 channels at the end; whole numbers 0 to
            255 or fractions 0 to 1.
        captions: One caption a picture, plain text.
        alt: What the pictures show, for screen readers: one text for the whole grid, or one a picture.
        columns: The most pictures in a row, at least 1.
        key: The key of the grid's container; unique on the page.

    Raises:
        ValueError: If captions or alternative texts are not as many as the pictures.
    """
    pictures = np.asarray(images)
    # A text for the whole grid goes on the grid; its pictures are then decoration beside their captions.
    texts = [""] * len(pictures) if isinstance(alt, str) else list(alt)
    if not len(pictures) == len(captions) == len(texts):
        raise ValueError(
            f"Expected one caption and one alternative text a picture. Received: {len(pictures)} pictures, "
            f"{len(captions)} captions, {len(texts)} alternative texts"
        )
    tiles = "".join(
        _TILE.format(
            data=base64.b64encode(picture_png(picture)).decode(), alt=escape(text), caption=escape(caption)
        )
        for picture, caption, text in zip(pictures, captions, texts, strict=True)
    )
    # A column is never narrower than its share of the row, nor than 84 pixels: then the row folds.
    share = f"max(84px, (100% - {columns - 1} * 0.6rem) / {columns})"
    layout = f"display:grid;gap:0.6rem;grid-template-columns:repeat(auto-fill, minmax({share}, 1fr))"
    name = f' role="group" aria-label="{escape(alt)}"' if isinstance(alt, str) else ""
    with st.container(key=key):
        st.html(f'<div{name} style="{layout}">{tiles}</div>')


def crisp_image(png: bytes, caption: str, *, alt: str, width: int, key: str) -> None:
    """Show one PNG with crisp pixels at any size: a browser blurs what ``st.image`` enlarges.

    Args:
        png: The picture, such as :func:`dashboard.charts.pictures.weights_sheet` makes.
        caption: Plain text below it; may be empty.
        alt: What the picture shows, for screen readers.
        width: Width in CSS pixels; less where the page is narrower.
        key: The key of the picture's container; unique on the page.
    """
    data = base64.b64encode(png).decode()
    with st.container(key=key):
        st.html(
            f'<img src="data:image/png;base64,{data}" alt="{escape(alt)}" '
            f'style="width:min(100%, {width}px);image-rendering:pixelated;display:block">'
        )
        if caption:
            st.markdown(caption)


def sheet_with_table(
    sheet: Sheet, rows: Sequence[Mapping[str, Any]], *, key: str, width: int | None = None
) -> None:
    """Show numbers as small pictures, the sentence that says what they show, and a table to unfold.

    Args:
        sheet: The pictures.
        rows: The table's rows, each a mapping of column to value, all with the same columns.
        key: The key of the picture's container; unique on the page.
        width: Width in CSS pixels; less where the page is narrower. The sheet's own by default.
    """
    crisp_image(sheet.png, sheet.summary, alt=sheet.summary, width=width or sheet.width, key=key)
    with st.expander("Show the numbers as a table"):
        columns = list(rows[0]) if rows else []
        st.table(
            {column: [row[column] for row in rows] for column in columns}, hide_index=True, alt=sheet.summary
        )
