"""Compare languages and drafts: rows, amendments, and whether each was carried over everywhere."""
