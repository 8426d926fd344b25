"""Compare an old and a new draft in one language, and classify the change to each paragraph.

Paragraphs are first matched by their text, not by their number (`aligner.revision.matching`);
then the words of each pair are compared (`aligner.revision.diff`). The result shows what a
delegate needs to know: which paragraphs are new, deleted, moved, split or merged, which were
merely renumbered, and which words changed in the others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final

from aligner.languages import get
from aligner.languages.atoms import word_facts
from aligner.revision.broken_words import reading
from aligner.revision.change_kinds import ChangeMaker, ordered
from aligner.revision.draft_links import link, match_share
from aligner.revision.match_model import Thresholds
from aligner.revision.match_units import units
from aligner.revision.meaning import pair_by_meaning
from aligner.revision.note_changes import NO_NOTES, NoteLinks, note_links, notes_document
from aligner.values import Change, Document, Message, Revision
from aligner.values.errors import LanguageError

if TYPE_CHECKING:
    from aligner.encoders import Encoder

NOT_DRAFTS_OF_ONE_TEXT: Final = 0.3
"""Below this `match_share`, two documents are probably not drafts of the same text."""


def doubt(revision: Revision) -> Message | None:
    """Return a warning if two documents are probably not drafts of the same text."""
    if revision.match_share >= NOT_DRAFTS_OF_ONE_TEXT:
        return None
    share = f"{100 * revision.match_share:.0f} %"
    return Message("revision.little_in_common", share=share)


def order_doubt(old: Document, new: Document, names: tuple[str, str] | None = None) -> Message | None:
    """Return a warning if the old draft has a later date than the new one, so that all changes are reversed.

    Args:
        old: the old draft, according to the user.
        new: the new draft.
        names: what to call them; by default, the names of their files.
    """
    before, after = old.masthead.date, new.masthead.date
    if not before or not after or before <= after:
        return None
    old_name, new_name = names or (old.source, new.source)
    return Message("revision.dated_later", old=old_name, before=before, new=new_name, after=after)


@dataclass(frozen=True, slots=True)
class ReviseOptions:
    """Options of a revision.

    Attributes:
        thresholds: how similar paragraphs must be to be matched.
    """

    thresholds: Thresholds = field(default_factory=Thresholds)


def revise(
    old: Document,
    new: Document,
    *,
    options: ReviseOptions | None = None,
    encoder: Encoder | Callable[[], Encoder] | None = None,
) -> Revision:
    """Compare two drafts in one language.

    Args:
        old: the old draft.
        new: the new draft.
        options: the defaults suit drafts of resolutions, treaties and laws.
        encoder: if given, matches paragraphs between matched neighbours by meaning even if their
            wording changed entirely. A function that loads an encoder is called only if there
            are such paragraphs.

    Returns:
        Every paragraph of both drafts in exactly one change, in the order of the new draft.

    Raises:
        LanguageError: if the two are in different languages.
    """
    if get(old.language) is not get(new.language):
        raise LanguageError(Message("error.draft_languages", old=_language(old), new=_language(new)))
    options = options or ReviseOptions()
    notes = _changes(notes_document(old), notes_document(new), options, NO_NOTES, None)[0]
    changes, share = _changes(old, new, options, note_links(old, new, notes), encoder)
    return Revision(changes, len(old), len(new), share, footnote_changes=notes)


def _language(document: Document) -> Message:
    return Message("detect.named", language=document.language, code=document.language)


def _changes(
    old: Document,
    new: Document,
    options: ReviseOptions,
    notes: NoteLinks,
    encoder: Encoder | Callable[[], Encoder] | None,
) -> tuple[tuple[Change, ...], float]:
    """Return the changes between two drafts, and the share of both texts that is matched."""
    normalize = reading(old, new)
    old_units, new_units = units(old, normalize), units(new, normalize)
    by_meaning = None
    if encoder is not None:
        by_meaning = partial(
            pair_by_meaning,
            old_texts=list(map(normalize, old.texts())),
            new_texts=list(map(normalize, new.texts())),
            encoder=encoder,
            shingle=word_facts(old.language).shingle,
        )
    links = link(old_units, new_units, old.language, options.thresholds, by_meaning)
    maker = ChangeMaker(old, new, old_units, new_units, notes, normalize)
    changes = ordered(map(maker.change, links))
    return tuple(changes), match_share(links, old_units, new_units)
