"""Saved work: the comparison, the rows reviewed and the findings dismissed.

`saved_work` defines a project, `timeline` undoes steps, `store` reads and writes projects on
disk (through `database` and `project_tables`), `salvage` reads what is left of a damaged one,
`recovery` keeps copies of work that is in no file yet, and `recent` lists the projects opened last.
"""
