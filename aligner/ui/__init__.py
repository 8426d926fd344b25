"""The Streamlit front end; imported only when it runs.

`main` configures the page and chooses between `start` (which documents) and `reading`
(what to see of them). What is shown is computed by `aligner.view`, written by
`aligner.formats.html.fragments`, and never passes through Streamlit's markdown.
"""
