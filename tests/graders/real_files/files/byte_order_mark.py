# Saved by an editor on Windows: a byte-order mark and CRLF line ends.
# call city [] -> "Zürich"
# quiet

def city():
    """Zwei
    Zeilen."""
    return "Zürich"
