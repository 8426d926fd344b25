"""Build a language's new draft from the pivot's changes.

`behind`             the languages whose newest draft lacks amendments of the pivot
`labels`             paragraph numbers after renumbering, in the language's own form
`values_in_place`    replaces numbers, dates and symbols, and extends lists of resolutions
`memory`             terms of a glossary, names from the tables, and proposals from a translation memory
`edits`              updates one edited paragraph: applies certain edits, leaves others to a person
`material`           the input: drafts, word links and memory; which paragraphs each change affects
`plan`               the whole draft, group of changes by group of changes
"""
