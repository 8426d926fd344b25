"""When Python collects garbage, and in which objects it looks for it."""

import gc
from collections.abc import Callable
from functools import partial
from typing import Final

from aligner.values.shared_setting import SharedSetting

_YOUNG_OBJECTS: Final = 20_000  # Python's default is 700 to 2,000


def _collect_rarely() -> Callable[[], None]:
    usual = gc.get_threshold()
    gc.set_threshold(max(usual[0], _YOUNG_OBJECTS) if usual[0] else 0, *usual[1:])
    return partial(gc.set_threshold, *usual)


rare_collections: Final = SharedSetting(_collect_rarely)
"""Collect garbage only after many new objects, while at least one thread is inside.

Collections take a tenth of the time to read pages. Characters of a page, values of a project
and what is shown of them are in no reference cycles, so they are freed without a collection.
The threshold is raised rather than the collector switched off, so that memory stays bounded.
"""


def freeze() -> None:
    """Exempt what there is from later collections, without a collection, which would take long."""
    gc.freeze()


def collect_and_freeze() -> None:
    """Collect all garbage, and exempt what remains from later collections.

    These take long if a project is open. Our values have no cycles, so reference counting frees
    them, frozen or not; but what is in a cycle, such as a session and all that it holds, stays until
    this is called again.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
