"""Match, by their meaning, paragraphs whose wording changed entirely.

Only paragraphs that wording left unmatched are compared, and only between matched neighbours:
an encoder alone would link every paragraph to something similar.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from aligner.alignment.increasing_chain import heaviest_chain
from aligner.encoders.unit_length import unit
from aligner.languages.tokens import form_key
from aligner.values import ChangeKind, Document, Revision

if TYPE_CHECKING:
    from aligner.encoders import Encoder

_LEAST: Final = 0.1  # minimum cosine, after the drafts' mean vector is subtracted
_SURE: Final = 0.25  # cosine below which the two must also share some of their wording
_LEAST_WORDING: Final = 0.05  # minimum share of wording in common
_MOST: Final = 400  # maximum number of unmatched paragraphs; with more, meaning is unreliable

_EDITED: Final = (ChangeKind.EDITED, ChangeKind.MOVED_EDITED)

Pair = tuple[int, int]


def pair_by_meaning(
    gaps: Sequence[tuple[list[int], list[int]]],
    old_texts: Sequence[str],
    new_texts: Sequence[str],
    encoder: Encoder | Callable[[], Encoder],
    shingle: int,
) -> dict[Pair, float]:
    """Pair unmatched paragraphs of the same gap that have similar meanings, in order.

    Args:
        gaps: the unmatched paragraphs of both drafts, gap by gap.
        old_texts: the texts of the old draft's paragraphs.
        new_texts: the same for the new draft.
        encoder: an encoder, or a function that loads one; used only if a gap has unmatched
            paragraphs on both sides.
        shingle: length of the shingles, in characters, that measure shared wording.

    Returns:
        Each pair with its similarity, in [0, 1].
    """
    import numpy as np

    old = [i for left, right in gaps if right for i in left]
    new = [j for left, right in gaps if left for j in right]
    if not old or not new or len(old) + len(new) > _MOST:
        return {}
    model: Any = encoder if hasattr(encoder, "encode") else encoder()
    vectors = model.encode([old_texts[i] for i in old] + [new_texts[j] for j in new])
    background = np.asarray(model.encode([*old_texts, *new_texts][: _MOST // 2])).mean(axis=0)
    centred = unit(vectors - background)
    old_place, new_place = ({index: k for k, index in enumerate(side)} for side in (old, new))
    found: dict[Pair, float] = {}
    for left, right in gaps:
        scored = {}
        for i in left:
            for j in right:
                score = float(centred[old_place[i]] @ centred[len(old) + new_place[j]])
                if score >= _SURE or (
                    score >= _LEAST and _wording(old_texts[i], new_texts[j], shingle) >= _LEAST_WORDING
                ):
                    scored[i, j] = min(1.0, score)
        pairs = sorted(scored)
        found.update((pairs[k], scored[pairs[k]]) for k in heaviest_chain(pairs, [scored[p] for p in pairs]))
    return found


def with_shifts(revision: Revision, old: Document, new: Document, encoder: Encoder) -> Revision:
    """Add the shift in meaning of each edited paragraph to a revision: 1 minus the cosine.

    Shifts are comparable across languages: a translation that was only polished shifts less than
    one that was amended.

    Args:
        revision: the revision of the two drafts.
        old: the old draft.
        new: the new draft.
        encoder: encodes the edited paragraphs of both drafts.
    """
    import numpy as np

    edited = [n for n, change in enumerate(revision.changes) if change.kind in _EDITED]
    texts = [old.joined(revision.changes[n].old) for n in edited]
    texts += [new.joined(revision.changes[n].new) for n in edited]
    if not edited:
        return revision
    vectors = unit(np.asarray(encoder.encode(texts), dtype=np.float64))
    cosines = np.sum(vectors[: len(edited)] * vectors[len(edited) :], axis=1)
    changes = list(revision.changes)
    for number, cosine in zip(edited, cosines, strict=True):
        changes[number] = replace(changes[number], shift=round(max(0.0, 1.0 - float(cosine)), 4))
    return replace(revision, changes=tuple(changes))


def _wording(old: str, new: str, length: int) -> float:
    """Return the share of wording that two texts have in common, in [0, 1], as the Dice coefficient."""
    before, after = (
        {key[k : k + length] for k in range(len(key) - length + 1)} for key in (form_key(old), form_key(new))
    )
    return 2 * len(before & after) / max(1, len(before) + len(after))
