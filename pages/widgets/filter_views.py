"""The views of the Filter page, one widget file each; the view in the address says which of them is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.settings import Settings
from engine.verdicts import Decision
from pages.widgets.comparison_view import comparison_view
from pages.widgets.copies_view import copies_view
from pages.widgets.limits_view import limits_view
from pages.widgets.report_view import report_view
from pages.widgets.undecided_view import undecided_view
from pages.widgets.view_choice import choose_view


@dataclass(frozen=True)
class FilterView:
    """One way to look at what the filter decides.

    Attributes:
        name: as it stands in the address.
        title: what stands on the control.
        draw: draws it from the settings, the catalog, the dataset and the decision under its current limits.
    """

    name: str
    title: str
    draw: Callable[[Settings, Catalog, Dataset, Decision], None]


# In the order of the control; the first one is drawn when the address names none.
VIEWS = (
    FilterView("limits", "Limits", limits_view),
    FilterView("copies", "Copies", copies_view),
    FilterView("undecided", "Undecided", undecided_view),
    FilterView("compare", "Compare", comparison_view),
    FilterView("report", "Report", report_view),
)


def choose_filter_view() -> FilterView:
    """Ask for a view."""
    chosen = choose_view({view.name: view.title for view in VIEWS}, key="filter_view")
    return next(view for view in VIEWS if view.name == chosen)
