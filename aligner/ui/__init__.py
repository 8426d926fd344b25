"""The Streamlit front end; imported only when the app runs.

`streamlit_app.run` configures the page and shows either the `first_screen` (choosing
documents) or the `workbench` (the open project). `aligner.view` computes what is shown, and
`aligner.formats.html.fragments` renders it as HTML, which never passes through Streamlit's markdown.
"""
