"""Saved work: the comparison, the rows reviewed and the findings dismissed.

`saved_work` defines a project, `timeline` undoes steps, `store` reads and writes it on
disk (`codec`, `migrate`), and `recent` which ones were opened last.
"""
