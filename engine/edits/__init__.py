"""Puts labels right by hand: each change is an edit that can be undone and done again. Source files are never touched.

``photos`` moves photos and decides on them, ``copies`` says which of them are copies, ``people`` changes people
(labels), ``history`` steps back and forward.
"""

from engine.edits.copies import choose_best_copy, tell_apart
from engine.edits.history import Step, go_to, read_history, redo, undo
from engine.edits.names import NameTaken
from engine.edits.people import create_person, merge_people, remove_person, rename_person
from engine.edits.photos import move_photos, move_to_new_person, set_aside, set_overrides

__all__ = [
    "NameTaken",
    "Step",
    "choose_best_copy",
    "create_person",
    "go_to",
    "merge_people",
    "move_photos",
    "move_to_new_person",
    "read_history",
    "redo",
    "remove_person",
    "rename_person",
    "set_aside",
    "set_overrides",
    "tell_apart",
    "undo",
]
