"""Compare multilingual United Nations texts: alignment, revisions, and both at once."""

from __future__ import annotations

__version__ = "0.1.0"
