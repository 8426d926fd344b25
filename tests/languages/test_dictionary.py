from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.languages import chinese_words
from aligner.languages.chinese_words import parts, words
from aligner.values import disk_traces


def test_what_the_library_is_warned_of_is_not_shown(tmp_path: Path) -> None:
    """Compiling it warns from Python 3.12 on, which not every installer does beforehand."""
    script = "from aligner.languages.chinese_words import words; words('会员国')"
    shown = subprocess.run(
        [sys.executable, "-X", f"pycache_prefix={tmp_path}", "-W", "always", "-c", script],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "jieba" not in shown.stderr


COMMON = st.text(
    st.sampled_from("联合国大会安全理事会员秘书长关于中国人民法律条例的一是不了在有和为这第章则"), max_size=30
)
MIXED = st.text(st.sampled_from("中国的会A3b+-._é'’ぁ가𠀀㐀龥"), max_size=20)


@given(COMMON | MIXED | st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FD5), max_size=30))
def test_words_are_the_whole_run(run: str) -> None:
    assert "".join(words(run)) == run


@pytest.mark.parametrize(
    ("run", "wanted"),
    [
        ("", ()),
        ("敦促会员国", ("敦促", "会员国")),
        ("跨国有组织犯罪", ("跨国有组织犯罪",)),
        ("研究生命起源", ("研究", "生命", "起源")),
        ("使用COVID检测", ("使用", "COVID", "检测")),
        ("𠀀𠀁", ("𠀀", "𠀁")),
    ],
)
def test_words(run: str, wanted: tuple[str, ...]) -> None:
    assert words(run) == wanted


@pytest.mark.parametrize(
    ("run", "wanted"),
    [
        ("保护程序", ["保护", "程序"]),
        ("依法办理", ["依法", "办理"]),
        ("五百万元", ["五百万元"]),
        ("安全理事会", ["安全理事会"]),
        ("实事求是", ["实事求是"]),
    ],
)
def test_compounds_of_two_words(run: str, wanted: list[str]) -> None:
    assert parts(run) == wanted


@given(COMMON | MIXED)
def test_parts_refine_words(run: str) -> None:
    assert "".join(parts(run)) == run
    assert len(parts(run)) >= len(words(run))


def test_no_file_is_written_once_a_session_wants_no_traces(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(disk_traces, "_kept_from_sharing", False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert chinese_words._cache_folder() is not None
    disk_traces.forbid_shared()
    assert chinese_words._cache_folder() is None
