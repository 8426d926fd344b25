"""Compare languages × drafts: rows, amendments, and whether each was carried over to every language."""
