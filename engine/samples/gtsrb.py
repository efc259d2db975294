"""The German Traffic Sign Recognition Benchmark: 43 signs as a car's camera sees them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import partial
from pathlib import PurePosixPath

from engine.fetching import Checksum, WebFile
from engine.file_trees import FileTree
from engine.kinds import Kind, Split
from engine.samples import Sample
from engine.samples._class_folders import Place, find_class, list_photos
from engine.settings import Settings
from engine.sources import Listing

HOME = "https://sid.erda.dk/public/archives/daaeac0d7ce1152aea9b61d9f1e19370/"
# Bytes and MD5 of the published archives; torchvision and TensorFlow Federated's benchmarks check the same ones.
FILES = {
    "GTSRB_Final_Training_Images.zip": (276_294_756, "f33fd80ac59bff73c82d25ab499e03a3"),
    "GTSRB_Final_Test_Images.zip": (88_978_620, "c7e4e6327067d32654124b0fe9e82185"),
    "GTSRB_Final_Test_GT.zip": (99_620, "fe31e9c9270bbcd7b84b7f21a9d9d9e5"),
}
TRUTH_FILE = "gt-final_test.csv"  # in lower case; the class of every test picture
NAMES = (
    "Speed limit 20 km per h",
    "Speed limit 30 km per h",
    "Speed limit 50 km per h",
    "Speed limit 60 km per h",
    "Speed limit 70 km per h",
    "Speed limit 80 km per h",
    "End of speed limit 80 km per h",
    "Speed limit 100 km per h",
    "Speed limit 120 km per h",
    "No overtaking",
    "No overtaking by lorries",
    "Right of way at the next crossing",
    "Priority road",
    "Give way",
    "Stop",
    "No vehicles",
    "No lorries",
    "No entry",
    "Danger",
    "Bend to the left",
    "Bend to the right",
    "Double bend",
    "Uneven road",
    "Slippery road",
    "Road narrows on the right",
    "Road works",
    "Traffic lights",
    "Pedestrians",
    "Children",
    "Cyclists",
    "Snow or ice",
    "Wild animals",
    "End of all restrictions",
    "Turn right ahead",
    "Turn left ahead",
    "Straight on only",
    "Straight on or right",
    "Straight on or left",
    "Keep right",
    "Keep left",
    "Roundabout",
    "End of no overtaking",
    "End of no overtaking by lorries",
)  # of the classes 0 to 42
CLASSES = {f"{number:05d}": name for number, name in enumerate(NAMES)} | {name.lower(): name for name in NAMES}


def list_signs(settings: Settings, trees: Sequence[FileTree]) -> Listing:
    """The signs in class folders, and the test pictures whose classes a CSV file tells."""
    truth: dict[str, str] = {}
    for tree in trees:
        for path in tree.paths:
            if PurePosixPath(path).name.lower() == TRUTH_FILE:
                truth |= _read_truth(tree.read(path).decode(errors="replace"))
    return list_photos(trees, partial(_find_sign, truth))


def _read_truth(text: str) -> dict[str, str]:
    """File names to signs; a line that is none of the two is left out."""
    rows = csv.DictReader(text.splitlines(), delimiter=";", skipinitialspace=True)
    found = {}
    for row in rows:
        number = (row.get("ClassId") or "").strip()
        if number.isdecimal() and int(number) < len(NAMES):
            found[str(row.get("Filename"))] = NAMES[int(number)]
    return found


def _find_sign(truth: dict[str, str], path: str) -> Place | None:
    place = PurePosixPath(path)
    folders = [name.lower() for name in place.parts[:-1]]
    if "final_test" in folders and place.name in truth:
        return truth[place.name], Split.TEST
    return find_class(CLASSES, path)


SAMPLE = Sample(
    name="gtsrb",
    title="German traffic signs",
    description="Photos of 43 traffic signs cut out of a driving car's video, from tiny to large, light to dark.",
    lesson="Many classes of unequal size: see who has too few photos, balance, and find what is mixed up.",
    kind=Kind.IMAGES,
    num_photos=51_839,
    num_labels=43,
    licence="No licence is stated; published for research by the Institut für Neuroinformatik, Bochum",
    licence_url="https://benchmark.ini.rub.de/gtsrb_dataset.html",
    homepage="https://benchmark.ini.rub.de/gtsrb_dataset.html",
    read=list_signs,
    archives=tuple(
        WebFile(name, (HOME + name,), num_bytes, Checksum("md5", md5)) for name, (num_bytes, md5) in FILES.items()
    ),
)
