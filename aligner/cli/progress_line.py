"""How far a run is, on one line of a terminal, while somebody waits for it."""

from __future__ import annotations

import sys
from typing import TextIO


class ProgressLine:
    """One line on a terminal that says how far things are; nothing anywhere else."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._shown = 0
        self.active = self._stream.isatty()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show a stage: how many of how many are done."""
        if not self.active:
            return
        text = f"{stage} {done}/{total}" if total else stage
        self._stream.write("\r" + text.ljust(self._shown))
        self._stream.flush()
        self._shown = len(text)

    def clear(self) -> None:
        """Wipe the line, before anything else is written."""
        if self.active and self._shown:
            self._stream.write("\r" + " " * self._shown + "\r")
            self._stream.flush()
            self._shown = 0
