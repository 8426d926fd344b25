"""Ask for the password of an encrypted file, and decrypt it.

The field is emptied as soon as its text is read: a password is kept nowhere, only the decrypted file is,
in memory, like any other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

import streamlit as st

from aligner.ui import page
from aligner.values.errors import AlignerError

if TYPE_CHECKING:
    from aligner.values import Message


def ask(key: str, name: str, data: bytes, keep: Callable[[bytes], None]) -> None:
    """Draw a field for a password, and why the last one was refused.

    Args:
        key: key of the widget, one per file.
        name: name of the file, for messages.
        data: the encrypted file.
        keep: called with the decrypted file, before the page is drawn again.
    """
    problem = cast("Message | None", st.session_state.pop(_problem(key), None))
    if problem is not None:
        page.fault(problem)
    st.text_input(
        page.words()("start.password"),
        type="password",
        key=key,
        help=page.words()("start.password_help"),
        on_change=_decrypt,
        args=(key, name, data, keep),
    )


def _decrypt(key: str, name: str, data: bytes, keep: Callable[[bytes], None]) -> None:
    from aligner.readers.decryption import decrypt

    password = str(st.session_state.get(key) or "")
    st.session_state[key] = ""
    if not password:
        return
    try:
        keep(decrypt(data, name, password))
    except AlignerError as error:
        st.session_state[_problem(key)] = error.message.without(name)


def _problem(key: str) -> str:
    return f"aligner.refused.{key}"
