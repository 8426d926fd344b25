"""The steps of segmentation, each a module of its own.

    measured_rows     an extract's lines with their measures
    furniture         lines at the edges of pages, divided where they have two parts; symbols, page numbers,
                      rules and running heads, set apart from the text
                      (running_heads, text_heads)
    note_blocks       footnotes at the foot of pages, removed from the text, found by the sequence of their
                      numbers (note_sequence, note_evidence); marks that were extracted apart from their
                      notes are put before them
    row_joining       which rows belong to one paragraph, by the habits of the pages (page_survey, wrapping)
                      and the place of each line (page_geometry, line_places), and at which soft returns
                      a paragraph is divided
    note_marks        text put together from rows, each character with its origin, and the footnote marks in
                      it, removed from it
    label_parsing     the numbers that paragraphs begin with, which count up
    paragraph_kinds   the role of each paragraph in its document (resolution_kinds, plain_kinds, titles)
    masthead          symbol, date, agenda item and sponsors in the head of a document

`segment` composes them. `sentences` divides paragraphs, and `citations` names them.
"""
