"""Word files: redlines, side-by-side tables, comments."""
