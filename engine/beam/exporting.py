"""Writes the list of a dataset's photos that are to be measured elsewhere."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from engine import atomic
from engine.analysis.running import find_analyzer
from engine.beam.manifests import ManifestEntry, versions_of
from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.measurements import list_pending
from engine.catalog.membership import Member, list_members
from engine.checks import photo_checks_for
from engine.errors import BadInput


def export_manifest(
    catalog: Catalog, dataset: Dataset, to: Path, *, analyzer_name: str | None, photos_at: str | None, everything: bool
) -> int:
    """Write a line for each photo that was not measured yet; returns how many.

    Args:
        photos_at: where workers find a copy of the imported folder, as ``gs://bucket/photos``; None: photos are read
            where they lie, which only this computer and those that share its disk can do.
        everything: also photos that were measured before.

    Raises:
        BadInput: the analyzer does not suit the dataset or asks a service, or the file cannot be written.
    """
    analyzer = find_analyzer(analyzer_name or dataset.analyzer, dataset.kind)
    if analyzer.questions is not None:
        raise BadInput(
            f"The analyzer '{analyzer.name}' asks a service, which takes its time however many machines ask. Expected "
            f"one that looks for itself; use 'analyze {dataset.name} --analyzer {analyzer.name}' on this computer."
        )
    checks = photo_checks_for(dataset.kind)
    members = [member for member in list_members(catalog, dataset) if photos_at or member.location]
    if not everything:
        pending = {photo.sha256 for photo in list_pending(catalog, dataset, analyzer, checks)}
        members = [member for member in members if member.sha256 in pending]
    lines = [
        ManifestEntry(
            member.sha256, _uri(member, photos_at), dataset.kind, analyzer.name, analyzer.version, versions_of(checks)
        ).to_line()
        for member in members
    ]
    try:
        atomic.write_bytes(to, "".join(f"{line}\n" for line in lines).encode())
    except OSError as error:
        raise BadInput(f"The manifest cannot be written to {to} ({error.strerror}). Choose another place.") from error
    return len(lines)


def _uri(member: Member, photos_at: str | None) -> str:
    if photos_at is None:
        return str(member.location)
    # In a web address a space or "#" has a meaning of its own; buckets take names as they are.
    path = quote(member.path) if photos_at.startswith(("http://", "https://")) else member.path
    return f"{photos_at.rstrip('/')}/{path}"
