"""Languages × drafts on one page: rows, amendments, and whether each reached every language."""
