"""The tables of a language's profile: one value type for each, in the order of the file.

`profiles/de.toml` is one language. Each of its tables is one of these types, each key a
field; a field without a default must be there. Other patterns are kept as text: the modules
that use them (`numerals`, `openings`, …) compile them on first use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import regex

SCRIPTS: Final = ("han", "latin", "cyrillic", "arabic")
"""The scripts that detection and encodings know."""

NO_MATCH: Final = r"\A(?!)"  # tried at the beginning only
NOTHING: Final = re.compile(NO_MATCH)
"""A pattern that matches nothing, for something a language has no word for."""


class Words(str):
    """A pattern for words of a language, in capitals or not; compiled on first use."""

    @cached_property
    def _compiled(self) -> regex.Pattern[str]:
        import regex  # here, since each start of the program imports this module

        return regex.compile(self, regex.IGNORECASE)

    def search(self, text: str, start: int = 0) -> regex.Match[str] | None:
        """Return the first match in a text."""
        return self._compiled.search(text, start)

    def match(self, text: str) -> regex.Match[str] | None:
        """Return the match at the beginning of a text."""
        return self._compiled.match(text)

    def finditer(self, text: str) -> Iterator[regex.Match[str]]:
        """Yield all matches in a text."""
        yield from self._compiled.finditer(text)

    def count_in(self, text: str) -> int:
        """Return the number of matches in a text."""
        return len(self._compiled.findall(text))


NO_WORDS: Final = Words(NO_MATCH)


@dataclass(frozen=True, slots=True)
class Language:
    """Facts about one language that all parts of the code need.

    Attributes:
        code: ISO 639-1.
        english: its name in English.
        endonym: its name in itself.
        order: its place in lists of languages, from 1.
        official: whether it is an official language of the United Nations.
        three_letter: its codes of ISO 639-2 and 639-3, the usual one first.
        script: one of `SCRIPTS`.
        spaced: whether words, and so the joins of wrapped lines, have spaces between them.
        right_to_left: direction of its script.
        density: characters it takes, on average, for one character of English; measured on
            clean parallel UN text, used to compare lengths across languages.
        cased: whether its script has capitals, which begin sentences.
        letters: its letters outside ASCII, from frequent to rare, a string for each degree.
        recognition: the name of its data for text recognition, if that is not its first three-letter code;
            after a `+`, data of the letters that are printed in it but that its own data lacks.
        readings: for each time that text recognition reads a page, the dots per inch above which it reads
            the letters worse, and by which factor they are made wider; measured.
    """

    code: str
    english: str
    endonym: str
    order: int
    three_letter: tuple[str, ...]
    script: str
    density: float
    letters: tuple[str, ...]
    official: bool = False
    spaced: bool = True
    right_to_left: bool = False
    cased: bool = True
    recognition: str = ""
    readings: tuple[tuple[float, float], ...] = ((400.0, 1.0),)

    def __post_init__(self) -> None:
        """Refuse an unknown script or a density that makes no sense.

        Raises:
            ValueError: the script is not known, the density not positive, or there is no code.
        """
        if self.script not in SCRIPTS:
            raise ValueError(f"script {self.script!r} is not known; choose one of {', '.join(SCRIPTS)}")
        if self.density <= 0:
            raise ValueError(f"density must be positive, not {self.density}")
        if not self.three_letter:
            raise ValueError("three_letter is empty; give at least one code")

    @property
    def recognised_as(self) -> str:
        """The name of its data for text recognition, as Tesseract has it."""
        return self.recognition or self.three_letter[0]

    @property
    def latin_script(self) -> bool:
        """Whether it is written in Latin letters, so that names keep their spelling in the others."""
        return self.script == "latin"

    @property
    def direction(self) -> str:
        """The value for an HTML `dir` attribute."""
        return "rtl" if self.right_to_left else "ltr"


@dataclass(frozen=True, slots=True)
class PageWords:
    """Words that are on the page around a text; UN pages mix those of all languages.

    Attributes:
        languages: what mastheads in this language call each language ("Original: English"), lower case.
        distribution: the heading of the line that says to whom a document goes.
        distributed: what follows it (general, limited, restricted).
        original: the heading of the line that names the original language.
        notice: the printer's remark at the foot of the first page, or the stamp of an unedited version.
        page: words for "page" before its number.
        page_of: words for "of" between a page number and the number of pages.
        page_number: a whole page number, where the words are around it.
        continued: the remark that a table or a list goes on.
        contents: headings of a list of contents, tables or figures.
        exponent_units: units after which a small raised digit is an exponent, never a footnote's mark.
    """

    languages: Mapping[str, tuple[str, ...]]
    distribution: str
    distributed: str
    original: str
    notice: str
    page: str
    page_of: str
    page_number: str = NO_MATCH
    continued: str = NO_MATCH
    contents: str = NO_MATCH
    exponent_units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LabelWords:
    """How lists and articles are numbered.

    Attributes:
        letters: the letters that number list items, in the order in which they count.
        worded: words before the number of an article or a part.
    """

    letters: str
    worded: str


@dataclass(frozen=True, slots=True)
class WordFacts:
    """How one language builds words and atoms.

    Attributes:
        dictionary: whether words are found with a dictionary, for want of spaces.
        shingle: how many characters in a row tell one passage from another; two Han
            characters say as much as four letters.
        months: a pattern for the names of the months; empty if months are numbered.
        date: a pattern for a date; `MONTH` stands for the months.
        unit: a pattern for what follows a number and belongs to it.
        reference: a pattern for the words that make a number a reference to a passage,
            standing before it.
        between: a pattern for what is between two days of one month.
        first_day: a pattern for the first of two days of one month; `BETWEEN` stands for `between`.
        last_day: a pattern for the second of two days, where the first is a whole date.
        elision: a pattern for a short word joined to the next by an apostrophe.
        ordinal: a pattern for references to passages whose number is written out.
        amount: a pattern for other numbers written out, with what they count.
        symbol: a pattern for the number of a resolution, where words frame it.
        revealing: a character class; an edit with one of these is more than a change of wording.
        title_marks: the marks that set off titles where there are no capitals.
        leading: words that belong to the words after them: conjunctions, prepositions, articles.
        spellings: pairs of a pattern for one of two spellings of the same words, in lower case, and the
            replacement that gives the other.
    """

    shingle: int
    date: str
    unit: str
    reference: str
    first_day: str
    between: str = r"[-–—]"
    last_day: str = ""
    dictionary: bool = False
    months: str = ""
    elision: str = ""
    ordinal: str = ""
    amount: str = ""
    symbol: str = ""
    revealing: str = ""
    title_marks: str = ""
    leading: tuple[str, ...] = ()
    spellings: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        """Refuse shingles of no characters.

        Raises:
            ValueError: `shingle` is not positive.
        """
        if self.shingle < 1:
            raise ValueError(f"shingle must be at least 1, not {self.shingle}")


@dataclass(frozen=True, slots=True)
class NumberTable:
    """How numbers are written, in figures and in words.

    In `units` to `fractions` a key is a value, its text the words for it: `a|b` are
    alternatives, a final `*` marks a stem. "One" and its forms are articles far more often
    than numbers: `ones` are read within larger numbers only.

    Attributes:
        groups: characters that may divide thousands.
        decimal: characters that may begin decimals.
        months: the names of each month, in order; empty where months are numbered.
        units: cardinals and ordinals from one to nineteen.
        ones: "one" and its forms.
        tens: twenty to ninety.
        hundreds: a hundred, and larger hundreds that are single words.
        scales: thousand, million, …
        fixed_scales: scale words that keep their form after any number.
        fractions: half, third, …, by values such as `1/3`.
        parted: a pattern for a fraction that names its `whole` before its `part`.
        joiner: a pattern for what joins units and tens.
        link: a pattern for what joins the parts of a larger number; nothing, if they may be one word.
        one_link: the same before one of `ones`, where that differs.
        units_first: whether units go before tens.
        percent: the "per" of "per cent"; a hundred after it is not a separate number.
        adds_hundreds: whether a hundred is added to what precedes it (сто) instead of multiplying it.
        larger: words that multiply the number beside them (dozen, thousand).
        half: words for a half.
        hundred: words for a hundred that figures may stand for.
        pair: words for two of a kind.
        ordinal: ordinals that may stand before the name of a fraction without counting it: third quarter.
        afternoon: words that put an hour into the afternoon.
        decade: the ending after the year of a decade.
        ordinal_mark: the suffix of a Roman numeral used as an ordinal.
        through: words from the first number of a range to its last.
        era: words that date a text by another era; its years begin after `era_start`.
        era_start: the year before the first of that era.
    """

    groups: str
    decimal: str
    larger: Words
    half: Words
    hundred: Words
    pair: Words
    months: tuple[str, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    ones: Mapping[str, str] = field(default_factory=dict)
    tens: Mapping[str, str] = field(default_factory=dict)
    hundreds: Mapping[str, str] = field(default_factory=dict)
    scales: Mapping[str, str] = field(default_factory=dict)
    fixed_scales: str = NO_MATCH
    fractions: Mapping[str, str] = field(default_factory=dict)
    parted: Words = NO_WORDS
    joiner: str = ""
    link: str = ""
    one_link: str = ""
    percent: str = ""
    units_first: bool = False
    adds_hundreds: bool = False
    ordinal: Words = NO_WORDS
    afternoon: str = NO_MATCH
    decade: str = NO_MATCH
    ordinal_mark: str = ""
    through: str = "[-–—‑]"
    era: str = NO_MATCH
    era_start: int = 0

    def __post_init__(self) -> None:
        """Refuse a year without twelve months, and keys that are not numbers.

        Raises:
            ValueError: there are some names of months but not twelve, or a key is not a number.
        """
        if len(self.months) not in (0, 12):
            raise ValueError(f"months has {len(self.months)} names; a year has twelve")
        for table in (self.units, self.ones, self.tens, self.hundreds, self.scales):
            wrong = [key for key in table if not key.isdecimal()]
            if wrong:
                raise ValueError(f"{wrong[0]!r} is not the value of a number word; write digits")
        for key in self.fractions:
            if not all(part.isdecimal() for part in key.split("/")) or key.count("/") != 1:
                raise ValueError(f"{key!r} is not a fraction such as '1/3'")


@dataclass(frozen=True, slots=True)
class OrdinalTable:
    """The ordinals up to 99 in words, as sessions are counted.

    A key is a value, its text the forms of the word (genders, cases): `a|b`, in the same order for
    all values. A single form stands for all.

    Attributes:
        units: the first to the nineteenth.
        tens: the twentieth, thirtieth, …
        stems: how those begin a compound, where that is not their own form (`twenty` in `twenty-first`).
        whole: compounds that are formed in another way.
        joiner: what joins units and tens.
        units_first: whether units go before tens.
        endings: what follows an ordinal in digits: by a number, or by its end (`*3`); the first counts.
    """

    units: Mapping[str, str] = field(default_factory=dict)
    tens: Mapping[str, str] = field(default_factory=dict)
    endings: Mapping[str, str] = field(default_factory=dict)
    stems: Mapping[str, str] = field(default_factory=dict)
    whole: Mapping[str, str] = field(default_factory=dict)
    joiner: str = ""
    units_first: bool = False


@dataclass(frozen=True, slots=True)
class SentenceFacts:
    """Where sentences end.

    Attributes:
        before_number: abbreviations, where a number follows; else they are words (`no`, `art`).
        before_name: abbreviations that never end a sentence, since a name or an example follows.
        may_end: abbreviations that end one where a capital follows, and not otherwise.
            One that is in `before_name` too ends one only after a number.
        openers: words that begin sentences; if there are any, an abbreviation of several initials
            ends one only before these.
        ends: signs that may end one; several together are one end.
        ordinal: what precedes the full stop of an ordinal number (am 10. Dezember).
        cased: whether a small letter after the sign means that the sentence continues.
    """

    before_number: frozenset[str]
    before_name: frozenset[str]
    may_end: frozenset[str]
    openers: frozenset[str] = frozenset()
    ends: str = ".!?…。？！"
    ordinal: re.Pattern[str] = NOTHING
    cased: bool = False


@dataclass(frozen=True, slots=True)
class Structure:
    """How resolutions, treaties and laws are laid out.

    `<HAN>` stands for the Chinese numerals, `<NUMBER>` for a number with its bis or ter.
    `article` and `part` are whole patterns, or are made of their words, ordinals and capitals.

    Attributes:
        organ_line: a line that only names a body (`General Assembly`).
        enacting: the line that makes a body the subject of a resolution, up to its comma.
        session: a line that names a session or a place and time of meeting.
        agenda: a line that begins with the number of an agenda item.
        sponsors: a line that says who submits a draft; group 1 has the names.
        sponsor_separator: what divides those names.
        resolution_head: a line that says what kind of text follows.
        preambular: how a preambular paragraph opens.
        operative: how an operative paragraph opens.
        adoption: a line that says when and where a text was adopted.
        signature: how the closing words before the signatures begin.
        annex: a line that is the heading of an annex.
        before_number: words after which a number is a number and never a footnote's mark.
        conjunction: the end of a line that continues on the next.
        article: a numbered article's head, as a prefix of the line; the label is group 1.
        first_article: how the first article is headed, if not with a digit like the others.
        part: the head of a chapter or part; the label is group 1.
        spaced_signs: signs that have a space before them.
        option: how a passage says that it is one of several: `Option 1`.
        suspending: a word before which the first part of a compound stands alone (`two- and three-year`).
        hyphened: compounds that are written with a hyphen, whatever else the document has.
        hyphened_words: those written so if their first part is a word of the document.
        language: code of the language.
    """

    organ_line: re.Pattern[str]
    enacting: re.Pattern[str]
    session: re.Pattern[str]
    agenda: re.Pattern[str]
    sponsors: re.Pattern[str]
    sponsor_separator: re.Pattern[str]
    resolution_head: re.Pattern[str]
    preambular: re.Pattern[str]
    operative: re.Pattern[str]
    adoption: re.Pattern[str]
    signature: re.Pattern[str]
    annex: re.Pattern[str]
    before_number: re.Pattern[str]
    conjunction: re.Pattern[str]
    article: re.Pattern[str] = NOTHING
    article_words: str = ""
    article_ordinals: str = ""
    article_untitled: bool = False
    first_article: str = ""
    part: re.Pattern[str] = NOTHING
    part_words: str = ""
    part_ordinals: str = ""
    capitals: str = ""
    spaced_signs: str = ""
    option: re.Pattern[str] = NOTHING
    suspending: re.Pattern[str] = NOTHING
    hyphened: re.Pattern[str] = NOTHING
    hyphened_words: re.Pattern[str] = NOTHING
    language: str = ""

    def __post_init__(self) -> None:
        """Refuse a layout without articles or parts.

        Raises:
            ValueError: `article` or `part` has neither a pattern nor words.
        """
        for name in ("article", "part"):
            if getattr(self, name) is NOTHING and not getattr(self, f"{name}_words"):
                raise ValueError(f"neither {name} nor {name}_words is given")


@dataclass(frozen=True, slots=True)
class OpeningTable:
    """The verbs that open paragraphs.

    Attributes:
        chain: words like "also" that shift when neighbouring paragraphs move.
        ranks: the verbs of each class and rank, by keys such as `exhortation 5`.
        first_person: the same in the first person plural, in which declarations speak.
        subjects: the pronouns that may precede these: `We`.
    """

    chain: tuple[str, ...]
    ranks: Mapping[str, tuple[str, ...]]
    first_person: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    subjects: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a key that is not a class and a rank.

        Raises:
            ValueError: a key of `ranks` or `first_person` is not a name and a number.
        """
        for key in (*self.ranks, *self.first_person):
            name, _, rank = key.rpartition(" ")
            if not name or not rank.removeprefix("-").isdecimal():
                raise ValueError(f"{key!r} is not a class and a rank, such as 'exhortation 5'")


@dataclass(frozen=True, slots=True)
class InstructionTable:
    """How amendments are put into words.

    Attributes:
        quote: the opening and the closing quotation mark, with their spaces.
        bis: the labels of paragraphs inserted after `{n}`, the first, second and third.
        templates: the sentence for each instruction; see `TEMPLATES`.
        at: what the beginning of a paragraph's name becomes after "in"; the first pattern that fits counts.
        the: the same for its name as an object.
        of: the same after "after".
        subdivision: how a lettered subparagraph is cited, with the letter as group 1: (a), a).
        annexes: how the first annexes are numbered; later ones have their number in digits.
    """

    quote: tuple[str, str]
    bis: tuple[str, str, str]
    templates: Mapping[str, str]
    at: tuple[tuple[str, str], ...] = (("", ""),)
    the: tuple[tuple[str, str], ...] = (("", ""),)
    of: tuple[tuple[str, str], ...] = (("", ""),)
    subdivision: str = r"(\1)"
    annexes: tuple[str, ...] = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")

    def in_annex(self, paragraph: str, annex: int) -> str:
        """Return the name of a paragraph of an annex; `annex` is 0 for the only one."""
        if not annex:
            return self.templates["annex"].format(n=paragraph)
        nth = self.annexes[annex - 1] if annex <= len(self.annexes) else annex
        return self.templates["nth_annex"].format(n=paragraph, annex=nth)

    def __post_init__(self) -> None:
        """Refuse a language that cannot word every instruction.

        Raises:
            ValueError: a template is missing; the message names it.
        """
        missing = sorted(TEMPLATES - self.templates.keys())
        if missing:
            raise ValueError(f"templates lacks {', '.join(missing)}")


TEMPLATES: Final = frozenset(
    {
        *("operative", "preambular", "paragraph", "article", "article_paragraph"),
        *("annex", "nth_annex"),
        *("beginning", "row"),
        *("replace", "insert", "insert_first", "delete"),
        *("add", "add_plain", "add_row", "add_heading", "add_first", "add_operative"),
        *("remove", "move", "move_first", "split", "merge"),
        *("note_replace", "note_insert", "note_insert_first", "note_delete", "note_add", "note_remove"),
    }
)
"""The instructions that every language words."""


@dataclass(frozen=True, slots=True)
class ReferenceTable:
    """How a resolution refers to its own paragraphs: `internal`, whose group `n` is the number."""

    internal: str


PERCENT: Final = "per cent"
"""The unit that is part of the number's value."""

UNITS: Final = (
    *(PERCENT, "dollars", "euros", "kilometres", "hectares", "tons"),
    *("years", "months", "weeks", "days", "hours"),
)
"""The units that every language names."""


@dataclass(frozen=True, slots=True)
class UnitTable:
    """Words of units.

    Attributes:
        after: a pattern for each of `UNITS`, as it follows a number.
        gap: what may be between a number and its unit.
        dual: a pattern for two of some of them, where one word says so: شهرين.
    """

    after: Mapping[str, str]
    gap: str
    dual: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a language without one of the units.

        Raises:
            ValueError: a unit is missing; the message names it.
        """
        missing = [unit for unit in UNITS if unit not in self.after]
        if missing:
            raise ValueError(f"after lacks {', '.join(missing)}")


@dataclass(frozen=True, slots=True)
class ModalityTable:
    """Words that bind and words that permit: unambiguous ones, and all that may do so.

    Attributes:
        binds: words that hardly ever do anything but bind.
        permits: words that hardly ever do anything but permit.
        may_bind: these and others, for texts that do not only permit.
        may_permit: likewise, for texts that do not only bind.
        denied: words that turn a permission into a prohibition, before it in its clause or just after it.
        forbids: prohibitions, which the other text does not merely permit.
        strict: those words of `binds` that leave no discretion and are never translated by `recommends`.
        recommends: those words of `binds` that only recommend (should).
    """

    binds: Words
    permits: Words
    may_bind: Words
    may_permit: Words
    denied: Words
    forbids: Words
    strict: Words
    recommends: Words


@dataclass(frozen=True, slots=True)
class ScopeTable:
    """Words that decide whom a provision covers, and how far; a pattern for each kind.

    Attributes:
        whole: all, every, fully.
        discretion: where appropriate, as far as possible, within existing resources, voluntary.
        law: in accordance with national law, subject to, without prejudice to.
        limit: only, except, at least, including, immediately.
    """

    whole: Words
    discretion: Words
    law: Words
    limit: Words


@dataclass(frozen=True, slots=True)
class NegationTable:
    """The negations of a language.

    Attributes:
        plain: words that nearly always deny what follows.
        firm: those that a translation hardly ever expresses by anything but a negation.
        implied: words that deny something and may translate a negation: without, preclude, inviolable.
        hinted: further words that may translate one, however rarely: only, few, still, unsuccessful.
    """

    plain: Words
    firm: Words
    implied: Words
    hinted: Words


Poles = tuple[Words, Words]
"""Words for one thing, and words for its opposite."""


@dataclass(frozen=True, slots=True)
class OppositeTable:
    """Words whose opposite a translator may write by mistake, or an amendment may put in their place.

    Attributes:
        amount: rising and falling.
        sex: women and men.
        north: north and south.
        east: east and west.
        trade: imports and exports.
        settlement: country and town.
        strength: strengthening and weakening.
        quality: improving and worsening.
        term: short and long term.
        effect: positive and negative.
        consent: accepting and rejecting.
        bound: maximum and minimum.
        development: developing and developed countries.
        lawfulness: lawful and unlawful.
        money: income and expenditure.
    """

    amount: Poles
    sex: Poles
    north: Poles
    east: Poles
    trade: Poles
    settlement: Poles
    strength: Poles
    quality: Poles
    term: Poles
    effect: Poles
    consent: Poles
    bound: Poles
    development: Poles
    lawfulness: Poles
    money: Poles


@dataclass(frozen=True, slots=True)
class Typography:
    """How a language is set in a word processor.

    Word chooses the font of a character by its script, so each run names one for Latin, one for East
    Asian and one for Arabic letters; without them Chinese is shown in whatever font the reader's
    machine falls back to.

    Attributes:
        locale: BCP 47 tag with a region, which Word needs to check spelling.
        font: for Latin and Cyrillic letters.
        east_asian: for Chinese characters.
        complex: for Arabic letters.
        opening_font: the face of opening verbs where the language has no italics, or empty
            for italics (United Nations practice: italics, in Chinese another face).
        after_number: what stands between a paragraph's number and the space before its text.
    """

    locale: str
    font: str = "Times New Roman"
    east_asian: str = "SimSun"
    complex: str = "Times New Roman"
    opening_font: str = ""
    after_number: str = "."


@dataclass(frozen=True, slots=True)
class DetectionTable:
    """How the language is distinguished from others in its script.

    Attributes:
        common_words: its commonest words, in lower case; some are shared with others.
        endings: endings and letters, in lower case, that are likely in it, for texts too short for words.
    """

    common_words: tuple[str, ...]
    endings: str = NO_MATCH


@dataclass(frozen=True, slots=True)
class NameTable:
    """How names behave; the names themselves are in `data/names.csv`.

    Attributes:
        acronyms: abbreviations that need no explanation.
    """

    acronyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """All facts about one language: a field for each table of its file."""

    language: Language
    page: PageWords
    labels: LabelWords
    words: WordFacts
    numbers: NumberTable
    ordinals: OrdinalTable
    sentences: SentenceFacts
    structure: Structure
    openings: OpeningTable
    instructions: InstructionTable
    references: ReferenceTable
    units: UnitTable
    modality: ModalityTable
    scope: ScopeTable
    negation: NegationTable
    opposites: OppositeTable
    typography: Typography
    detection: DetectionTable
    names: NameTable
