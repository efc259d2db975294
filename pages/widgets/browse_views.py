"""What may stand above the photos of Browse; the view in the address says which of it does."""

from __future__ import annotations

from collections.abc import Callable

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.settings import Settings
from engine.verdicts import Decision
from pages.widgets.balance_panel import balance_panel
from pages.widgets.fit_charts import fit_charts
from pages.widgets.map_view import map_view
from pages.widgets.suspects_queue import suspects_queue
from pages.widgets.view_choice import choose_view

Draw = Callable[[Settings, Catalog, Dataset, Decision], None]


def _draw_nothing(settings: Settings, catalog: Catalog, dataset: Dataset, decision: Decision) -> None:
    """The photos alone."""


# Name in the address: (title, what draws it).
VIEWS: dict[str, tuple[str, Draw]] = {
    "photos": ("Photos", _draw_nothing),
    "balance": ("Enough of everybody?", balance_panel),
    "fit": ("Is the data fit?", fit_charts),
    "map": ("Map", map_view),
    "suspects": ("Suspects", suspects_queue),
}


def choose_browse_view() -> Draw:
    """Ask for a view; an unknown one in the address is that of the photos alone."""
    return VIEWS[choose_view({name: title for name, (title, _) in VIEWS.items()}, key="browse_view")][1]
