"""Documents laid out as they are issued, whose text is known: gold for what the PDF reader gives."""
