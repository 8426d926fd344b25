"""Encrypted files open with their password, which is kept nowhere."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import docx
import pdf_samples
import pytest

from aligner.cli.main import main
from aligner.pipeline.run import Settings, open_bytes
from aligner.readers.decryption import decrypt
from aligner.values.message import EncryptedError

PASSWORD = "Tr1ndade-密码"
TEXT = "The Committee adopts the draft resolution and decides to remain seized of the matter."


def encrypted_docx(text: str = TEXT) -> bytes:
    from msoffcrypto.format.ooxml import OOXMLFile

    plain, found = io.BytesIO(), io.BytesIO()
    made = docx.Document()
    made.add_paragraph(text)
    made.save(plain)
    OOXMLFile(plain).encrypt(PASSWORD, found)
    return found.getvalue()


@pytest.fixture(params=["docx", "pdf"])
def encrypted(request: pytest.FixtureRequest) -> tuple[str, bytes, str]:
    """Name, bytes and password of an encrypted file."""
    if request.param == "docx":
        return "a.docx", encrypted_docx(), PASSWORD
    return "a.pdf", pdf_samples.pdf([[(72, 700, 11, TEXT)]], password="secret"), "secret"


def test_an_encrypted_file_opens_with_its_password(encrypted: tuple[str, bytes, str]) -> None:
    name, data, password = encrypted
    asked = []

    def ask(file: str) -> str:
        asked.append(file)
        return password

    document = open_bytes(data, name, Settings(password=ask))
    assert document.text.strip() == TEXT
    assert asked == [name]


def test_nobody_to_ask_and_a_wrong_password_are_refused(encrypted: tuple[str, bytes, str]) -> None:
    name, data, _ = encrypted
    with pytest.raises(EncryptedError, match="encrypted"):
        open_bytes(data, name)
    with pytest.raises(EncryptedError, match="not the password") as refused:
        decrypt(data, name, "wrong-one")
    assert "wrong-one" not in str(refused.value)


def test_the_command_line_asks_at_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(encrypted_docx())
    assert main(["segment", str(path)]) == 1
    assert "encrypted" in capsys.readouterr().err
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr("click.termui.hidden_prompt_func", lambda question: PASSWORD)
    assert main(["segment", str(path)]) == 0
    shown = capsys.readouterr()
    assert TEXT[:30] in shown.out
    assert PASSWORD not in shown.out + shown.err
