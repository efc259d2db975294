"""CIFAR-10: 60,000 tiny colour photos of ten kinds of things."""

from engine.fetching import Checksum, WebFile
from engine.kinds import Kind
from engine.picture_arrays.cifar import TEN_NAMES
from engine.samples import Sample
from engine.samples._packed import packed_pictures

SAMPLE = Sample(
    name="cifar10",
    title="CIFAR-10 things and animals",
    description="Colour photos, 32 pixels wide: planes, cars, birds, cats, deer, dogs, frogs, horses, ships, trucks.",
    lesson="What a network must be able to do with colour and clutter: 70 % is easy, 90 % is not.",
    kind=Kind.IMAGES,
    num_photos=60_000,
    num_labels=10,
    licence="No licence is stated; the authors (Krizhevsky, Nair, Hinton) ask to be cited",
    licence_url="https://www.cs.toronto.edu/~kriz/cifar.html",
    homepage="https://www.cs.toronto.edu/~kriz/cifar.html",
    read=packed_pictures(TEN_NAMES),
    archives=(
        WebFile(
            "cifar-10-binary.tar.gz",
            ("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",),
            170_052_171,  # this and the SHA-256: tensorflow_datasets/url_checksums/cifar10.txt
            Checksum("sha256", "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"),
        ),
    ),
)
