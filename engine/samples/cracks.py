"""Concrete surfaces with and without a crack, 40,000 photos, in a RAR archive."""

from engine.fetching import Checksum, WebFile
from engine.kinds import Kind
from engine.samples import Sample
from engine.samples._class_folders import class_folders

SAMPLE = Sample(
    name="cracks",
    title="Cracks in concrete",
    description="Photos of concrete surfaces, 227 pixels wide, half of them with a crack.",
    lesson="Inspecting surfaces: two classes, much data, and an accuracy that is worth money.",
    kind=Kind.IMAGES,
    num_photos=40_000,
    num_labels=2,
    licence="CC BY 4.0 (Çağlar Fırat Özgenel, Middle East Technical University)",
    licence_url="https://creativecommons.org/licenses/by/4.0/",
    homepage="https://data.mendeley.com/datasets/5y9wdsg2zt/2",
    read=class_folders({"positive": "crack", "negative": "no crack"}),
    archives=(
        WebFile(
            "Concrete Crack Images for Classification.rar",
            (
                "https://data.mendeley.com/public-files/datasets/5y9wdsg2zt/files/"
                "8a70d8a5-bce9-4291-bab9-b48cfb3e87c3/file_downloaded",
            ),
            241_363_336,  # this and the SHA-256: as Mendeley Data shows beside the file, quoted by two public projects
            Checksum("sha256", "08d7dc505a4f5a0330cee2fa2a1ae4b5b4f98bcffd0549b774caf7959bb1f02f"),
        ),
    ),
)
