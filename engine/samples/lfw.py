"""Labeled Faces in the Wild: 13,233 news photos of 5,749 people, most of them with a single photo."""

from engine.fetching import Checksum, WebFile
from engine.kinds import Kind
from engine.samples import Sample
from engine.samples._class_folders import class_folders

SAMPLE = Sample(
    name="lfw",
    title="Labeled Faces in the Wild",
    description="News photos of well-known people, one face in the middle of each; 62 people have 20 photos or more.",
    lesson="Face recognition on real faces: filter by the head's angles, then train on those with many photos.",
    kind=Kind.FACES,
    num_photos=13_233,
    num_labels=5_749,
    licence="No licence is stated; news photos collected for research (University of Massachusetts)",
    licence_url="http://vis-www.cs.umass.edu/lfw/",
    homepage="http://vis-www.cs.umass.edu/lfw/",
    read=class_folders(),
    archives=(
        WebFile(
            "lfw.tgz",
            # The university's own address, and scikit-learn's copy of the same bytes for when that does not answer.
            ("http://vis-www.cs.umass.edu/lfw/lfw.tgz", "https://ndownloader.figshare.com/files/5976018"),
            180_566_744,  # this and the SHA-256: tensorflow_datasets/url_checksums/lfw.txt
            Checksum("sha256", "055f7d9c632d7370e6fb4afc7468d40f970c34a80d4c6f50ffec63f5a8d536c0"),
        ),
    ),
)
