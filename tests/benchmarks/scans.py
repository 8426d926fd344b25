"""How well pages that are only pictures are read: letters, made-up amendments, alignment, time.

Run as `python -m tests.benchmarks.scans [letters|diff|layouts|edits|align|handled] [LANGUAGE …] [-v]
[--pages N] [--held-out]`; `diff` compares each text with its scan, `edits` with the scan of an edited text,
each as `scanned_edits` makes it, `layouts` made pages of `scanned_layouts` with their scans, with
`--held-out` on texts and fonts that nothing was made on; `align` aligns a Chinese scan with an English text,
`handled` reads pages that were folded, stamped, signed, turned, or scanned
two at a time. Pages are laid out from `udhr` and `sdg` in fonts that are installed, printed to pictures at
200 and 300 dots per inch, and damaged: tilted by 2°, blurred, on grey paper with noise, compressed as JPEG of
quality 40. The resolutions of `un-pdf` are printed in the same way. Everything is seeded.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pypdfium2
import pypdfium2.raw
import typst
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from aligner.languages import get
from aligner.pipeline.run import (
    DocumentInfo,
    Settings,
    align_documents,
    diff_documents,
    load_encoder,
    open_bytes,
)
from aligner.readers.pdf.read_pdf import read_recognised
from aligner.readers.scans import engine_data, paged_file, recognise
from aligner.values import Document
from aligner.values.codec import unstructure
from aligner.values.extract import Extract

DATA = Path(__file__).parents[3] / "shared" / "data"
LANGUAGES = ("en", "fr", "es", "ru", "zh", "ar")
SERIF = ("Liberation Serif", "Noto Serif", "DejaVu Serif")
FONTS = {"zh": ("Noto Serif CJK SC", "Noto Sans CJK SC"), "ar": ("Noto Naskh Arabic", "Amiri")}
RESOLUTIONS = ("A_80_L.11", "A_80_L.22")
PARTS = ("letters", "diff", "layouts", "edits", "align", "handled")
EACH = 4  # of the resolutions of `un-pdf`, one in so many is compared with its scan
SEED = 7
_SPECIAL = re.compile(r"([\\#$*_`<>@\[\]=+/~\"'-])")
_FOLDED = str.maketrans("’‘‛“”„«»–—‑", '\'\'\'"""""---')


def paragraphs(language: str, source: str, most: int | None = 60) -> list[str]:
    """The paragraphs of a text that are laid out."""
    path = DATA / source / (f"udhr.{language}.txt" if source == "udhr" else f"sdg-2020.{language}.txt")
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return lines[:most]


@cache
def families() -> frozenset[str]:
    """The installed fonts."""
    return frozenset(typst.Fonts().families())


def typeset(texts: Sequence[str], language: str, font: str) -> bytes:
    """Lay paragraphs out as a PDF, one page after the other."""
    body = "\n\n".join(_SPECIAL.sub(r"\\\1", text) for text in texts)
    size = 12 if language in FONTS else 11
    source = (
        '#set page(paper: "a4", margin: 2.5cm)\n'
        f'#set text(font: ("{font}", "Liberation Serif", "DejaVu Sans"), size: {size}pt)\n'
        f'#set text(lang: "{language}")\n'
        "#set text(fallback: false, hyphenate: false)\n#set smartquote(enabled: false)\n"
        f"#set par(justify: true, leading: 0.75em, spacing: 1.2em)\n{body}\n"
    )
    made = typst.compile(source.encode(), format="pdf")
    assert isinstance(made, bytes)
    return made


def fonts_of(language: str) -> list[str]:
    """The fonts in which a language is tried: the first two that are installed."""
    return [font for font in FONTS.get(language, SERIF) if font in families()][:2]


def printed(pdf: bytes, dots: int, pages: int, *, without_pictures: bool = False) -> list[Image.Image]:
    """Print the first pages of a PDF to pictures.

    Words in its own pictures, such as "Please recycle", are not in its text. They are taken off in memory:
    in some files that are saved without them, black fields lie over the text.
    """
    document = pypdfium2.PdfDocument(pdf)
    found = []
    for page in (document[n] for n in range(min(pages, len(document)))):
        images = page.get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE,), max_depth=1)
        for image in list(images) if without_pictures else ():
            page.remove_obj(image)
        found.append(page.render(scale=dots / 72, grayscale=True).to_pil())
    return found


def damaged(picture: Image.Image, seed: int = SEED) -> Image.Image:
    """Tilt a page by 2°, blur it, lay it on grey paper with noise, and compress it as JPEG of quality 40."""
    random = np.random.default_rng(seed)
    tilted = picture.rotate(2, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    blurred = tilted.filter(ImageFilter.GaussianBlur(0.8))
    grey = np.asarray(blurred, dtype=np.float32) * (215 / 255) + random.normal(0, 10, blurred.size[::-1])
    noisy = Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))
    file = io.BytesIO()
    noisy.save(file, format="JPEG", quality=40)
    return Image.open(file).convert("L")


def as_file(pictures: Sequence[Image.Image], dots: int) -> bytes:
    """A TIFF file of pages."""
    file = io.BytesIO()
    first, *rest = pictures
    first.save(
        file, format="TIFF", save_all=True, append_images=rest, dpi=(dots, dots), compression="tiff_lzw"
    )
    return file.getvalue()


def read(data: bytes, language: str) -> tuple[Extract, float]:
    """Read a file in this process; return its contents, and processor seconds per page."""
    model, readings = engine_data.model_of(get(language)), get(language).readings
    assert model is not None, engine_data.models()
    began = time.process_time()
    count = read_recognised(data, "scan", []).pages or 0
    pages = [
        [n, unstructure(recognise.recognise(data, "scan", n, model, readings))] for n in range(1, count + 1)
    ]
    found = read_recognised(data, "scan", pages)
    return found, (time.process_time() - began) / max(1, count)


def signs(text: str) -> str:
    """The characters of a text that count: without spaces, joiners and the shapes of quotation marks."""
    text = unicodedata.normalize("NFKC", text).translate(_FOLDED)
    return re.sub(r"[\s\u00ad\u0640\u200b-\u200f]+", "", text)


def letters(text: str) -> str:
    """The letters and digits of a text."""
    return re.sub(r"[\W_]+", "", signs(text))


def distance(one: str, other: str) -> int:
    """Levenshtein's distance of two texts."""
    a, b = (np.array([ord(c) for c in text], dtype=np.int64) for text in (one, other))
    places = np.arange(len(b) + 1)
    row = places.copy()
    for number, code in enumerate(a, 1):
        best = np.minimum(row[1:] + 1, row[:-1] + (b != code))
        row = np.concatenate(([number], best))
        row = np.minimum.accumulate(row - places) + places
    return int(row[-1])


def beginning(text: str, found: str) -> str:
    """The beginning of a text that as many pages hold as were read: what fits best."""
    if len(found) >= len(text):
        return text
    lengths = range(max(1, len(found) - 40), min(len(text), len(found) + 40) + 1)
    return min((text[:n] for n in lengths), key=lambda each: distance(each[-400:], found[-400:]))


def wrong(text: str, found: str) -> float:
    """The share of wrong characters, in per cent."""
    expected = beginning(text, found)
    return 100 * distance(expected, found) / max(1, len(expected))


def cases(language: str, pages: int) -> Iterator[tuple[str, str, bytes]]:
    """Name, text and PDF of each document of a language."""
    for source in ("udhr", "sdg"):
        texts = paragraphs(language, source)
        for font in fonts_of(language):
            yield f"{source} {font}", "\n".join(texts), typeset(texts, language, font)
    if language == "en":
        for name in RESOLUTIONS:
            data = (DATA / "un-pdf" / "resolutions" / f"{name}.pdf").read_bytes()
            plain = paged_file.read(data, name)
            last = min(pages, plain.pages or 1)
            lines = [plain.text_of(line) for line in plain.lines if (line.page or 1) <= last]
            yield name, "\n".join(lines), data


def drafts() -> Iterator[tuple[str, bytes]]:
    """Name and PDF of resolutions in English."""
    for path in sorted((DATA / "un-pdf" / "resolutions").glob("*.pdf"))[::EACH]:
        yield path.stem, path.read_bytes()


def measure_letters(languages: Sequence[str], pages: int, verbose: bool) -> None:
    """Print the share of wrong characters and letters, and how well doubt tells them."""
    for language in languages:
        for name, text, pdf in cases(language, pages):
            for dots, broken in ((200, False), (200, True), (300, False)):
                pictures = printed(pdf, dots, pages, without_pictures=True)
                if broken:
                    pictures = [damaged(picture, SEED + n) for n, picture in enumerate(pictures)]
                found, seconds = read(as_file(pictures, dots), language)
                words = len(found.text.split())
                _say(
                    f"{language} {name:24} {dots} {'damaged' if broken else 'clean':7} "
                    f"characters {wrong(signs(text), signs(found.text)):5.2f} % "
                    f"letters {wrong(letters(text), letters(found.text)):5.2f} % "
                    f"doubtful {len(found.doubtful)} of {words}, {seconds:.1f} s a page"
                )
                if verbose:
                    _show(text, found)


def _stroke(picture: Image.Image, colour: str, draw: Callable[[ImageDraw.ImageDraw], None]) -> Image.Image:
    """Draw something on a page in transparent ink."""
    layer = Image.new("L", picture.size, 0)
    draw(ImageDraw.Draw(layer))
    page = picture.convert("RGB")
    inked = ImageChops.multiply(page, Image.new("RGB", page.size, colour))
    return Image.composite(inked, page, layer.filter(ImageFilter.GaussianBlur(0.7)))


def stamped(picture: Image.Image, colour: str) -> Image.Image:
    """Put a round stamp over the text of a page."""
    x, y = picture.width // 2, round(0.4 * picture.height)

    def draw(layer: ImageDraw.ImageDraw) -> None:
        for radius, width in ((170, 7), (130, 4)):
            layer.ellipse((x - radius, y - radius, x + radius, y + radius), outline=255, width=width)
        layer.text((x - 110, y - 22), "RECEIVED", fill=255, font_size=44)

    return _stroke(picture, colour, draw)


def signed(picture: Image.Image, colour: str) -> Image.Image:
    """Sign over the text of a page."""
    along = np.linspace(0, 1, 400)
    x = picture.width / 2 - 250 + 500 * along
    y = 0.4 * picture.height + 60 + 60 * np.sin(9 * along) + 40 * np.cos(23 * along)
    points = list(zip(x.tolist(), y.tolist(), strict=True))
    return _stroke(picture, colour, lambda layer: layer.line(points, fill=255, width=5))


def folded(picture: Image.Image, axis: int) -> Image.Image:
    """Darken a page beside a fold, across it (0) or along it (1)."""
    shades = np.asarray(picture, dtype=np.float32)
    aside = np.abs(np.arange(shades.shape[axis]) - 0.48 * shades.shape[axis])
    shadow = np.expand_dims(1 - 0.55 * np.exp(-aside / 25), 1 - axis)
    return Image.fromarray((shades * shadow).astype(np.uint8))


def on_a_sheet(pictures: Sequence[Image.Image]) -> Image.Image:
    """Lay two pages side by side, with the shadow of the fold between them."""
    both = np.hstack([np.asarray(picture) for picture in pictures[:2]]).astype(np.float32)
    aside = np.abs(np.arange(both.shape[1]) - pictures[0].width)
    return Image.fromarray((both * (1 - 0.75 * np.exp(-aside / 40))).astype(np.uint8))


HANDLED: dict[str, Callable[[Sequence[Image.Image]], list[Image.Image]]] = {
    "as printed": list,
    "tilted by 5°": lambda pages: [p.rotate(5, Image.Resampling.BICUBIC, True, fillcolor=255) for p in pages],
    "turned by 90°": lambda pages: [p.rotate(90, expand=True) for p in pages],
    "upside down": lambda pages: [p.rotate(180) for p in pages],
    "two on a sheet": lambda pages: [on_a_sheet(pages)],
    "folded across": lambda pages: [folded(p, 0) for p in pages],
    "folded along": lambda pages: [folded(p, 1) for p in pages],
    "stamped in red": lambda pages: [stamped(p, "#cd232d") for p in pages],
    "stamped in blue": lambda pages: [stamped(p, "#233cb4") for p in pages],
    "stamped in black": lambda pages: [stamped(p, "#1e1e1e") for p in pages],
    "signed in blue": lambda pages: [signed(p, "#233cb4") for p in pages],
    "signed in black": lambda pages: [signed(p, "#1e1e1e") for p in pages],
}


def measure_handled(languages: Sequence[str]) -> None:
    """Print how two pages are read that were handled before they were scanned."""
    for language in languages:
        texts = paragraphs(language, "udhr", most=None)
        pages = printed(typeset(texts, language, fonts_of(language)[0]), 200, 2)
        for name, handle in HANDLED.items():
            found, seconds = read(as_file(handle(pages), 200), language)
            share = wrong(letters("\n".join(texts)), letters(found.text))
            doubtful = len(found.doubtful)
            _say(f"{language} {name:16} letters {share:5.2f} % doubtful {doubtful}, {seconds:.1f} s a page")


def opened(pdf: bytes, language: str, pages: int, *, broken: bool) -> tuple[Document, Document]:
    """The first pages of a PDF as a document, and as a document read from their pictures."""
    whole, some = pypdfium2.PdfDocument(pdf), pypdfium2.PdfDocument.new()
    some.import_pages(whole, list(range(min(pages, len(whole)))))
    file = io.BytesIO()
    some.save(file)
    pictures = printed(pdf, 200, pages)
    if broken:
        pictures = [damaged(picture, SEED + n) for n, picture in enumerate(pictures)]
    info = DocumentInfo(language=language)
    text = open_bytes(file.getvalue(), "text.pdf", Settings(cache=False), info)
    return text, open_bytes(as_file(pictures, 200), "scan.tiff", Settings(cache=False), info)


def measure_resolutions(pages: int) -> None:
    """Print how many amendments are made up between resolutions and their scans."""
    for name, pdf in drafts():
        for broken in (False, True):
            text, scan = opened(pdf, "en", pages, broken=broken)
            found = diff_documents(text, scan).revision
            notes = sum(change.is_amendment for change in found.footnote_changes)
            _say(
                f"en {name:24} {'damaged' if broken else 'clean':7} {len(text)} paragraphs, "
                f"{sum(change.is_amendment for change in found.changes)} made up; "
                f"{len(text.footnotes)} notes, {notes} made up; {len(scan.doubtful)} doubtful words"
            )


def measure_amendments(languages: Sequence[str], held_out: bool, verbose: bool) -> None:
    """Print how many amendments are made up between a text and its scan."""
    from tests.benchmarks.scanned_edits import outcome, samples

    for sample in samples(languages, held_out=held_out, edits=False):
        for broken in (False, True):
            found = outcome(sample, broken=broken)
            _say(
                f"{sample.language} {sample.name:24} {'damaged' if broken else 'clean':7} "
                f"{len(sample.texts)} paragraphs, {len(found.made_up)} made up; "
                f"{len(found.scan.doubtful)} doubtful words"
            )
            for change in found.made_up if verbose else ():
                _say(f"    {found.text.joined(change.old)!r} -> {found.scan.joined(change.new)!r}")


def measure_layouts(languages: Sequence[str], held_out: bool, verbose: bool) -> None:
    """Print how many amendments are made up between made pages and their scans."""
    from tests.benchmarks.scanned_layouts import layouts

    for language in languages:
        total = Counter[str]()
        for name, pdf in layouts(language, held_out=held_out):
            text, scan = opened(pdf, language, 2, broken=False)
            pair = diff_documents(text, scan)
            changes = [change for change in pair.revision.changes if change.is_amendment]
            notes = sum(change.is_amendment for change in pair.revision.footnote_changes)
            _say(f"{language} {name}: {len(text)} paragraphs, {len(changes)} made up; {notes} notes")
            for change in changes if verbose else ():
                _say(f"    {pair.old.joined(change.old)!r} -> {pair.new.joined(change.new)!r}")
            total.update(paragraphs=len(text), made_up=len(changes))
        _say(f"{language}: {total['made_up']} made up of {total['paragraphs']}")


def measure_edits(languages: Sequence[str], held_out: bool) -> None:
    """Print how many edits of each kind are shown in a scan, as amendments or as read differently."""
    from tests.benchmarks.scanned_edits import outcome, samples

    for sample in samples(languages, held_out=held_out, edits=True):
        for broken in (False, True):
            found = outcome(sample, broken=broken)
            kinds = {name: dict(Counter(getattr(found, name))) for name in ("shown", "doubted", "lost")}
            _say(f"{sample.language} {sample.name:24} {'damaged' if broken else 'clean':7} {kinds}")


def measure_alignment() -> None:
    """Print how well a Chinese scan is aligned with an English text."""
    for broken in (False, True):
        count, f1 = alignment(broken=broken)
        _say(f"zh-en {'damaged' if broken else 'clean':7} {count} links, F1 {f1:.3f}")


def alignment(*, broken: bool) -> tuple[int, float]:
    """How many links a Chinese text has with an English one, and F1 of those that its scan has."""
    settings = Settings(cache=False)
    encoder = load_encoder(settings)
    path = DATA / "udhr" / "udhr.en.txt"
    english = open_bytes(path.read_bytes(), path.name, settings, DocumentInfo(language="en"))
    pdf = typeset(paragraphs("zh", "udhr", most=None), "zh", fonts_of("zh")[0])
    text, scan = (
        {(tuple(bead.source), tuple(bead.target)) for bead in pair.alignment.beads}
        for pair in (
            align_documents(each, english, encoder, settings) for each in opened(pdf, "zh", 20, broken=broken)
        )
    )
    return len(text), 2 * len(text & scan) / (len(text) + len(scan))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _show(text: str, found: Extract) -> None:
    """Print the words that are wrong, and whether they are marked as doubtful."""
    import difflib

    expected = beginning(text.translate(_FOLDED), found.text.translate(_FOLDED)).split()
    words = [(m.group(), m.start()) for m in re.finditer(r"\S+", found.text.translate(_FOLDED))]
    match = difflib.SequenceMatcher(None, expected, [word for word, _ in words], autojunk=False)
    for tag, i, j, k, m in match.get_opcodes():
        if tag == "equal":
            continue
        marked = all(
            any(span.start < start + len(word) and start < span.stop for span in found.doubtful)
            for word, start in words[k:m]
        )
        said = "doubt" if marked and k < m else "sure"
        _say(f"    {said:5} {expected[i:j]} -> {[word for word, _ in words[k:m]]}")


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("part", nargs="?", choices=PARTS, default="letters")
    parser.add_argument("languages", nargs="*", default=[])
    parser.add_argument("--pages", type=int, default=1)
    parser.add_argument("-v", action="store_true")
    parser.add_argument("--held-out", action="store_true")
    given = parser.parse_args()
    if not DATA.is_dir() or not engine_data.is_installed():
        sys.exit("needs ../shared/data, and the extra [scans] with the data of its languages")
    languages = given.languages or LANGUAGES
    if given.part == "align":
        measure_alignment()
    elif given.part == "diff":
        measure_amendments(languages, given.held_out, given.v)
        if "en" in languages and not given.held_out:
            measure_resolutions(given.pages)
    elif given.part == "layouts":
        measure_layouts(languages, given.held_out, given.v)
    elif given.part == "edits":
        measure_edits(languages, given.held_out)
    elif given.part == "handled":
        measure_handled(languages)
    else:
        measure_letters(languages, given.pages, given.v)


if __name__ == "__main__":
    main()
