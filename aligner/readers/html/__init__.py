"""Web pages as lines: the text a browser shows."""
