"""Build the new draft of a language from the pivot's changes.

`correspondence` which paragraphs of the language each change of the pivot concerns, in what order
`labels`         the number of a paragraph after renumbering, in the language's own form
`values_in_place` numbers, dates and symbols replaced in the language's own form
`memory`         proposals from pairs of texts
`edits`          one edited paragraph: what is replaced, and what is asked
`plan`           the whole draft
"""
