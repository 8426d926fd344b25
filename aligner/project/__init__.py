"""A piece of work that a person keeps: what was compared, what was read, what was set aside.

`values` says what a project is, `timeline` how a step is undone, `store` how it lies on
disk (`codec`, `migrate`), and `recent` which ones were opened last.
"""
