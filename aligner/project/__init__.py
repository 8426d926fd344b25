"""Saved work: what was compared, which rows were read, which findings were dismissed.

`values` says what a project is, `timeline` how a step is undone, `store` how it lies on
disk (`codec`, `migrate`), and `recent` which ones were opened last.
"""
