"""The app's server for browser tests, which open the example some forty times.

The example is compared once, for the first visitor; the others are given the same frozen values. Equal
comparisons are checked once, and their words are linked once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import ParamSpec, TypeVar

from aligner.ui import local_server
from aligner.ui.state import redraws, running

P = ParamSpec("P")
T = TypeVar("T")

POLL_SECONDS = 0.5  # between two looks at work in a thread, most of which is done at once here


def once(prepare: Callable[..., Callable[P, T]]) -> Callable[..., Callable[P, T]]:
    """Do the work that `prepare` returns once for equal comparisons, and for what else it is given."""
    known: list[tuple[tuple[object, ...], T]] = []

    @wraps(prepare)
    def prepared(*sources: object) -> Callable[P, T]:
        work = prepare(*sources)

        def worked(*args: P.args, **named: P.kwargs) -> T:
            for earlier, result in known:
                if earlier == sources:
                    return result
            result = work(*args, **named)
            known.append((sources, result))
            return result

        return worked

    return prepared


if __name__ == "__main__":
    running.compare_bundled = cache(running.compare_bundled)
    running.prepare_check = once(running.prepare_check)
    running.prepare_word_linkers = once(running.prepare_word_linkers)
    redraws._POLL_SECONDS = POLL_SECONDS
    local_server.main()
