"""Compose the stages, from files to results."""
