"""Loads plotly on first use, safely while another screen's thread is loading pandas."""

from __future__ import annotations

from types import ModuleType


def load_graph_objects() -> ModuleType:
    """``plotly.graph_objects``, once pandas is there in whole.

    Plotly asks whatever stands under ``pandas`` in ``sys.modules``; half loaded by another thread (the table of a
    screen that was just left), that has no ``Series`` yet. Importing it here waits for the other thread.
    """
    import pandas  # noqa: F401
    from plotly import graph_objects

    module: ModuleType = graph_objects
    return module
