"""Detect the language of a text, and whether its characters are plausible in one.

Script decides first: ideographs without kana, Cyrillic, Arabic. Languages in Latin letters are
distinguished by function words, a third of any running text. A text in another language must be
refused, not forced into the nearest of ours: the profiles therefore also list what Italian, Ukrainian
or Persian have and ours have not. A text read in the wrong encoding has rare ideographs, capitals inside
words, letters of two scripts in one word.
"""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from functools import cache, lru_cache
from string import ascii_lowercase
from typing import Final

from aligner.languages.profile import LANGUAGES, get, profile
from aligner.values import LanguageError, Message, data_files
from aligner.values.runs import runs_of

_WEIGHTS: Final = {"latin": (1.0,), "han": (1.0,), "cyrillic": (1.0, 0.7, 0.2), "arabic": (1.0, 0.6)}
"""How much a letter of each degree of a profile's `letters` counts for its script."""

_CASED: Final = ("latin", "cyrillic")
_LETTERED: Final = ("ascii", *_CASED, "arabic")
"""Scripts of which one word has letters of one only."""


@cache
def _letters(script: str) -> dict[str, float]:
    """Return the letters of all languages in a script, and how much each counts for it."""
    return {
        letter: weight
        for language in LANGUAGES.values()
        if language.script == script
        for letters, weight in zip(language.letters, _WEIGHTS[script], strict=False)
        for letter in letters
    }


_PUNCTUATION: Final = frozenset("“”‘’„«»–—…№§°¿¡•·£\u00a0\u202f\u00ad€©®±½")


def plausibility(text: str) -> float:
    """Return how plausible a text is as one in a document language.

    Returns:
        The mean, in [-1, 1], over its characters outside ASCII; 1 for a text that has none.
    """
    total, count = 0.0, 0
    for before, character, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if character >= "\x80":
            total += _plausibility_of(before, character, after)
            count += 1
        elif character < " " and character not in "\t\n\r\f":
            total, count = total - 1.0, count + 1
    return total / count if count else 1.0


def _plausibility_of(before: str, character: str, after: str) -> float:
    """Return how plausible one character is between its neighbours, in [-1, 1].

    The numbers between -1 and 1 were set by hand, so that texts in all encodings of the document
    languages are told apart (`tests/readers/test_readers.py`).
    """
    script = _script_of(character)
    if script == "other":
        return -1.0
    if script == "punctuation":
        return 1.0 if _is_well_placed(before, character, after) else 0.3
    neighbours = _script_of(before), _script_of(after)
    if script == "han":
        return -1.0 if neighbours == ("ascii", "ascii") else _plausibility_of_han(character)
    own = (script, "ascii") if script == "latin" else (script,)
    has_other_script = any(each in _LETTERED and each not in own for each in neighbours)
    has_capital_inside = character.isupper() and before.islower()
    if has_other_script or (script in _CASED and has_capital_inside):
        return -1.0
    if script == "arabic":
        return _letters("arabic").get(character, -0.5)
    if script == "latin":  # accented letters stand among ASCII ones: two in a row are rare
        return 0.5 if "latin" in neighbours else 1.0
    frequency = _letters("cyrillic").get(character.lower(), -1.0)
    if "cyrillic" not in neighbours:  # as a French à standing alone would be read
        return frequency * 0.5
    if character.isupper() and after.isupper():  # KOI8-R and Windows-1251 swap the cases
        return frequency * 0.8
    return frequency


def _plausibility_of_han(character: str) -> float:
    if character in _letters("han"):
        return 1.0
    return 0.5 if _is_common_han(character) else -1.0


def _is_well_placed(before: str, character: str, after: str) -> bool:
    """Whether a sign is where texts have it: a quotation mark at a word, a dash beside spaces."""
    if character in "“‘„«¿¡":
        return before in " \n\t(" and not after.isspace()
    if character in "€£§№•":
        return before in " \n\t("
    if character in "”»…":
        return before.isascii() and not before.isspace() and not after.isalnum()
    if character == "’":
        return before.isalpha() and (after.isalpha() or not after.isalnum())
    if character == "°":
        return before == " " or before.isdigit()
    return character == "—" or (character == "–" and not (before.isalpha() and after.isalpha()))


@lru_cache(maxsize=4096)
def _script_of(character: str) -> str:
    """Group a character as `_plausibility_of` needs it."""
    if character < "\x80":
        return "ascii" if character.isalpha() else "space"
    code = ord(character)
    if character in _letters("latin"):
        return "latin"
    if character in _PUNCTUATION or 0x3000 <= code <= 0x301F or 0xFF01 <= code <= 0xFF5E:
        return "punctuation"
    if character in "،؛؟" or 0x64B <= code <= 0x652 or 0x660 <= code <= 0x669 or code in (0x640, 0x200F):
        return "punctuation"
    if 0x400 <= code <= 0x45F:
        return "cyrillic"
    if 0x620 <= code <= 0x6FF:
        return "arabic"
    if 0x3400 <= code <= 0x9FFF:
        return "han"
    return "other"


@lru_cache(maxsize=8192)
def _is_common_han(character: str) -> bool:
    """Whether the first level of GB 2312 or of Big5, the everyday characters, has it."""
    for encoding, last in (("gb2312", 0xD7), ("big5", 0xC6)):
        try:
            if character.encode(encoding)[0] <= last:
                return True
        except UnicodeEncodeError:
            continue
    return False


_SAMPLE: Final = 200_000
_SCRIPT_NAMES: Final = {
    "latin": Message("detect.latin"),
    "han": Message("detect.han"),
    "cyrillic": Message("detect.cyrillic"),
    "arabic": Message("detect.arabic"),
}
_ENOUGH: Final = 200  # letters below which a text is no evidence against the language given
_OWN_SHARE: Final = 20  # a text with less than one letter in so many of its language's script is not in it
_PASSAGE: Final = 300  # characters
_UNDISPUTED: Final = 0.8  # share of the passages in one language; other documents have several
_SURE: Final = 0.75  # share of the best language's words; in clean texts no other has more than 0.63


_ENDING: Final = 0.25  # weight of an ending or letter, which decides a heading but never overrules words
_KANA: Final = re.compile(r"[\u3041-\u30ff\uff66-\uff9d]")
_WORD: Final = re.compile(r"[^\W\d_]+")
ADDRESS: Final = re.compile(r"\b(?:https?://|www\.)\S+|(?<!\S)\S+@\S+")


_IN_LATIN: Final = tuple(code for code, language in LANGUAGES.items() if language.latin_script)
"""Codes of the languages written in Latin letters."""


@cache
def common_words(language: str) -> frozenset[str]:
    """Return the most common words of a language, mostly function words; languages share some."""
    return frozenset(profile(language).detection.common_words)


@cache
def _latin_letters() -> frozenset[str]:
    letters = (part for code in _IN_LATIN for part in LANGUAGES[code].letters)
    return frozenset(f"{ascii_lowercase}ÿ{''.join(letters).lower()}")


@cache
def _foreign(table: str) -> dict[str, frozenset[str]]:
    """Return the words or letters of languages that have no profile, by their codes."""
    languages = data_files.tables("foreign_languages.toml")[table]
    return {codes: frozenset(listed.split()) for codes, listed in languages.items()}


def detect(text: str) -> str:
    """Detect the language of a text by its script and its function words.

    It is meant for a paragraph of about 40 characters or more, and reliable for a page. A document with
    a cover, preface or bilingual annexes is in the language of its longest unbroken stretch.

    Returns:
        The code of a language that has a profile.

    Raises:
        LanguageError: the text is empty, has no words, or is in no language that has a profile.

    >>> detect("大会，回顾其以往各项决议"), detect("Rappelant la Charte des Nations Unies")
    ('zh', 'fr')
    """
    sample = _sample(text)
    counts = _scripts(sample)
    letters = sum(counts.values())
    if not letters:
        codes = tuple(LANGUAGES)
        raise LanguageError(Message("error.no_words" if sample.strip() else "error.text_empty", codes=codes))
    script = max(counts, key=lambda each: counts[each])
    if script == "latin" and counts["han"] * 4 >= letters:
        script = "han"  # Chinese texts are full of Latin names; the reverse hardly occurs
    if script == "han":
        if len(_KANA.findall(sample)) * 30 > counts["han"]:
            raise _unknown(_looks("ja"))
        return "zh"
    if script == "cyrillic":
        return _russian(sample)
    if script == "arabic":
        _refuse_foreign("arabic_letters", sample, counts["arabic"])
        return "ar"
    if script == "latin":
        return _of_body(sample, _latin(sample))
    raise _unknown(Message("detect.no_script"))


def contradiction(text: str, language: str) -> Message | None:
    """Find evidence in a text against the language that a person gave for it.

    A mistyped language, or two swapped files, would otherwise pass unnoticed and
    give meaningless results. Short texts and texts in several languages are no evidence.

    Returns:
        A message where its words are those of another language in the same script, which
        a person may know better; None where there is nothing to say.

    Raises:
        LanguageError: next to none of its letters are of the language's script.

    >>> str(contradiction("Rappelant la Charte des Nations Unies et les résolutions. " * 9, "en"))
    'given as English (en), but its words are French (fr)'
    """
    given = get(language)
    sample = _sample(text)
    counts = _scripts(sample)
    letters = sum(counts.values())
    if letters < _ENOUGH:
        return None
    script, name = given.script, _SCRIPT_NAMES[given.script]
    if counts[script] * _OWN_SHARE < letters:
        found = detected(sample)
        fields = {"language": given.code, "given": given.code, "script": name}
        if not found:
            raise LanguageError(Message("detect.other_script", **fields))
        raise LanguageError(Message("detect.other_script_looks", **fields, detected=found, found=found))
    found = detected(sample) if script == "latin" else None
    if found is None or found == given.code or get(found).script != script:
        return None
    words = Counter(word.lower() for word in _WORD.findall(sample))
    if _score(words, common_words(given.code)) > _SURE * _score(words, common_words(found)):
        return None
    own = given.code
    return Message("reading.words_of", language=own, given=own, detected=found, found=found)


def _sample(text: str) -> str:
    """Return what is read of a text, without addresses, which few texts have."""
    text = text[:_SAMPLE]
    return ADDRESS.sub(" ", text) if any(sign in text for sign in ("://", "www.", "@")) else text


def detected(text: str) -> str | None:
    """Return the language of a text, or None where it is not clear.

    >>> detected("The members of the Council"), detected("12")
    ('en', None)
    """
    try:
        return detect(text)
    except LanguageError:
        return None


def _scripts(text: str) -> Counter[str]:
    """Letters by script; an ideograph counts threefold, being half a word."""
    counts: Counter[str] = Counter()
    for character, number in Counter(text).items():
        if not character.isalpha():
            continue
        code = ord(character)
        if code < 0x250 or 0x1E00 <= code < 0x1F00:
            counts["latin"] += number
        elif 0x400 <= code < 0x530:
            counts["cyrillic"] += number
        elif 0x600 <= code < 0x780 or 0xFB50 <= code < 0xFE00 or 0xFE70 <= code < 0xFEFF:
            counts["arabic"] += number
        elif 0x3400 <= code < 0xA000 or 0xF900 <= code < 0xFB00 or code >= 0x20000:
            counts["han"] += 3 * number
        elif _KANA.match(character):
            counts["han"] += number
        else:
            counts["other"] += number
    return counts


def _russian(text: str) -> str:
    words = [word.lower() for word in _WORD.findall(text)]
    letters = "".join(words)
    _refuse_foreign("cyrillic_letters", letters, len(letters))
    russian = sum(word in common_words("ru") for word in words) + sum(map(letters.count, "ыэё"))
    bulgarian = sum(word in _foreign("cyrillic_words")["bg"] for word in words)
    if bulgarian > russian and bulgarian * 8 >= len(words):
        raise _unknown(_looks("bg"))
    return "ru"


def _refuse_foreign(table: str, text: str, letters: int) -> None:
    """Refuse a text of which more than a hundredth are letters of a language without a profile."""
    for codes, foreign in _foreign(table).items():
        if sum(map(text.count, foreign)) * 100 > letters:
            raise _unknown(_looks(*codes.split()))


def _latin(text: str) -> str:
    text = text.lower()
    words = _WORD.findall(text)
    letters = "".join(words)
    strange = sum(letters.count(letter) for letter in set(letters) - _latin_letters())
    if strange * 50 > len(letters):
        raise _unknown(Message("detect.other_letters"))
    counts = Counter(words)
    ours = {language: _score(counts, common_words(language)) for language in _IN_LATIN}
    ahead, behind = sorted(ours.values(), reverse=True)[:2]
    with_endings: dict[str, float] = dict(ours)
    if 3 * (ahead - behind) <= len(words):  # else endings cannot make up for it
        for language in sorted(ours, key=lambda each: -ours[each]):
            if 3 * (max(with_endings.values()) - ours[language]) <= len(words):
                with_endings[language] += _ENDING * len(re.findall(profile(language).detection.endings, text))
    best = max(ours, key=lambda language: with_endings[language])
    others = {language: _score(counts, own) for language, own in _foreign("latin_words").items()}
    other = max(others, key=lambda language: others[language])
    if others[other] > ours[best]:
        raise _unknown(_looks(other))
    if with_endings[best] * 12 < len(words) or not with_endings[best]:
        raise _unknown(Message("detect.few_words"))
    return best


def _of_body(text: str, commonest: str) -> str:
    """Return the language of the longest stretch of a text, where its parts are in several languages.

    By words alone, an English report whose annexes give each question in English and French
    is French, since more of the French words are known. The annexes alternate; the report does not.
    """
    if len(text.splitlines()) == 1:  # no more than one passage
        return commonest
    known: list[tuple[str, int]] = []
    shares: Counter[str] = Counter()
    for passage in _passages(text):
        with suppress(LanguageError):
            known.append((_latin(passage), len(passage)))
            shares[known[-1][0]] += len(passage)
    if not known or shares[commonest] > _UNDISPUTED * shares.total():
        return commonest
    stretches = runs_of(known, lambda one, after: one[0] == after[0])
    return max(stretches, key=lambda stretch: sum(size for _, size in stretch))[0][0]


def _passages(text: str) -> Iterator[str]:
    """Yield the lines gathered into passages long enough to detect their language."""
    gathered: list[str] = []
    length = 0
    for line in text.splitlines():
        gathered.append(line)
        length += len(line)
        if length >= _PASSAGE:
            yield "\n".join(gathered)
            gathered, length = [], 0


def _score(counts: Counter[str], own: frozenset[str]) -> int:
    return sum(counts[word] for word in own.intersection(counts))  # which looks up those of the text


def _unknown(why: Message) -> LanguageError:
    known = tuple(Message("detect.named", language=code, code=code) for code in LANGUAGES)
    return LanguageError(Message("detect.unknown", known=known, why=why))


def _looks(*languages: str) -> Message:
    """Say which language a text seems to be in, by codes that need not have a profile."""
    return Message("detect.looks", detected=languages)
