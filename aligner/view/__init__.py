"""What to show of a `Comparison`, without a word of HTML.

Pure: the report, the app and every format ask this package, so that they cannot disagree.
`build.build` does the work; `single_result` makes a `Comparison` of a single alignment or
revision, so that those are shown the same way.
"""
