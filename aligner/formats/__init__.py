"""File formats: what each writes and reads."""
