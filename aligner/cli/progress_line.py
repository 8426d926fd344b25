"""Progress of a run, on one line of a terminal."""

from __future__ import annotations

import sys
from typing import TextIO


class ProgressLine:
    """Shows progress on one line of a terminal; silent if the output is not a terminal."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._shown = 0
        self._said = ""
        self.active = self._stream.isatty()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show a stage and its progress."""
        if not self.active:
            return
        text = f"{stage} {done}/{total}" if total else stage
        if text == self._said:
            return  # repeated, as the checks do at every row
        self._stream.write("\r" + text.ljust(self._shown))
        self._stream.flush()
        self._shown, self._said = len(text), text

    def clear(self) -> None:
        """Clear the line before other output."""
        if self.active and self._shown:
            self._stream.write("\r" + " " * self._shown + "\r")
            self._stream.flush()
            self._shown, self._said = 0, ""
