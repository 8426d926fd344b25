"""The bundled encoder as a sentence-transformers module.

`SentenceTransformer(modules=[BundledModule()])` encodes with it, so that everything built on
that library (evaluators, mining, training a head on top) works offline. Importing this module
imports sentence-transformers and torch, which takes seconds and 450 MB; nothing else in the
package imports it.
"""

from collections.abc import Sequence
from typing import Any

import torch
from sentence_transformers.base.modules import InputModule

from aligner.encoders.bundled import BundledEncoder, load


class BundledModule(InputModule):  # type: ignore[misc]  # the library has no types
    """Maps texts to `sentence_embedding`; has no weights that torch could train.

    Args:
        encoder: the encoder to wrap; the bundled one is loaded by default.
    """

    save_in_root = False

    def __init__(self, encoder: BundledEncoder | None = None) -> None:
        super().__init__()
        self._encoder = load() if encoder is None else encoder
        self.max_seq_length = None

    def preprocess(
        self, inputs: Sequence[str], prompt: str | None = None, **_options: object
    ) -> dict[str, Any]:
        """Pass the texts on, with the prompt, if given, before each."""
        return {"texts": [(prompt or "") + text for text in inputs]}

    def forward(self, features: dict[str, Any], **_options: object) -> dict[str, Any]:
        """Set `sentence_embedding`, one row per text."""
        features["sentence_embedding"] = torch.from_numpy(self._encoder.encode(features["texts"]))
        return features

    def get_embedding_dimension(self) -> int:
        """Length of each vector."""
        return self._encoder.dimension

    def save(self, output_path: str, *_args: object, **_options: object) -> None:
        """Write only the empty configuration; the weights stay in their package."""
        self.save_config(output_path)
