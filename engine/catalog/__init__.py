"""The catalog: what Facet knows about photos, in SQLite. All SQL of the house lives in this package.

``schema`` names the tables, ``migrations`` bring an older file up to date, the other modules ask and tell:
``datasets``, ``photos``, ``measurements``, ``decisions`` (limits and overrides) and ``frozen`` (snapshots).
"""

from engine.catalog.connection import Catalog, open_catalog

__all__ = ["Catalog", "open_catalog"]
