"""Names that people chose (labels, files), shown as they are where Streamlit reads Markdown."""

from __future__ import annotations

import re

MARKS = re.compile(r"([\\`*_\[\]$<>~#]|:(?=\w))")  # all that Streamlit gives a meaning inside a line


def plain_text(name: str) -> str:
    """The name with every mark of Markdown escaped."""
    return MARKS.sub(r"\\\1", name)
