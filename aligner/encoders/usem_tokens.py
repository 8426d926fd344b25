"""The bundled model's tokenizer, equivalent to its package's and several times faster.

The package processes each text byte by byte and then character by character in Python, which
takes half as long as the network. Three facts make most of that work repetitive, so that it can
be cached:

- no vocabulary piece contains a space, so every word is tokenized independently;
- no piece contains two characters that are adjacent in no piece, so a run of Chinese splits
  there into short chunks, each tokenized independently;
- the model's Unicode normalization leaves the common ideographs unchanged.

The test compares every token with the package's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from aligner.values import Span

_BEGIN, _END = 1, 2
_SPACE: Final = "\u2581"
_IDEOGRAPHS: Final = re.compile("[\u4e00-\u9fff]+")
_RUNS: Final = re.compile("[\u4e00-\u9fff]+|[^\u4e00-\u9fff]+")
_LONGEST_REMEMBERED: Final = 40
_MOST_REMEMBERED: Final = 200_000
"""Entries in a cache before it is cleared: about 30 MB, which no real document set reaches."""


class Tokens:
    """The package's tokenizer with a cache for words and chunks.

    Args:
        tokenizer: the package's `UsePureTokenizer`.
    """

    def __init__(self, tokenizer: Any) -> None:
        self._viterbi = tokenizer._viterbi
        self._unknown: int = tokenizer._unk_id
        self._charsmap = tokenizer._normalizer.normalize_prefix
        self._neighbours = frozenset(prefix[-2:] for prefix in tokenizer._prefixes if len(prefix) > 1)
        self._words: dict[str, tuple[int, ...]] = {}
        self._chunks: dict[str, tuple[int, ...]] = {}

    def encode(self, text: str) -> list[int]:
        """Return the token IDs of a text, including begin and end markers; at least three."""
        ids = [_BEGIN]
        words = self._words
        for word in text.split(" "):
            if word:
                known = words.get(word)
                ids += self._word(word) if known is None else known
        if len(ids) == 1:
            ids.append(self._unknown)
        ids.append(_END)
        return ids

    def encode_words(self, text: str, words: Sequence[Span]) -> tuple[list[int], list[int]]:
        """Return the token IDs of the given words of a text, and the index of each token's word.

        No token crosses a word boundary, so the tokens may differ from those of `encode`. Begin
        and end markers belong to no word and have the index -1.

        Args:
            text: any text; everything outside the words is ignored.
            words: spans, in order, without overlap.
        """
        ids, owners = [_BEGIN], [-1]
        for number, span in enumerate(words):
            opens = span.start == 0 or text[span.start - 1].isspace()
            for part in self._normalise(span.of(text)).split(" "):
                if part:
                    for chunk in self._cut(_SPACE + part if opens else part):
                        ids += self._chunk(chunk)
                opens = True
            owners += [number] * (len(ids) - len(owners))
        if len(ids) == 1:
            ids.append(self._unknown)
            owners.append(-1)
        return [*ids, _END], [*owners, -1]

    def _word(self, word: str) -> tuple[int, ...]:
        """Return the tokens of a stretch of text without U+0020; it may contain other whitespace."""
        ids: list[int] = []
        for part in self._normalise(word).split(" "):
            if part:
                for chunk in self._cut(_SPACE + part):
                    ids += self._chunk(chunk)
        found = tuple(ids)
        if len(word) <= _LONGEST_REMEMBERED:
            _remember(self._words, word, found)
        return found

    def _chunk(self, chunk: str) -> tuple[int, ...]:
        known = self._chunks.get(chunk)
        if known is None:
            known = tuple(self._viterbi(chunk))
            if len(chunk) <= _LONGEST_REMEMBERED:
                _remember(self._chunks, chunk, known)
        return known

    def _cut(self, word: str) -> Iterator[str]:
        """Cut between characters that are adjacent in no piece of the vocabulary."""
        neighbours = self._neighbours
        start = 0
        for stop in range(1, len(word)):
            if word[stop - 1 : stop + 1] not in neighbours:
                yield word[start:stop]
                start = stop
        yield word[start:]

    def _normalise(self, word: str) -> str:
        """Apply the model's own Unicode normalization (a variant of NFKC)."""
        if _IDEOGRAPHS.search(word) is None:
            return self._normalise_run(word)
        return "".join(
            run if _IDEOGRAPHS.match(run) else self._normalise_run(run) for run in _RUNS.findall(word)
        )

    def _normalise_run(self, run: str) -> str:
        data = run.encode("utf-8", "replace")
        out = bytearray()
        position = 0
        while position < len(data):
            replacement, length = self._charsmap(data, position)
            out += replacement
            position += length
        return out.decode("utf-8")


def _remember(memory: dict[str, tuple[int, ...]], key: str, value: tuple[int, ...]) -> None:
    if len(memory) >= _MOST_REMEMBERED:
        memory.clear()
    memory[key] = value
