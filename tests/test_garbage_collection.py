"""The collector's threshold while PDF pages are read."""

from __future__ import annotations

import gc

import pytest

from aligner.values.garbage_collection import rare_collections


def test_last_reader_to_leave_restores_the_threshold() -> None:
    usual = gc.get_threshold()
    first, second = rare_collections(), rare_collections()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert gc.get_threshold()[0] > usual[0]
    second.__exit__(None, None, None)
    assert gc.get_threshold() == usual


def test_threshold_is_restored_after_an_error() -> None:
    usual = gc.get_threshold()
    with pytest.raises(ValueError, match="bad page"), rare_collections():
        raise ValueError("bad page")
    assert gc.get_threshold() == usual


def test_a_collector_that_is_off_stays_off() -> None:
    usual = gc.get_threshold()
    gc.set_threshold(0)
    try:
        with rare_collections():
            assert gc.get_threshold()[0] == 0
    finally:
        gc.set_threshold(*usual)
