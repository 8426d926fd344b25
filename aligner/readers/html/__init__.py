"""Web pages as lines: the text that a browser shows."""
