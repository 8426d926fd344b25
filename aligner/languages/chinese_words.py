"""Chinese word segmentation: the most likely path through jieba's dictionary.

Unknown words are not guessed, so that the same text is always cut alike.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from aligner.languages.letter_ranges import HAN_NUMERALS
from aligner.values import disk_traces

if TYPE_CHECKING:
    import jieba

_DATA: Final = Path(__file__).parents[1] / "data"


def words(run: str) -> tuple[str, ...]:
    """Cut a run of letters into words; together they are the run.

    Args:
        run: Han characters, among which other letters may be; no spaces.

    >>> words("各会员国加强国际合作")
    ('各', '会员国', '加强', '国际合作')
    """
    return tuple(_segmenter().cut(run, HMM=False))


def parts(run: str) -> list[str]:
    """Cut a run into words, and words of four characters that are two words into those.

    A change from 保护程序 to 服务程序 then leaves one half unchanged. Terms of the United
    Nations stay whole, and so do numbers written out.

    >>> parts("安全理事会通过保护程序")
    ['安全理事会', '通过', '保护', '程序']
    """
    found: list[str] = []
    frequencies = _segmenter().FREQ
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


@cache
def _segmenter() -> jieba.Tokenizer:
    """Return jieba's segmenter with our terms, which reads its dictionary once.

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
    return segmenter


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
