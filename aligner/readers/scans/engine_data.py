"""Where the text recognition engine and the data of its languages are on this machine, if they are."""

import os
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from aligner.languages import Language
from aligner.values import Message, data_files

PACKAGE: Final = "tesserocr"
OF_CHINESE: Final = "rapidocr"
"""The package of the second engine, which reads Chinese."""

OF_DIGITS: Final = "eng"
"""The data that reads numbers in any text: those of Arabic letters read 38 as 238."""

INSTALL: Final = "pip install '.[scans]'"
"""The command that installs the engine."""

_INSTALL_DATA: Final = "apt install tesseract-ocr-"
INSTALL_DATA: Final = f"{_INSTALL_DATA}fra"
"""The command that installs the data of one language on Debian, as an example."""
_SUFFIX: Final = ".traineddata"


def how_to_add(language: Language) -> Message:
    """Return a message that says which command installs the data of one language."""
    command = _INSTALL_DATA + language.recognised_as.split("+")[0].replace("_", "-")
    return Message("error.no_recognition", language=language.code, install=command)


def models_folder() -> Path | None:
    """Return the folder with the data of the engine's languages, or None if there is none."""
    told = os.environ.get("TESSDATA_PREFIX")
    usual = data_files.tables("programs.toml")["recognition"]
    folders = [Path(each) for each in ([told] if told else []) + usual]
    return next((each for each in folders if any(each.glob("*" + _SUFFIX))), None)


def is_installed() -> bool:
    """Whether the engine and the data of some language are on this machine."""
    return find_spec(PACKAGE) is not None and models_folder() is not None


def reads_chinese() -> bool:
    """Whether the second engine, for Chinese, is on this machine."""
    return find_spec(OF_CHINESE) is not None


def models() -> frozenset[str]:
    """Return the names of the installed languages, as the engine has them (`eng`, `chi_sim`)."""
    folder = models_folder()
    found = folder.glob("*" + _SUFFIX) if folder else ()
    return frozenset(path.name.removesuffix(_SUFFIX) for path in found)


def model_of(language: Language) -> str | None:
    """Return what the engine calls the data of a language, or None if it has none."""
    own, *others = language.recognised_as.split("+")
    return "+".join([own, *filter(models().__contains__, others)]) if own in models() else None


def versions() -> str:
    """Return the versions of the engines, on which their results depend."""
    return " ".join(f"{package} {_version(package)}" for package in (PACKAGE, OF_CHINESE))


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
