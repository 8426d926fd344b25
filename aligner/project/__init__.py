"""Saved work: the comparison, the rows reviewed and the findings dismissed.

`saved_work` defines a project, `timeline` undoes steps, `store` reads and writes projects on
disk (using `codec` and `migrate`), and `recent` lists the ones opened last.
"""
