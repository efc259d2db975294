"""The quality report of a dataset: before and after the filter, per person and per reason, as one HTML file or CSV.

``gathering`` counts and chooses examples, ``page`` writes them as a self-contained HTML page, ``rows`` writes a line
per photo with all its numbers.
"""

from engine.reports.gathering import Report, gather_report
from engine.reports.page import render_report
from engine.reports.rows import photo_rows

__all__ = ["Report", "gather_report", "photo_rows", "render_report"]
