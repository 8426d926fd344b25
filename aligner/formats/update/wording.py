"""Requests to a person, in an interface language."""

from aligner.values import Ask, AskKind, Proposal, UpdateAction
from aligner.values.catalogue import Words


def action_name(action: UpdateAction, words: Words) -> str:
    """Name the action on a paragraph in a word or two."""
    return words(f"update.{action.value}")


def request(what: AskKind, words: Words) -> str:
    """Return the request for a kind of task, such as `Translate:`."""
    return words(f"update.ask_{what.value}")


def origin(proposal: Proposal, words: Words) -> str:
    """Return where a proposal comes from: this set, the list of verbs, or a file by its name."""
    return words.label(f"update.from_{proposal.origin}", proposal.origin)


def proposed(proposal: Proposal, words: Words) -> str:
    """Return a proposal with its origin on one line, and with its score if that is more than a rank."""
    named = origin(proposal, words)
    if proposal.is_only_ranked:
        return words("update.listed", text=proposal.text, origin=named)
    return words("update.proposal", text=proposal.text, score=_percent(proposal), origin=named)


def facts(proposal: Proposal, words: Words) -> str:
    """Return the score and origin of a proposal that are shown after it."""
    named = origin(proposal, words)
    return named if proposal.is_only_ranked else f"{_percent(proposal)}, {named}"


def _percent(proposal: Proposal) -> str:
    return f"{100 * proposal.score:.0f} %"


def asked(ask: Ask, words: Words) -> str:
    """Return a request, the pivot's change and the proposals, each on one line."""
    lines = [f"{request(ask.what, words)} {ask.pivot}".rstrip()]
    return "\n".join([*lines, *(proposed(proposal, words) for proposal in ask.proposals)])
