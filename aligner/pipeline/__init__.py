"""Composes the stages: from files to results."""
