"""The layers of a PDF (optional content) that its page does not show.

pdfium draws no layer that is off, but its text has the letters of all.
"""

import ctypes
import io
import logging
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, Final

from aligner.readers.pdf.character_places import quick

_LAYER: Final = "OC"
_BYTES: Final = 256
_LOG: Final = logging.getLogger(__name__)


class Layers:
    """The layers of a file; it is examined when the first letters in a layer are met."""

    def __init__(self, data: bytes) -> None:
        """Set up for the bytes of a file."""
        self._data = data

    @cached_property
    def _off(self) -> frozenset[str]:
        """The names of the layers that are off when the file is opened, and of no other."""
        states = list(_states(self._data))
        return frozenset(name for name, is_on in states if not is_on and (name, True) not in states)

    def of_page(self, pdfium: Any) -> Callable[[ctypes.c_void_p], bool]:
        """Return a function that tells whether an object of one page is in a layer that is off."""
        known: dict[int, bool] = {}
        count_of = quick(pdfium.FPDFPageObj_CountMarks)
        mark_of = quick(pdfium.FPDFPageObj_GetMark, ctypes.c_void_p)
        name_of = quick(pdfium.FPDFPageObjMark_GetName)
        value_of = quick(pdfium.FPDFPageObjMark_GetParamStringValue)
        text, length = ctypes.create_string_buffer(_BYTES), ctypes.c_ulong()
        into = text, ctypes.c_ulong(_BYTES), ctypes.byref(length)

        def read(is_read: int) -> str:
            return text.raw[: length.value - 2].decode("utf-16-le", "replace") if is_read else ""

        def is_off(mark: int | None) -> bool:
            if mark is not None and mark not in known:
                handle = ctypes.c_void_p(mark)
                is_layer = read(name_of(handle, *into)) == _LAYER
                known[mark] = is_layer and read(value_of(handle, b"Name", *into)) in self._off
            return mark is not None and known[mark]

        def is_hidden(holder: ctypes.c_void_p) -> bool:
            return any(is_off(mark_of(holder, at)) for at in range(count_of(holder)))

        return is_hidden


def _states(data: bytes) -> Iterator[tuple[str, bool]]:
    """Yield the name of each layer of a file, and whether it is on when the file is opened."""
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfparser import PDFParser
    from pdfminer.pdftypes import dict_value, list_value
    from pdfminer.psparser import literal_name
    from pdfminer.utils import decode_text

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    try:
        layers: Mapping[str, Any] = dict_value(
            PDFDocument(PDFParser(io.BytesIO(data))).catalog["OCProperties"]
        )
        usual = dict_value(layers["D"])
        on, off = ({each.objid for each in list_value(usual.get(key, []))} for key in ("ON", "OFF"))
        is_on = literal_name(usual.get("BaseState", "ON")) != "OFF"
        for each in list_value(layers["OCGs"]):
            name = decode_text(dict_value(each)["Name"])
            yield name, each.objid in on or (is_on and each.objid not in off)
    except Exception as error:  # a damaged file can raise anything
        _LOG.info("reading of the layers ended early: %s", error)
