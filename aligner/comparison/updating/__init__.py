"""Build a language's new draft from the changes in the pivot.

`behind`          languages whose newest draft lacks amendments of the pivot
`correspondence`  the paragraphs of the language that each change affects, and their new order
`labels`          paragraph numbers after renumbering, in the language's own form
`values_in_place` numbers, dates and symbols replaced in the language's own form
`terms_in_place`  a glossary's terms, countries and bodies replaced from the language's tables
`memory`          proposals from a translation memory or the set's own paragraphs
`edits`           one edited paragraph: certain edits are applied, the others left to a person
`entries`         the paragraphs that result from one group of changes
`material`        the input: drafts, word links and translation memory
`plan`            the whole draft
"""
