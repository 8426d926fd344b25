"""The verbs that open paragraphs of a resolution or declaration, and how strong each is.

Delegates watch these closely: replacing "Urges" by "Encourages" is a concession.
The verbs are in the `[openings]` table of each profile. Ranks compare within a class
only, and one verb may cover several ranks: then its strength cannot be compared.
"""

from dataclasses import dataclass
from functools import cache
from itertools import chain

from aligner.languages.arabic_spelling import without_marks
from aligner.languages.profile import get, profile
from aligner.languages.structure import structure
from aligner.languages.tokens import common_prefix
from aligner.values.document import Span


@dataclass(frozen=True, slots=True)
class Opening:
    """A verb found at the start of a paragraph.

    Attributes:
        form: its form in the table.
        span: where it is in the paragraph.
        ranks: for each class it may belong to, the ranks it may have.
    """

    form: str
    span: Span
    ranks: tuple[tuple[str, tuple[int, ...]], ...]


@cache
def _forms(language: str) -> dict[str, dict[str, set[int]]]:
    """Form in lower case → class → ranks."""
    found: dict[str, dict[str, set[int]]] = {}
    table = profile(language).openings
    for key, forms in chain(table.ranks.items(), table.first_person.items()):
        name, _, rank = key.rpartition(" ")
        for form in forms:
            found.setdefault(form.lower(), {}).setdefault(name, set()).add(int(rank))
    return found


@cache
def _lengths(language: str) -> tuple[int, ...]:
    """Return the lengths that forms have, the greatest first."""
    return tuple(sorted(set(map(len, _forms(language))), reverse=True))


@cache
def _before_verbs(language: str) -> tuple[tuple[str, ...], ...]:
    """Return what may precede a verb, in this order, the longest first: pronouns, chain words."""
    subjects = (each.casefold() for each in profile(language).openings.subjects)
    return tuple(tuple(sorted(words, key=len, reverse=True)) for words in (subjects, chain_words(language)))


@cache
def chain_words(language: str) -> frozenset[str]:
    """Return the words like "also" and "further" that shift when neighbouring paragraphs move.

    >>> "further" in chain_words("en")
    True
    """
    return frozenset(profile(language).openings.chain)


def chain_words_for(word: str, language: str, other: str) -> tuple[str, ...]:
    """Return the chain words of another language, the one for `word` first: each table lists "also" first.

    >>> chain_words_for("还", "zh", "fr")
    ('en outre', 'également')
    """
    own, there = (profile(code).openings.chain for code in (language, other))
    same = [there[own.index(word)]] if word in own and own.index(word) < len(there) else []
    return tuple(dict.fromkeys((*same, *there)))


def opening(text: str, language: str) -> Opening | None:
    """Return the opening verb of a paragraph, the longest that fits, after any pronoun and chain word.

    >>> found = opening("还敦促会员国", "zh")
    >>> found.form, found.span, found.ranks
    ('敦促', Span(start=1, stop=3), (('exhortation', (5,)),))
    >>> opening("We also urge Member States", "en").form, opening("[Decides] [Agrees]", "en").form
    ('urge', 'decides')
    """
    code = get(language).code
    text, places = without_marks(text)
    spaced = get(code).spaced
    start = _verb_start(text, code)
    head = text[: start + _lengths(code)[0]]  # a paragraph may be long; its verb is not
    lowered = head.lower() if len(head.lower()) == len(head) else head
    for length in _lengths(code):
        form = lowered[start : start + length]
        stop = start + len(form)
        whole = not spaced or not text[stop : stop + 1].isalpha()
        if form in _forms(code) and whole:
            ranks = tuple((name, tuple(sorted(found))) for name, found in sorted(_forms(code)[form].items()))
            span = Span(places[start], places[stop - 1] + 1) if places else Span(start, stop)
            return Opening(form, span, ranks)
    return None


def _verb_start(text: str, code: str) -> int:
    """Return where the verb of a paragraph begins, if it has one, also of a paragraph in brackets."""
    spaced, start = get(code).spaced, len(text) - len(text.lstrip("[ "))
    for words in _before_verbs(code):
        for word in words:
            stop = start + len(word)
            if text[start:stop].casefold() == word and not (spaced and text[stop : stop + 1].isalnum()):
                start = len(text) - len(text[stop:].lstrip())
                break
    return start


def strength_change(old: Opening, new: Opening) -> int | None:
    """Return how much stronger (positive) or weaker the new verb is, or None if they cannot be compared.

    They can be compared only if both have exactly one rank in a class they share.

    >>> strength_change(opening("Urges", "en"), opening("Encourages all", "en"))
    -3
    >>> strength_change(opening("призывает", "ru"), opening("предлагает", "ru")) is None
    True
    """
    before, after = dict(old.ranks), dict(new.ranks)
    shared = [name for name in before if name in after]
    if len(shared) != 1 or len(before[shared[0]]) != 1 or len(after[shared[0]]) != 1:
        return None
    return after[shared[0]][0] - before[shared[0]][0]


def may_mean(one: Opening, other: Opening) -> bool:
    """Whether two verbs of two languages share a class and a rank in it."""
    ranks = dict(other.ranks)
    return any(set(found) & set(ranks.get(name, ())) for name, found in one.ranks)


def same_strength(verb: Opening, language: str, like: str = "") -> tuple[str, ...]:
    """Return the verbs of another language that may translate one, those of no other strength first.

    Args:
        verb: of any language.
        language: of the verbs to find.
        like: a form whose gender and number the verb should have: those that begin and end like it
            come first, as the masculine of a council. Those of the other person (we, the Assembly) and
            those that open the other part of a resolution, such as participles, are only returned if
            there are no others.

    >>> same_strength(opening("敦促会员国", "zh"), "en")
    ('urges', 'strongly urges')
    >>> same_strength(opening("Demands", "en"), "ar", like="يهيب")[0]
    'يطالب'
    >>> same_strength(opening("Expresses serious concern", "en"), "es", like="subraya")[0]
    'observa con alarma'
    """
    wanted = {(name, rank) for name, ranks in verb.ranks for rank in ranks}
    code = get(language).code
    part, person = _part(like, code), like.casefold() in _first_person(code)
    fitting = []
    for form, found in _forms(code).items():
        own = {(name, rank) for name, ranks in found.items() for rank in ranks}
        if own & wanted:
            alike = common_prefix(form, like) + common_prefix(form[::-1], like[::-1])
            is_other = _part(form, code) * part < 0 or (form in _first_person(code)) is not person
            fitting.append((is_other, len(own - wanted), -alike, form))
    nearest = min((is_other for is_other, *_ in fitting), default=False)
    ordered = sorted(fitting, key=lambda each: each[:3])
    return tuple(form for is_other, *_, form in ordered if is_other is nearest)


@cache
def _first_person(language: str) -> frozenset[str]:
    """Return the forms in which a declaration speaks."""
    table = profile(language).openings.first_person
    return frozenset(form.lower() for forms in table.values() for form in forms)


def _part(form: str, language: str) -> int:
    """1 for a verb of an operative paragraph, -1 for one of a recital, 0 if it may be either."""
    words = structure(get(language).code)
    operative, preambular = (pattern.match(f"{form} ") for pattern in (words.operative, words.preambular))
    return (operative is not None) - (preambular is not None)
