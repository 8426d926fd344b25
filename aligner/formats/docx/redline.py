"""A redline: the newer draft as a Word file with the changes tracked in it.

Accepting all changes in Word or LibreOffice gives the newer draft, word for word; rejecting
them gives the older. Numbers are written as text, so that neither program can renumber them;
footnotes are real footnotes, with their own changes. So is the new draft of a language that is
behind the pivot.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from aligner.formats.cells import divided, flat
from aligner.formats.docx import redline_plan, word_xml
from aligner.formats.docx.redline_plan import DELETED, EQUAL, NoteAt, Redline, RedlineParagraph, RedlineRun
from aligner.formats.docx.word_xml import CHANGE_TAGS, Look, attribute, characters, paragraph_properties
from aligner.formats.docx.word_xml import runs as text_runs
from aligner.formats.update.wording import asked
from aligner.languages import get
from aligner.languages.numerals import printed_label
from aligner.revision.revise import revise
from aligner.values import SegmentKind, Update
from aligner.values.catalogue import Words
from aligner.values.results import RevisedPair
from aligner.view.redline_runs import Mark

AUTHOR: Final = "aligner"
NO_REMARKS: Final[Mapping[int, str]] = MappingProxyType({})
_STYLES: Final = {
    **{kind: kind.capitalize() for kind in SegmentKind},
    SegmentKind.HEADING: "Heading1",
    **dict.fromkeys((SegmentKind.PARAGRAPH, SegmentKind.ROW), "Normal"),
}
"""The styles of paragraphs, most of which have the names of the kinds (`data/templates/word_styles.xml`)."""


def revision(
    result: RevisedPair,
    words: Words,
    *,
    author: str = AUTHOR,
    date: str = "",
    remarks: Mapping[int, str] = NO_REMARKS,
) -> bytes:
    """Write two drafts as one Word file with tracked changes.

    Args:
        result: the drafts and the changes between them.
        words: the language of remarks on moved paragraphs.
        author: the author of the changes.
        date: the date of the changes, as `2025-05-19T12:00:00Z`; none by default, so that the
            same drafts give the same bytes.
        remarks: further comments, by the index of the newer draft's segment.

    Returns:
        The file. Accepting all changes gives the text of the newer draft with its numbers
        and footnotes, rejecting them that of the older, except for characters that XML
        cannot hold (see `runs.legal`) and " | " between the cells of a table row. Accepted
        amendments are no longer tracked; what else was decided is in comments.
    """
    redline = redline_plan.plan(result, words)
    _comment(redline, result, remarks)
    return _Writer(result, redline, author, date, words).file()


def _comment(redline: Redline, result: RevisedPair, remarks: Mapping[int, str]) -> None:
    """Add comments to the paragraphs of these segments of the newer draft."""
    at = {result.new.segments[index].span.start: text for index, text in remarks.items()}
    for paragraph in redline.paragraphs:
        if paragraph.start is not None and not paragraph.is_note and paragraph.start in at:
            paragraph.remark = "\n".join(filter(None, (paragraph.remark, at[paragraph.start])))


class _Writer:
    """Writes one redline and counts its changes and footnotes."""

    def __init__(self, pair: RevisedPair, redline: Redline, author: str, date: str, words: Words) -> None:
        self.pair, self.redline, self.words = pair, redline, words
        self.language = pair.new.language
        self.author, self.date, self.moment = author, date, date
        self.first_note = redline_plan.start_number(pair)
        self.changes = 0
        self.notes: list[str] = []
        self.remarks: list[str] = []

    def file(self) -> bytes:
        """Return the whole file."""
        paragraphs = self.redline.paragraphs
        body = "".join(map(self.paragraph, paragraphs, redline_plan.later(paragraphs))) or "<w:p/>"
        page = word_xml.section(rtl=get(self.language).right_to_left)
        made = self.pair.revision.signature
        parts = {
            "document": f"<w:document {word_xml.NAMES}><w:body>{body}{page}</w:body></w:document>",
            "footer": word_xml.footer(),
            "settings": word_xml.part("settings", first_footnote=self.first_note or 1),
            "footnotes": word_xml.part("footnotes", inside="".join(self.notes)),
        }
        if self.remarks:
            parts["comments"] = f"<w:comments {word_xml.NAMES}>{''.join(self.remarks)}</w:comments>"
        about = word_xml.Properties(
            title=self.pair.new.title or self.pair.new.source,
            author=self.author,
            made_with=self.words("report.signature", version=made.aligner) if made else "",
            date=self.date,
        )
        return word_xml.package(parts, self.language, about)

    def paragraph(self, paragraph: RedlineParagraph, late: bool) -> str:
        """Write one paragraph; see `redline_plan.later` for `late`."""
        self.moment = redline_plan.moment(self.date, late=late)
        mark = f"<w:{CHANGE_TAGS[paragraph.border]} {self._who()}/>" if paragraph.border is not EQUAL else ""
        style = "FootnoteText" if paragraph.is_note else _STYLES[paragraph.kind]
        runs = paragraph.runs
        if paragraph.kind is SegmentKind.ROW:  # a tab would be as wide as the tab stops of the reader's file
            runs = [replace(run, text=divided(run.text)) for run in runs]
        inside = "".join(map(self.run, runs))
        if paragraph.remark:
            inside = self._with_remark(inside, paragraph)
        return f"<w:p>{paragraph_properties(style, self.language, mark=mark)}{inside}</w:p>"

    def run(self, run: RedlineRun) -> str:
        """Write one run inside its change, if it has one."""
        deleted = run.mark is DELETED or run.within
        if run.note is not None:
            inside = self._note(run.note, run.mark)
        else:
            inside = text_runs(run.text, self.language, Look(opening=run.opening), deleted=deleted)
        if run.within:
            inside = f"<w:del {self._who()}>{inside}</w:del>"
        moved = run.carried or run.within
        return self._wrapped(
            inside, run.mark, "docx.mover" if moved else "docx.form_only" if run.form else ""
        )

    def _wrapped(self, inside: str, mark: Mark, author: str = "") -> str:
        if mark is EQUAL or not inside:
            return inside
        return f"<w:{CHANGE_TAGS[mark]} {self._who(author)}>{inside}</w:{CHANGE_TAGS[mark]}>"

    def _who(self, author: str = "") -> str:
        """Return the attributes of a change.

        Text that only moved or differs only in form has a separate author (a message's key), so
        that Word gives it another colour and can hide it by reviewer.
        """
        self.changes += 1
        name = self.words(author, author=self.author) if author else self.author
        when = f' w:date="{attribute(self.moment)}"' if self.moment else ""
        return f'w:id="{self.changes}" w:author="{attribute(name)}"{when}'

    def _note(self, note: NoteAt, mark: Mark) -> str:
        """Return a reference to a footnote, whose text is written separately."""
        runs = self.redline.notes.get(note, ())
        if note.old is None and note.new is None:  # a repeated mark, or one whose footnote is missing
            return text_runs(note.mark, self.language, Look(raised=True), deleted=mark is DELETED)
        number = len(self.notes) + 1
        automatic = self.first_note is not None and redline_plan.is_number(note.mark)
        typed = "" if automatic else characters(note.mark, deleted=mark is DELETED)
        own = "<w:footnoteRef/>" if automatic else characters(note.mark)
        look = word_xml.properties(self.language, Look(style="FootnoteReference"))
        text = "".join(self.run(run) for run in runs)
        self.notes.append(
            f'<w:footnote w:id="{number}"><w:p>{paragraph_properties("FootnoteText", self.language)}'
            f"<w:r>{look}{own}</w:r>{text_runs(' ', self.language)}{text}</w:p></w:footnote>"
        )
        custom = "" if automatic else ' w:customMarkFollows="1"'
        return f'<w:r>{look}<w:footnoteReference{custom} w:id="{number}"/>{typed}</w:r>'

    def _with_remark(self, inside: str, paragraph: RedlineParagraph) -> str:
        """Return a paragraph's content inside a comment."""
        number, language = str(len(self.remarks)), self.words.language
        said = paragraph_properties("CommentText", language) + text_runs(paragraph.remark, language)
        self.remarks.append(word_xml.comment(number, self.author, self.date, said))
        reference = (
            '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr>'
            f'<w:commentReference w:id="{number}"/></w:r>'
        )
        mark = paragraph.border
        if mark is EQUAL and paragraph.runs:
            mark = paragraph.runs[0].mark
        return (
            f'<w:commentRangeStart w:id="{number}"/>{inside}<w:commentRangeEnd w:id="{number}"/>'
            f"{self._wrapped(reference, mark)}"
        )


def draft(result: Update, words: Words, *, author: str = AUTHOR, date: str = "") -> bytes:
    """Return the language's old draft as a Word file with all changes tracked, and requests as comments.

    Accepting all gives the proposed draft, rejecting all the old one.

    Args:
        result: the drafts and what is asked.
        words: the language of the comments.
        author: whose changes they are said to be.
        date: when they were made, as `2025-05-19T12:00:00Z`; nothing is said if empty.
    """
    remarks = {
        index: "\n".join(asked(ask, words) for ask in each.asks)
        for index, each in enumerate(result.kept)
        if each.asks
    }
    pair = RevisedPair(result.old, result.draft, revise(result.old, result.draft))
    return revision(pair, words, author=author, date=date, remarks=remarks)


def text(result: Update) -> bytes:
    """Return one paragraph per line: its number as printed, a tab, and its text; no footnotes.

    The document's symbol, which is no paragraph, is the first line.
    """
    symbol, texts = result.draft.masthead.symbol, result.draft.texts()
    lines = [f"{symbol}\n"] if symbol is not None and symbol not in texts else []
    for index, segment in enumerate(result.draft.segments):
        label = printed_label(segment.label, result.language)
        number = f"{flat(label)}\t" if label else ""
        lines.append(f"{number}{flat(texts[index])}\n")
    return "".join(lines).encode("utf-8", "replace")
