"""Moses corpora: one text file per language, whose lines with the same number correspond.

Written as one zip, as the OPUS collection distributes them; read from a zip or from loose
files in a folder. A gap is an empty line; a unit's segments share one line.
"""

import io
import zipfile
from pathlib import Path, PurePosixPath

from aligner.formats.bitext import Column, Parallel, ParallelUnit, piece
from aligner.formats.fixed_zip import zipped
from aligner.languages import LANGUAGES
from aligner.readers.encoding import decode
from aligner.readers.office_package import DAMAGED, refuse_unsafe
from aligner.values.limits import Budget
from aligner.values.message import FormatError


def parallel(result: Parallel) -> bytes:
    """Return the zip, with a file for each language, such as `bitext.zh`; a second text is `bitext.2.zh`."""
    files: dict[str, bytes] = {}
    for place, column in enumerate(result.columns):
        code, earlier = column.language, [each.language for each in result.columns[:place]]
        number = f"{earlier.count(code) + 1}." if code in earlier else ""
        lines = (" ".join(piece.text for piece in unit.cells[place]) for unit in result.units)
        files[f"bitext.{number}{code}"] = "".join(f"{line}\n" for line in lines).encode("utf-8")
    return zipped(files)


def read(data: bytes, name: str) -> Parallel:
    """Return the corpus in a zip, ours or one of OPUS: the files that end in a language's code.

    Raises:
        FormatError: the zip is damaged or encrypted, or holds no such files, or their lines differ in number.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if _code(info.filename)]
            refuse_unsafe(archive, infos, name, FormatError)
            texts = [(info.filename, archive.read(info)) for info in infos]
    except DAMAGED:
        raise FormatError.about(name, "file.not_zip") from None
    return corpus(texts, name)


def loose(prefix: Path) -> list[Path]:
    """Return the files with a common beginning: those of `corpus` are `corpus.zh` and `corpus.en`."""
    beside = [prefix.with_name(f"{prefix.name}.{code}") for code in LANGUAGES]
    return [path for path in beside if path.is_file()]


def corpus(texts: list[tuple[str, bytes]], name: str) -> Parallel:
    """Return the units of files whose names end in their language's code.

    Raises:
        FormatError: there are fewer than two, or their lines differ in number.
    """
    if len(texts) < 2:
        raise FormatError.about(name, "import.moses_two", found=len(texts))
    budget = Budget()
    for _, data in texts:
        budget.spend(len(data) // 4, data.count(b"\n"))  # at least, in any encoding
    lines = [
        decode(data, file)[0].replace("\r\n", "\n").removesuffix("\n").split("\n") for file, data in texts
    ]
    sizes = {file: len(own) for (file, _), own in zip(texts, lines, strict=True)}
    if len(set(sizes.values())) > 1:
        counted = tuple(f"{file}: {size}" for file, size in sizes.items())
        raise FormatError.about(name, "import.moses_lines", sizes=counted)
    columns = tuple(Column(_code(file), "", PurePosixPath(file).name) for file, _ in texts)
    units = tuple(
        ParallelUnit(tuple((piece(line),) if line.strip() else () for line in row))
        for row in zip(*lines, strict=True)
        if any(line.strip() for line in row)
    )
    return Parallel(columns, units)


def _code(name: str) -> str:
    """Return the language a file's ending names, or nothing."""
    code = PurePosixPath(name).suffix.removeprefix(".").lower()
    return code if code in LANGUAGES else ""
