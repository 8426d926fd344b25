"""What the commands of `aligner.cli` share."""
