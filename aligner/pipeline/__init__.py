"""The one place that composes the stages: from files to results."""
