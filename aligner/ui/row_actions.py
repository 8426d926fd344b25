"""The actions of the keyboard shortcuts, and the buttons that undo and redo."""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Final

from aligner.alignment import corrections
from aligner.ui import amendment_decisions, page, page_view, paragraphs, row_findings, save_work, written_text
from aligner.ui.state import keyboard, navigation, project_steps, redraws, row_decisions, session, view_state
from aligner.values import DecisionKind


def act(action: str, caret: keyboard.Caret | None) -> None:
    """Perform a keyboard action, one of `keyboard.KEYS` or of what follows it there.

    Args:
        action: the action.
        caret: the place of the caret; links are split and paragraphs divided there.
    """
    if action in _AT_CARET:
        _AT_CARET[action](caret=caret)
    elif action in _ACTIONS:  # the script does the others
        _ACTIONS[action]()


def steps() -> None:
    """Draw the buttons that undo and redo steps, and list the keys if that was asked for."""
    say, timeline = page.words(), session.timeline()
    assert timeline is not None
    for name, step, action in (
        ("undo", timeline.past, project_steps.undo),
        ("redo", timeline.future, project_steps.redo),
    ):
        if name == "undo" or step is not None:
            page.button(
                f"step.{name}",
                action,
                key=f"steps.{name}",
                help=None if step is None else say(step.what),
                disabled=step is None,
            )
    keyboard.draw_list_if_asked()
    row_findings.dismiss_if_asked()


def _and_next(decide: Callable[..., None]) -> None:
    if view_state.here() is not None:
        decide(keeps=True)
    navigation.step_row()


def _leave() -> None:
    if view_state.here() is not None:
        navigation.leave()


_AT_CARET: Final[Mapping[str, Callable[..., None]]] = MappingProxyType(
    {"split": row_decisions.split, "divide": paragraphs.divide, "join": paragraphs.join}
)
"""The actions that are about the paragraph with the caret."""

_ACTIONS: Final[Mapping[str, Callable[[], None]]] = MappingProxyType(
    {
        "next_change": navigation.step_change,
        "previous_change": lambda: navigation.step_change(back=True),
        "next_finding": navigation.step_finding,
        "previous_finding": lambda: navigation.step_finding(back=True),
        "next_row": navigation.step_row,
        "previous_row": lambda: navigation.step_row(back=True),
        "next_uncertain": navigation.step_uncertain,
        "previous_uncertain": lambda: navigation.step_uncertain(back=True),
        "merge_down": row_decisions.merge,
        "merge_up": lambda: row_decisions.merge(up=True),
        "unlink": row_decisions.unlink,
        "take": partial(row_decisions.shift, corrections.take),
        "give": partial(row_decisions.shift, corrections.give_back),
        "take_pivot": partial(row_decisions.shift, corrections.take, pivot=True),
        "give_pivot": partial(row_decisions.shift, corrections.give_back, pivot=True),
        "cut": row_decisions.cut,
        "paste": row_decisions.paste,
        "write": written_text.open_field,
        "earlier": lambda: navigation.extend(back=True),
        "further": navigation.extend,
        "print": navigation.draw_all,
        "printed": navigation.draw_page,
        "dismiss": row_findings.ask_to_dismiss,
        keyboard.LIST: navigation.complete_list,
        "next_language": row_decisions.next_language,
        "confirm_next": lambda: _and_next(row_decisions.confirm),
        "review_next": lambda: _and_next(row_decisions.review),
        **{
            action: partial(amendment_decisions.decide, kind)
            for action, kind in {
                "accept": DecisionKind.ACCEPTED,
                "reject": DecisionKind.REJECTED,
                "discuss": DecisionKind.DISCUSS,
                "seen": DecisionKind.SEEN,
            }.items()
        },
        **{
            action: partial(navigation.open_part, part)
            for action, part in zip(keyboard.TABS.values(), navigation.PARTS, strict=True)
        },
        "confirm": row_decisions.confirm,
        "review": row_decisions.review,
        "undo": project_steps.undo,
        "redo": project_steps.redo,
        "save": partial(redraws.request, save_work.SAVE),
        "leaf": page_view.switch_pane,
        "panel_more": view_state.switch_panel,
        "leave": _leave,
        "help": partial(redraws.request, keyboard.HELP),
    }
)
