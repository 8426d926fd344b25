"""Load any sentence-transformers model, from a local folder or by its name on the hub.

The library takes seconds to import, so a model is read only when the first text is encoded;
cached texts cost nothing. A folder is read with network access disabled, and a model that comes
with code or pickled weights is refused before it is read.
"""

import hashlib
import json
import logging
import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cached_property
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from aligner.values.message import EncoderError, Message, reason

_LIBRARY: Final = "sentence-transformers"
_MODEL_FILES: Final = ("modules.json", "config.json")
_HASHED_WHOLE: Final = 1 << 20
_SAMPLES: Final = 64
_SAMPLE: Final = 1 << 16
_PATIENCE: Final = 10.0
"""Seconds to wait for the hub's first response."""

_NOISY: Final = ("sentence_transformers", "transformers", "huggingface_hub")


_MODULES: Final = "modules.json"
_MODULES_OF_LIBRARY: Final = "sentence_transformers."
_OURS: Final = "aligner.encoders.bundled_module.BundledModule"
_PICKLED: Final = frozenset({".bin", ".ckpt", ".joblib", ".pickle", ".pkl", ".pt", ".pth"})
_SAFE: Final = "*.safetensors"

DOWNLOADED: Final = ("*.json", "*.txt", "*.model", "*.safetensors", "*.md")
"""Patterns of the files that a model is loaded from: configuration, vocabulary and weights."""
NOT_DOWNLOADED: Final = ("onnx/*", "openvino/*")


_PAUSES: Final = re.compile(r"[。；！？.!?;؛؟]\s*|\n|[，、：,:،]\s*|\s+")


class SentenceTransformerEncoder:
    """A sentence-transformers model as an `Encoder`.

    A text longer than the model's window is cut at pauses, and its vector is the average of the
    parts' vectors, weighted by their length.

    Args:
        name: the name by which the user loaded it.
        folder: the model's folder on this machine.
    """

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self._folder = folder
        self.revision = f"{_LIBRARY}-{metadata.version(_LIBRARY)}+{_digest(folder)}"

    @cached_property
    def _model(self) -> Any:
        with _quiet():
            try:
                from sentence_transformers import SentenceTransformer

                return SentenceTransformer(
                    str(self._folder),
                    local_files_only=True,
                    trust_remote_code=False,
                    model_kwargs={"use_safetensors": True},
                )
            except Exception as error:  # a damaged model can cause any exception
                raise EncoderError(
                    Message("encoder.unreadable", folder=str(self._folder), why=reason(error))
                ) from error

    @cached_property
    def dimension(self) -> int:
        """Length of each vector; reads the model."""
        return int(self._encode_parts([""]).shape[1])

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode texts: float32, `(len(texts), dimension)`, rows of unit length."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return encode_in_windows(texts, self._fits, self._encode_parts)

    def _encode_parts(self, texts: list[str]) -> NDArray[np.float32]:
        with _quiet():
            return np.asarray(self._model.encode(texts, show_progress_bar=False, convert_to_numpy=True))

    @cached_property
    def _window(self) -> float:
        window = getattr(self._model, "max_seq_length", None)
        return float("inf") if window is None else float(window)

    @cached_property
    def _count(self) -> Callable[[str], int]:
        """Counts a text's tokens, including begin and end markers."""
        tokenizer = self._model.tokenizer
        if hasattr(tokenizer, "convert_tokens_to_ids"):
            return lambda text: len(tokenizer(text, truncation=False, verbose=False)["input_ids"])
        if hasattr(tokenizer, "encode"):
            return lambda text: len(tokenizer.encode(text))
        return lambda text: len(text.encode())

    def _fits(self, text: str) -> bool:
        # Every token has at least one byte, plus two markers, so most texts need no count.
        return len(text.encode()) + 2 <= self._window or self._count(text) <= self._window


def load_folder(folder: Path) -> SentenceTransformerEncoder:
    """Load the model in a local folder.

    Raises:
        EncoderError: if there is no such folder, no model in it, or one that could run code.
    """
    _require_library()
    if not folder.is_dir():
        if folder.exists():
            raise EncoderError(Message("encoder.not_folder", folder=str(folder)))
        raise EncoderError(Message("encoder.no_folder", folder=str(folder)))
    if not any((folder / file).is_file() for file in _MODEL_FILES):
        raise EncoderError(Message("encoder.no_model", folder=str(folder), wanted=_MODEL_FILES))
    refuse_code(folder)
    return SentenceTransformerEncoder(str(folder), folder)


def load_hub(name: str) -> SentenceTransformerEncoder:
    """Load a model by its name on the hub, downloading it if it is not on this machine.

    Raises:
        EncoderError: if it could run code, or is not on this machine and not on the hub or the hub
            is unreachable.
    """
    _require_library()
    folder = _downloaded(name) or _download(name)
    if folder is None:
        raise EncoderError(Message("encoder.hub_no_model", name=name, wanted=_MODEL_FILES))
    refuse_code(folder)
    return SentenceTransformerEncoder(name, folder)


def _downloaded(name: str) -> Path | None:
    """Return the folder of a previously downloaded model; does not access the network."""
    from huggingface_hub import try_to_load_from_cache

    for file in _MODEL_FILES:
        found = try_to_load_from_cache(name, file)
        if isinstance(found, str):
            return Path(found).parent
    return None


def _download(name: str) -> Path | None:
    from huggingface_hub import HfApi, constants, snapshot_download

    if constants.HF_HUB_OFFLINE:
        raise EncoderError(Message("encoder.offline", name=name))
    with _quiet():
        try:
            # Check first, without retries: the library itself retries for more than a minute.
            HfApi().model_info(name, timeout=_PATIENCE)
            snapshot_download(name, allow_patterns=list(DOWNLOADED), ignore_patterns=list(NOT_DOWNLOADED))
        except Exception as error:  # network, hub and library each raise their own types
            raise EncoderError(Message("encoder.not_fetched", name=name, why=reason(error))) from error
    return _downloaded(name)


def _require_library() -> None:
    try:
        metadata.version(_LIBRARY)
    except metadata.PackageNotFoundError as error:
        raise EncoderError(Message("encoder.library", library=_LIBRARY)) from error


def _digest(folder: Path) -> str:
    """Return a digest of all files: small ones entirely, large ones by size and 64 samples.

    Training changes all of a model's weights, so samples distinguish two models without reading
    gigabytes at every start.
    """
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder).as_posix()}\0{size}\0".encode())
        with path.open("rb") as file:
            if size <= _HASHED_WHOLE:
                digest.update(file.read())
                continue
            for sample in range(_SAMPLES):
                file.seek(sample * (size - _SAMPLE) // (_SAMPLES - 1))
                digest.update(file.read(_SAMPLE))
    return digest.hexdigest()[:16]


@contextmanager
def _quiet() -> Iterator[None]:
    """Suppress library output to the terminal; restores it on exit."""
    from huggingface_hub.utils import are_progress_bars_disabled, disable_progress_bars, enable_progress_bars
    from transformers.utils import logging as transformers_logging

    with ExitStack() as restored, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for logger in map(logging.getLogger, _NOISY):
            restored.callback(logger.setLevel, logger.level)
            logger.setLevel(logging.CRITICAL)
        if not are_progress_bars_disabled():
            restored.callback(enable_progress_bars)
        disable_progress_bars()
        if transformers_logging.is_progress_bar_enabled():
            restored.callback(transformers_logging.enable_progress_bar)
        transformers_logging.disable_progress_bar()
        yield


def refuse_code(folder: Path) -> None:
    """Refuse a model that sentence-transformers could run code from.

    `modules.json` names the Python class of each module, and pickled weights can call any
    function when they are loaded. Weights in safetensors contain numbers only.

    Raises:
        EncoderError: if a module is not part of sentence-transformers, `modules.json` is not a
            list of modules, or weights are pickled and there is no safetensors file beside them.
    """
    for kind in _module_types(folder):
        if not (isinstance(kind, str) and (kind.startswith(_MODULES_OF_LIBRARY) or kind == _OURS)):
            named = str(kind)[:80]
            raise EncoderError(
                Message("encoder.foreign_code", folder=str(folder), type=named, library=_LIBRARY)
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


def split_to_fit(text: str, fits: Callable[[str], bool]) -> list[str]:
    """Halve a text until each part fits, cutting at the pause nearest the middle.

    Nothing is dropped: the concatenated parts are the text.

    >>> split_to_fit("One two. Three four.", lambda part: len(part) < 12)
    ['One two. ', 'Three four.']
    """
    if len(text) < 2 or fits(text):
        return [text]
    middle, margin = len(text) // 2, len(text) // 4
    pauses = [match.end() for match in _PAUSES.finditer(text, margin, len(text) - margin)]
    inside = [pause for pause in pauses if pause < len(text)]
    cut = min(inside, key=lambda pause: abs(pause - middle), default=middle)
    return [*split_to_fit(text[:cut], fits), *split_to_fit(text[cut:], fits)]


def encode_in_windows(
    texts: Sequence[str], fits: Callable[[str], bool], encode: Callable[[list[str]], NDArray[np.float32]]
) -> NDArray[np.float32]:
    """Encode each distinct text once; the vector of one that does not fit is the average of its parts.

    Parts are weighted by their number of characters. If the model returns no usable direction for
    a text (usually an empty one), its vector has equal components, so that every row has unit
    length.

    Args:
        texts: texts of any length, at least one.
        fits: whether a text fits in the model's window.
        encode: the model: takes at least one text and returns one row each, of any norm.

    Returns:
        float32, `(len(texts), dimension)`, rows of unit length.
    """
    place = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    parts = [(number, part) for text, number in place.items() for part in split_to_fit(text, fits)]
    encoded = unit_rows(encode([part for _, part in parts]))
    sizes = np.array([max(len(part), 1) for _, part in parts], dtype=np.float32)
    vectors = np.zeros((len(place), encoded.shape[1]), dtype=np.float32)
    np.add.at(vectors, [number for number, _ in parts], encoded * sizes[:, None])
    return unit_rows(vectors)[[place[text] for text in texts]]


def unit_rows(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scale rows to unit length; rows without direction become the vector of equal components.

    >>> unit_rows(np.array([[3, 4], [0, 0]], dtype=np.float32)).round(3).tolist()
    [[0.6000000238418579, 0.800000011920929], [0.7070000171661377, 0.7070000171661377]]
    """
    rows = np.array(vectors, dtype=np.float32)
    lengths = np.linalg.norm(rows, axis=1)
    lost = ~(np.isfinite(lengths) & (lengths > 1e-12))
    rows[lost], lengths[lost] = 1.0, np.sqrt(max(rows.shape[1], 1))
    rows /= lengths[:, None]
    return rows
