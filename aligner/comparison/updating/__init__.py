"""Build a language's new draft from the pivot's changes.

`behind`             the languages whose newest draft lacks amendments of the pivot
`labels`             paragraph numbers after renumbering, in the language's own form
`values_in_place`    replaces numbers, dates and symbols, in the language's own form
`terms_in_place`     replaces the terms of a glossary, and countries and bodies from the tables
`listed_references`  extends lists of resolutions as the pivot's were extended
`memory`             proposals from a translation memory or the set's own paragraphs
`passage`            an amended passage of the pivot and its counterpart
`edits`              updates one edited paragraph: applies certain edits, leaves others to a person
`entries`            the paragraphs that result from one group of changes
`material`           the input: drafts, word links and memory; which paragraphs each change affects
`plan`               the whole draft
"""
