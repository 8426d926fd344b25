"""File formats: a module for each, with its writer, its reader if it has one, and what it carries."""
