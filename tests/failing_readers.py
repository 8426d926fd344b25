"""Readers that fail like native libraries; the child process of `isolation` imports them by name."""

from __future__ import annotations

import ctypes
import os
import time

_kept: list[bytes] = []


def process(_data: bytes, _name: str) -> int:
    return os.getpid()


def crash(_data: bytes, _name: str) -> None:
    ctypes.string_at(0)


def hang(_data: bytes, _name: str) -> None:
    time.sleep(600)


def hoard(_data: bytes, _name: str) -> None:
    bytearray(1 << 40)


def grow(_data: bytes, _name: str) -> int:
    _kept.append(bytes([1]) * (600 << 20))
    return os.getpid()


def print_and_return(data: bytes, name: str) -> str:
    os.write(1, b"a line of a library\n")
    return name + data.decode()


def divide(_data: bytes, _name: str) -> float:
    return 1 / 0


def return_rubbish(_data: bytes, _name: str) -> str:
    return "no number"
