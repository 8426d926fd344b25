"""Refuse model folders that could run code of their own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from aligner.values.errors import EncoderError
from aligner.values.message import Message

_MODULES: Final = "modules.json"
_LIBRARY: Final = "sentence_transformers."
_LIBRARY_NAME: Final = "sentence-transformers"
_OURS: Final = "aligner.encoders.bundled_module.BundledModule"
_PICKLED: Final = frozenset({".bin", ".ckpt", ".joblib", ".pickle", ".pkl", ".pt", ".pth"})
_SAFE: Final = "*.safetensors"

DOWNLOADED: Final = ("*.json", "*.txt", "*.model", "*.safetensors", "*.md")
"""Patterns of the files that a model is loaded from: configuration, vocabulary and weights."""
NOT_DOWNLOADED: Final = ("onnx/*", "openvino/*")


def refuse_code(folder: Path) -> None:
    """Refuse a model that sentence-transformers could run code from.

    `modules.json` names the Python class of each module, and pickled weights can call any
    function when they are loaded. Weights in safetensors contain numbers only.

    Raises:
        EncoderError: if a module is not part of sentence-transformers, `modules.json` is not a
            list of modules, or weights are pickled and there is no safetensors file beside them.
    """
    for kind in _module_types(folder):
        if not (isinstance(kind, str) and (kind.startswith(_LIBRARY) or kind == _OURS)):
            named = str(kind)[:80]
            raise EncoderError(
                Message("encoder.foreign_code", folder=str(folder), type=named, library=_LIBRARY_NAME)
            )
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in _PICKLED and path.is_file() and not any(path.parent.glob(_SAFE)):
            name = path.relative_to(folder).as_posix()
            raise EncoderError(
                Message("encoder.pickled", folder=str(folder), file=name, found="pickle", wanted=_SAFE[1:])
            )


def _module_types(folder: Path) -> list[Any]:
    """Return the class that `modules.json` names for each module; a folder without the file has none."""
    path = folder / _MODULES
    if not path.is_file():
        return []
    try:
        modules = json.loads(path.read_text(encoding="utf-8"))
        return [module["type"] for module in modules]
    except (OSError, ValueError, TypeError, KeyError) as error:
        why = f"{_MODULES}: {type(error).__name__}"
        raise EncoderError(Message("encoder.unreadable", folder=str(folder), why=why)) from error
