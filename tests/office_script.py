"""Run by LibreOffice's own Python, not by pytest: read Word files with all changes accepted or rejected.

`python3 office_script.py PIPE FILE…` prints JSON: for each file, under `accept` and
`reject`, the paragraphs, each with its text, its footnotes as (place, mark, text), and the
weight, posture, size and colour of each character.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]
from com.sun.star.connection import NoConnectException  # type: ignore[import-not-found]


def connect(pipe: str) -> Any:
    """The office that listens at a pipe, as soon as it does."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(240):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.25)
    raise SystemExit("the office did not answer within a minute")


def paragraphs(document: Any) -> list[dict[str, Any]]:
    """Every paragraph of the body, and each cell of its tables as one of the style `cell`."""
    found = []
    blocks = document.Text.createEnumeration()
    while blocks.hasMoreElements():
        block = blocks.nextElement()
        if block.supportsService("com.sun.star.text.TextTable"):
            for name in block.getCellNames():
                found.append(
                    {"text": block.getCellByName(name).getString(), "notes": [], "style": "cell", "looks": []}
                )
        if not block.supportsService("com.sun.star.text.Paragraph"):
            continue
        text, notes, looks = "", [], []
        portions = block.createEnumeration()
        while portions.hasMoreElements():
            portion = portions.nextElement()
            if portion.TextPortionType == "Text":
                text += portion.getString()
                look = [portion.CharWeight, portion.CharPosture.value, portion.CharHeight, portion.CharColor]
                looks += [look] * len(portion.getString())
            elif portion.TextPortionType == "Footnote":
                note = portion.Footnote
                notes.append([len(text), portion.getString(), note.getString()])
        found.append({"text": text, "notes": notes, "style": block.ParaStyleName, "looks": looks})
    return found


def main() -> None:
    """Open each file twice."""
    pipe, files = sys.argv[1], sys.argv[2:]
    context = connect(pipe)
    create = context.ServiceManager.createInstanceWithContext
    desktop = create("com.sun.star.frame.Desktop", context)
    dispatcher = create("com.sun.star.frame.DispatchHelper", context)
    hidden = PropertyValue("Hidden", 0, True, 0)
    result: dict[str, Any] = {}
    for name in files:
        for what, command in (("accept", "AcceptAllTrackedChanges"), ("reject", "RejectAllTrackedChanges")):
            url = Path(name).absolute().as_uri()
            document = desktop.loadComponentFromURL(url, "_blank", 0, (hidden,))
            dispatcher.executeDispatch(document.CurrentController.Frame, f".uno:{command}", "", 0, ())
            result.setdefault(name, {})[what] = paragraphs(document)
            document.close(True)
    json.dump(result, sys.stdout)
    sys.stdout.flush()


main()
