"""Excel workbooks: written for people, and read for the tables of languages in them."""
