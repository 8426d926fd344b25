"""`python -m aligner`: the command line from a checkout, without installing."""

from __future__ import annotations

import sys

from aligner.cli import main

if __name__ == "__main__":
    sys.exit(main())
