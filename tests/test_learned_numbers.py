"""No learned number changes by accident: what they yield on a fixed bitext is recorded.

After an intended change, `python -m tests.learned_numbers` records it anew.
"""

from __future__ import annotations

import json

import numpy as np
import pytest

from tests.learned_numbers import FILE, YIELDS

RECORDED = json.loads(FILE.read_text("utf-8"))


@pytest.mark.parametrize("name", YIELDS)
def test_learned_numbers_yield_what_they_yielded(name: str) -> None:
    np.testing.assert_allclose(YIELDS[name](), RECORDED[name], rtol=1e-4, atol=1e-8)
