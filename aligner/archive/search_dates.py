"""The format of dates in a search."""

from __future__ import annotations

import re
from typing import Final

DATE: Final = re.compile(r"\d{4}(-\d\d){0,2}")
"""A year, a month or a day in ISO 8601."""
