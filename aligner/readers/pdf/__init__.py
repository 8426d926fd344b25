"""PDF files as lines: glyphs, their positions, and reading order."""
