"""The documented JSON forms: what writes them and what reads them back."""
