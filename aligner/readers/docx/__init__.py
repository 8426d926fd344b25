"""Word documents as lines: the package, its paragraphs, numbers, notes and tracked changes."""
