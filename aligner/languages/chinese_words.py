"""Chinese word segmentation: the most likely path through a dictionary.

The dictionary and the rule are those of jieba (`cut(HMM=False)`: unknown words are not
guessed, so that the same text is always cut alike). The search is our own and twice as
fast, since comparing two large drafts cuts a million characters.
"""

import re
from functools import cache
from math import log
from pathlib import Path
from typing import Final

from aligner.languages.letter_ranges import HAN_NUMERALS
from aligner.values import disk_traces

_BLOCK: Final = re.compile(r"([\u4E00-\u9FD5a-zA-Z0-9+#&._%\-]+)|.", re.DOTALL)
"""A run of characters that jieba divides into words, or any other single character."""

_LATIN: Final = re.compile("[a-zA-Z0-9]")
_DATA: Final = Path(__file__).parents[1] / "data"


def words(run: str) -> tuple[str, ...]:
    """Cut a run of letters into words; together they are the run.

    Args:
        run: Han characters, among which other letters may be; no spaces.

    >>> words("各会员国加强国际合作")
    ('各', '会员国', '加强', '国际合作')
    """
    found: list[str] = []
    for block in _BLOCK.finditer(run):
        if block[1] is None:
            found.append(block[0])
            continue
        pieces = _likeliest(block[0])
        found += _latin_joined(pieces) if _LATIN.search(block[0]) else pieces
    return tuple(found)


def parts(run: str) -> list[str]:
    """Cut a run into words, and words of four characters that are two words into those.

    A change from 保护程序 to 服务程序 then leaves one half unchanged. Terms of the United
    Nations stay whole, and so do numbers written out.

    >>> parts("安全理事会通过保护程序")
    ['安全理事会', '通过', '保护', '程序']
    """
    found: list[str] = []
    frequencies, _ = _dictionary()
    for word in words(run):
        if len(word) == 4 and word[0] not in HAN_NUMERALS and word not in _terms():
            halves = word[:2], word[2:]
            found += halves if all(map(frequencies.get, halves)) else (word,)
        else:
            found.append(word)
    return found


@cache
def _terms() -> frozenset[str]:
    lines = (_DATA / "userdict.txt").read_text(encoding="utf-8").split("\n")
    return frozenset(line.split(" ")[0] for line in lines)


def _likeliest(block: str) -> list[str]:
    """Return the segmentation with the greatest product of frequencies; ties go to the longer first word.

    Works from the end to the start: `scores[at]` is the best score of the rest.
    """
    frequencies, logarithms = _dictionary()
    get, unknown, size = frequencies.get, logarithms[1], len(block)
    scores, ends = [0.0] * (size + 1), [0] * size
    for at in range(size - 1, -1, -1):
        end = stop = at + 1
        frequency = get(block[at])
        best = (logarithms[frequency] if frequency else unknown) + scores[stop]
        while frequency is not None and stop < size:  # 0: no word, but the beginning of one
            stop += 1
            frequency = get(block[at:stop])
            if frequency:
                score = logarithms[frequency] + scores[stop]
                if score >= best:
                    best, end = score, stop
        scores[at], ends[at] = best, end
    found, at = [], 0
    while at < size:
        found.append(block[at : ends[at]])
        at = ends[at]
    return found


def _latin_joined(pieces: list[str]) -> list[str]:
    """Join single Latin letters and digits in a row into one word."""
    joined: list[str] = []
    open_word = False
    for piece in pieces:
        latin = len(piece) == 1 and _LATIN.match(piece) is not None
        if latin and open_word:
            joined[-1] += piece
        else:
            joined.append(piece)
        open_word = latin
    return joined


@cache
def _dictionary() -> tuple[dict[str, int], dict[int, float]]:
    """Return how often each word occurs, 0 for what only begins words, and logarithms of that; read once.

    jieba caches its parsed dictionary in the system's temporary folder, where anybody can put a file of
    that name. Here it is cached in the user's own folder instead, or not at all.
    """
    import logging
    import warnings

    with warnings.catch_warnings():  # of its escapes, where the installer has not compiled it
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(logging.ERROR)
    segmenter = jieba.Tokenizer()
    folder = _cache_folder()
    if folder is None:
        segmenter.FREQ, segmenter.total = segmenter.gen_pfdict(segmenter.get_dict_file())
        segmenter.initialized = True
    else:
        segmenter.tmp_dir = str(folder)
        segmenter.initialize()
    with (_DATA / "userdict.txt").open(encoding="utf-8") as terms:
        segmenter.load_userdict(terms)
    total = log(segmenter.total)
    return segmenter.FREQ, {count: log(count) - total for count in {1, *segmenter.FREQ.values()} if count}


def _cache_folder() -> Path | None:
    """Return the folder for jieba's cache; None if nothing may be written, or there is no place for it."""
    if disk_traces.shared_forbidden():
        return None
    folder = disk_traces.cache() / "jieba"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:  # a read-only home folder
        return None
    return folder
