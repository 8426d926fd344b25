"""The steps of segmentation, each a module of its own.

    rows        an extract's lines, measured
    furniture   what belongs to the page and not to the text
    footnotes   the notes at the foot of pages, lifted out
    wrapping    whether and at what width a text was wrapped
    joining     which rows belong to one paragraph
    passages    text put together, each character with its origin
    marks       footnote marks inside the text, lifted out
    labels      the numbers paragraphs begin with
    kinds       what each paragraph is in its document
    masthead    what the head of the document says

`aligner.segmentation.segment` composes them.
"""
