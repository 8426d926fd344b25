"""Old draft against new draft of one language: what happened to each paragraph.

Paragraphs find each other first (`aligner.revision`), by what they say and not by
their number; then the words inside each pair are compared (`aligner.revision.diff`). The result
tells what a delegate asks: which paragraphs are new, gone, moved, split or merged,
which merely got another number, and which words changed in the others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from aligner.languages import get
from aligner.languages.atoms import facts
from aligner.revision.broken_words import reading
from aligner.revision.change_kinds import ordered, story
from aligner.revision.draft_links import link, match_share
from aligner.revision.match_model import Thresholds
from aligner.revision.match_units import units
from aligner.revision.meaning import pair_by_meaning
from aligner.revision.note_changes import NO_NOTES, NoteLinks, note_links, notes_document
from aligner.values import Change, Document, Message, Revision
from aligner.values.errors import LanguageError

if TYPE_CHECKING:
    from aligner.encoders import Encoder

NOT_DRAFTS_OF_ONE_TEXT = 0.3
"""A `match_share` below this says that two documents are probably no drafts of one text."""


def doubt(revision: Revision) -> Message | None:
    """What to say of two documents that are probably no drafts of one text; None of others."""
    if revision.match_share >= NOT_DRAFTS_OF_ONE_TEXT:
        return None
    share = f"{100 * revision.match_share:.0f} %"
    return Message("revision.little_in_common", share=share)


@dataclass(frozen=True, slots=True)
class ReviseOptions:
    """How drafts are compared.

    Attributes:
        thresholds: how alike paragraphs must be to be one.
    """

    thresholds: Thresholds = field(default_factory=Thresholds)


def revise(
    old: Document,
    new: Document,
    *,
    options: ReviseOptions | None = None,
    encoder: Encoder | Callable[[], Encoder] | None = None,
) -> Revision:
    """Compare two drafts of one language.

    Args:
        old: the earlier draft.
        new: the later draft.
        options: defaults suit drafts of resolutions, treaties and laws.
        encoder: if given, paragraphs whose wording changed entirely may still find
            each other by their meaning, between neighbours that are matched. A function
            that loads one is called only if there is something to be found.

    Returns:
        Every paragraph of both drafts in exactly one change, in the order of the new draft.

    Raises:
        LanguageError: if the two are in different languages.
    """
    if get(old.language) is not get(new.language):
        raise LanguageError(Message("error.draft_languages", old=repr(old.language), new=repr(new.language)))
    options = options or ReviseOptions()
    notes = _changes(notes_document(old), notes_document(new), options, NO_NOTES, None)[0]
    changes, share = _changes(old, new, options, note_links(old, new, notes), encoder)
    return Revision(changes, len(old), len(new), share, footnote_changes=notes)


def _changes(
    old: Document,
    new: Document,
    options: ReviseOptions,
    notes: NoteLinks,
    encoder: Encoder | Callable[[], Encoder] | None,
) -> tuple[tuple[Change, ...], float]:
    """The changes between two drafts, and how much of both belongs together."""
    said = reading(old, new)
    old_units, new_units = units(old, said), units(new, said)
    by_meaning = None
    if encoder is not None:
        by_meaning = partial(
            pair_by_meaning,
            old_texts=list(map(said, old.texts())),
            new_texts=list(map(said, new.texts())),
            encoder=encoder,
            shingle=facts(old.language).shingle,
        )
    links = link(old_units, new_units, old.language, options.thresholds, by_meaning)
    changes = ordered([story(each, old, new, old_units, new_units, notes, said) for each in links])
    return tuple(changes), match_share(links, old_units, new_units)
