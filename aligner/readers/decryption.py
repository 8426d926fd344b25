"""Decrypt a PDF, or an Office document, with its password.

The decrypted file is read like any other. A password is passed on and forgotten: it is in no message,
no file and no argument of a process.
"""

import io
from base64 import b64decode, b64encode

from aligner.readers.isolation import read_in_child
from aligner.readers.registry import is_ole
from aligner.values.message import EncryptedError


def decrypt(data: bytes, name: str, password: str) -> bytes:
    """Return a file without its encryption.

    Args:
        data: the whole file.
        name: name of the file, for messages.
        password: the one that opens it.

    Raises:
        EncryptedError: if the password is not its, or it is encrypted in a way unknown here.
        ReadError: if it takes too long or too much memory.
    """
    return b64decode(read_in_child("aligner.readers.decryption:decrypted", data, name, str, password))


def decrypted(data: bytes, name: str, password: str) -> str:
    """Do the work of `decrypt` in the process that calls it; return the file in Base64."""
    return b64encode((_office if is_ole(data) else _pdf)(data, name, password)).decode("ascii")


def _pdf(data: bytes, name: str, password: str) -> bytes:
    import pypdfium2
    import pypdfium2.raw

    from aligner.readers.pdf.open_pdf import open_pdf

    found = io.BytesIO()
    try:
        with open_pdf(data, name, password) as document:
            document.save(found, flags=pypdfium2.raw.FPDF_REMOVE_SECURITY)
    except (EncryptedError, pypdfium2.PdfiumError):
        raise EncryptedError.about(name, "error.wrong_password") from None
    return found.getvalue()


def _office(data: bytes, name: str, password: str) -> bytes:
    import msoffcrypto

    found = io.BytesIO()
    try:
        document = msoffcrypto.OfficeFile(io.BytesIO(data))
        document.load_key(password=password)
        document.decrypt(found)
    except Exception:  # a wrong password and a damaged file raise errors of every kind
        raise EncryptedError.about(name, "error.wrong_password") from None
    return found.getvalue()
