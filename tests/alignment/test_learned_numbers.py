"""No learned number changes by accident: what they yield on a fixed bitext is recorded.

After an intended change, `PYTHONPATH=tests python -m tests.learned_numbers` records it anew.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from aligner.alignment.lattice_paths import _sum_log
from tests.learned_numbers import FILE, YIELDS

RECORDED = json.loads(FILE.read_text("utf-8"))
_KERNEL = "OPENBLAS_CORETYPE"
_ELSEWHERE = """
import json, threadpoolctl
from tests.learned_numbers import YIELDS
found = {name: YIELDS[name]() for name in YIELDS}
print(json.dumps([[pool.get("architecture") for pool in threadpoolctl.threadpool_info()], found]))
"""


@pytest.mark.parametrize("name", YIELDS)
def test_learned_numbers_yield_what_they_yielded(name: str) -> None:
    np.testing.assert_allclose(YIELDS[name](), RECORDED[name], rtol=1e-4, atol=1e-8)


@pytest.mark.parametrize("kernel", ["Nehalem", "Haswell", "SkylakeX"])
def test_learned_numbers_are_the_same_on_other_processors(kernel: str, root: Path) -> None:
    """A BLAS rounds differently on each processor; only the sixth digit of a probability may show it."""
    if not any(pool["internal_api"] == "openblas" for pool in threadpool_info()):
        pytest.skip("numpy is built with another BLAS than OpenBLAS here")
    environment = os.environ | {_KERNEL: kernel, "PYTHONPATH": "tests"}
    run = subprocess.run([sys.executable, "-c", _ELSEWHERE], cwd=root, env=environment, capture_output=True)
    if run.returncode == -signal.SIGILL:  # OpenBLAS takes the kernel that it is told, and asks no processor
        pytest.skip(f"this processor lacks the instructions of the {kernel} kernel")
    run.check_returncode()
    kernels, found = json.loads(run.stdout)
    if kernel not in kernels:
        pytest.skip(f"this processor has no {kernel} kernel: {kernels}")
    for name, recorded in RECORDED.items():
        np.testing.assert_allclose(found[name], recorded, rtol=5e-6, atol=1e-8, err_msg=name)


def test_small_shares_of_large_sums_stay_exact() -> None:
    """How far a probability is from 1 is a sum over many rows of such small shares."""
    values = 1000 / 3 + np.array([[0.0], [-12.0], [-14.0]])
    exact = values[0] + np.log(np.exp(values - values[0]).sum(axis=0))
    np.testing.assert_allclose(_sum_log(values.copy()) - values[0], exact - values[0], rtol=1e-6)
