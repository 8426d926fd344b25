"""PDF files as lines: glyphs, their places, and the order of reading."""
