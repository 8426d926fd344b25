"""The one-page summary of what changed, as a web page, a Word document and a PDF."""
