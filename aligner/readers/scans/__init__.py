"""Pages that are only pictures: scans, faxes and photographs of a text.

A text recognition engine, an extra of this package, finds the words on a page and how sure it is of
each. They take the place of a PDF's characters, so that columns, tables, notes and paragraphs are found as
on any other page.
"""
