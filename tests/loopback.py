"""Run a Python process that, like its children, can reach no address other than this computer's."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

_HOOK: Final = """
import sys

REFUSED = {refused!r}

def local(host):
    host = host.decode() if isinstance(host, bytes) else host
    return host in (None, "localhost", "::1") or host.startswith("127.")

def refuse_others(event, args):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        host = args[0]
    elif event in ("socket.connect", "socket.sendto", "socket.sendmsg") and isinstance(args[1], tuple):
        host = args[1][0]  # an address in the file system is no tuple
    else:
        return
    if not local(host):
        with open(REFUSED, "a") as file:  # the program may catch the error
            print(event, host, file=file)
        raise OSError(f"{{event}} to {{host}}: this test allows no network")

sys.addaudithook(refuse_others)
"""


class Loopback:
    """A folder whose `sitecustomize` confines every Python process that has it on its path.

    Network access by native code is not audited.

    Attributes:
        variables: what to add to the environment of the process.
    """

    def __init__(self, folder: Path, *path: Path) -> None:
        self._refused = folder / "refused.txt"
        (folder / "sitecustomize.py").write_text(_HOOK.format(refused=str(self._refused)), encoding="utf-8")
        self.variables = {"PYTHONPATH": os.pathsep.join(map(str, (folder, *path)))}

    def refused(self) -> list[str]:
        """The addresses that were asked for, although they are not this computer's."""
        return self._refused.read_text().splitlines() if self._refused.exists() else []
