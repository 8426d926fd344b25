"""What to show of a `Comparison`, independent of HTML.

Pure functions shared by the report, the app and every format, so that these cannot disagree.
`build.build` does the work; `comparison.single_result` makes a `Comparison` of a single alignment or
revision, so that it is shown the same way.
"""
