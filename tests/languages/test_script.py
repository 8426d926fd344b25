"""Traditional Chinese is read as Simplified by the encoder, and shown as it is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from simple_values import document

from aligner.alignment.align import align
from aligner.encoders import load
from aligner.languages.script import in_one_script, is_traditional


def test_scripts_are_distinguished() -> None:
    assert is_traditional("為防制人口販運行為及保護被害人權益，特制定本法。")
    assert not is_traditional("为防制人口贩运行为及保护被害人权益，特制定本法。")
    assert not is_traditional("")
    assert not is_traditional("\ud800")


def test_only_traditional_chinese_is_converted() -> None:
    assert in_one_script(["為人口販運", "abc"], "zh") == ["为人口贩运", "abc"]
    simplified = ["乾隆年间的著作，" + "人口贩运问题" * 20]
    assert in_one_script(simplified, "zh") == simplified
    assert in_one_script(["為"], "fr") == ["為"]
    assert in_one_script(["為\ud800人"], "zh") == ["为?人"]


def test_both_scripts_align_alike() -> None:
    traditional = document("zh", "為防制人口販運，特制定本法。", "國際合作之規定。", "本法自公布日施行。")
    simplified = document("zh", "为防制人口贩运，特制定本法。", "国际合作之规定。", "本法自公布日施行。")
    result = align(traditional, simplified, load())
    assert [(list(b.source), list(b.target)) for b in result.beads] == [([i], [i]) for i in range(3)]
    assert traditional.text_of(0).startswith("為")


def test_vectors_of_a_treaty_come_near_to_its_translation(shared_data: Path) -> None:
    folder = shared_data / "treaties-zh-en"
    chinese = (folder / "cat.zh-Hant.txt").read_text(encoding="utf-8").splitlines()[2:40]
    english = (folder / "cat.en.txt").read_text(encoding="utf-8").splitlines()[2:40]
    encoder = load()
    target = encoder.encode(english)
    plain, converted = (encoder.encode(texts) for texts in (chinese, in_one_script(chinese, "zh-Hant")))
    diagonal = [float(np.diag(vectors @ target.T).mean()) for vectors in (plain, converted)]
    assert diagonal[1] > diagonal[0] + 0.02
