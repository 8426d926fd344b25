"""Documents laid out like issued ones, whose text is known: gold for the PDF reader."""
