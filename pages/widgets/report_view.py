"""What the filter did to the dataset, in short, and the whole of it to download: a page with photos, a table."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import streamlit as st

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.kinds import Verdict
from engine.reports import Report, gather_report, photo_rows, render_report
from engine.settings import Settings
from engine.verdicts import Decision, decide_dataset
from pages.widgets.label_words import one_label
from pages.widgets.plain_text import plain_text

BYTE_ORDER_MARK = "\ufeff"  # spreadsheets take a file without it for another encoding, and spoil names


def report_view(settings: Settings, catalog: Catalog, dataset: Dataset, decision: Decision) -> None:
    """Draw the downloads above the numbers per reason and per person."""
    report = gather_report(dataset, decision)
    st.markdown(
        f"Of **{report.num_photos:,}** photos **{report.counts[Verdict.KEPT]:,}** are kept, "
        f"{report.counts[Verdict.REJECTED]:,} rejected and {report.counts[Verdict.UNDECIDED]:,} undecided."
    )
    _draw_downloads(settings, catalog, dataset)
    reasons, people = st.tabs(["Per reason", f"Per {one_label(dataset)}"])
    with reasons:
        _draw_reasons(report)
    with people:
        _draw_people(report, one_label(dataset).capitalize())


def _draw_downloads(settings: Settings, catalog: Catalog, dataset: Dataset) -> None:
    with st.container(horizontal=True):
        st.download_button(
            "Report with photos (HTML)",
            data=partial(_page, settings, catalog, dataset),
            file_name=f"{dataset.name} report.html",
            mime="text/html",
            type="primary",
            on_click="ignore",
            help="One file with everything inside: opens in any browser, prints, can be sent.",
        )
        st.download_button(
            "All photos as a table (CSV)",
            data=partial(_table, catalog, dataset),
            file_name=f"{dataset.name} photos.csv",
            mime="text/csv",
            on_click="ignore",
            help="A line per photo with its verdict, the reasons and all numbers, for a spreadsheet.",
        )
    st.caption("The page holds small pictures of people: send it only to those who may see them.")


def _page(settings: Settings, catalog: Catalog, dataset: Dataset) -> str:
    report = gather_report(dataset, decide_dataset(catalog, dataset))
    return render_report(settings, report, made=datetime.now())


def _table(catalog: Catalog, dataset: Dataset) -> str:
    return BYTE_ORDER_MARK + "".join(photo_rows(decide_dataset(catalog, dataset)))


def _draw_reasons(report: Report) -> None:
    rows = [
        {
            "Reason": plain_text(reason.title),
            "Kept": reason.limit or "yes",
            "Rejected": reason.num_rejected,
            "By this alone": reason.num_alone,
        }
        for reason in report.reasons
        if reason.is_on
    ]
    st.dataframe(rows, hide_index=True, width="stretch")


def _draw_people(report: Report, title: str) -> None:
    rows = [
        {
            title: person.label,
            "Before": person.counts.total,
            "Kept": person.counts.kept,
            "Rejected": person.counts.rejected,
            "Undecided": person.counts.undecided,
            "Share kept": person.counts.kept / person.counts.total if person.counts.total else 0.0,
        }
        for person in report.people
    ]
    share = st.column_config.ProgressColumn(format="percent", min_value=0, max_value=1)
    st.dataframe(rows, hide_index=True, width="stretch", column_config={"Share kept": share})
