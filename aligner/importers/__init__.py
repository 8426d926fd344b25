"""Alignments and parallel texts that others made: one small module a format."""
