"""The list of photos that goes out: a line of JSON for each, saying where it is and what is to be measured of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from engine.checks import PhotoCheck, photo_checks_for
from engine.copies.fingerprint import VERSION
from engine.errors import BadInput
from engine.faces import Analyzer
from engine.faces.registry import analyzers
from engine.kinds import Kind


@dataclass(frozen=True)
class ManifestEntry:
    """One photo to look at.

    Attributes:
        uri: where its bytes are, for fsspec: a path of this computer, ``gs://bucket/photos/Kim/1.jpg`` and the like.
        analyzer: name of who looks; analyzer_version: the one the catalog expects.
        checks: ``name:version`` of each check to measure, in order.
        fingerprint_version: of how copies are told.
    """

    sha256: str
    uri: str
    kind: Kind
    analyzer: str
    analyzer_version: int
    checks: tuple[str, ...]
    fingerprint_version: int = VERSION

    def to_line(self) -> str:
        """The entry as one line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)


def read_entry(line: str) -> ManifestEntry:
    """Read a line of a manifest.

    Raises:
        BadInput: it is none.
    """
    try:
        fields = json.loads(line)
        return ManifestEntry(**{**fields, "kind": Kind(fields["kind"]), "checks": tuple(fields["checks"])})
    except (ValueError, TypeError, KeyError) as error:
        raise BadInput(
            f"This line is not an entry of a manifest: '{line[:80]}'. Expected a line that 'export-manifest' wrote."
        ) from error


def versions_of(checks: Mapping[str, PhotoCheck]) -> tuple[str, ...]:
    """``name:version`` of each check, in order of name."""
    return tuple(f"{name}:{check.version}" for name, check in sorted(checks.items()))


def require_same_versions(entry: ManifestEntry) -> Analyzer:
    """The analyzer an entry asks for, when this copy of Facet measures as the catalog expects.

    Raises:
        BadInput: this copy is older or newer than the one that wrote the manifest.
    """
    analyzer = analyzers().get(entry.analyzer)
    if (
        analyzer is None
        or analyzer.version != entry.analyzer_version
        or versions_of(photo_checks_for(entry.kind)) != entry.checks
        or entry.fingerprint_version != VERSION
    ):
        raise BadInput(
            f"The manifest asks for version {entry.analyzer_version} of the analyzer '{entry.analyzer}' and the checks "
            f"{', '.join(entry.checks)}, which this copy of Facet does not have. Put the same Facet on the workers "
            "as the one that exported the manifest."
        )
    return analyzer
