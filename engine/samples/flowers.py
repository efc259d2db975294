"""TensorFlow's flowers: 3,670 photos of five kinds."""

from engine.fetching import Checksum, WebFile
from engine.kinds import Kind
from engine.samples import Sample
from engine.samples._class_folders import class_folders

CLASSES = {
    "daisy": "daisy",
    "dandelion": "dandelion",
    "rose": "rose",
    "roses": "rose",
    "sunflower": "sunflower",
    "sunflowers": "sunflower",
    "tulip": "tulip",
    "tulips": "tulip",
}

SAMPLE = Sample(
    name="flowers",
    title="Flowers",
    description="Photos of daisies, dandelions, roses, sunflowers and tulips, as people take them.",
    lesson="How a network that already knows photos learns a new task from a few hundred of each kind.",
    kind=Kind.IMAGES,
    num_photos=3_670,
    num_labels=5,
    licence="CC BY 2.0 (the photographers; LICENSE.txt in the archive names them)",
    licence_url="https://creativecommons.org/licenses/by/2.0/",
    homepage="https://www.tensorflow.org/datasets/catalog/tf_flowers",
    read=class_folders(CLASSES),
    archives=(
        WebFile(
            "flower_photos.tgz",
            (
                "https://storage.googleapis.com/download.tensorflow.org/example_images/flower_photos.tgz",
                "http://download.tensorflow.org/example_images/flower_photos.tgz",
            ),
            228_813_984,  # this and the SHA-256: tensorflow_datasets/url_checksums/tf_flowers.txt
            Checksum("sha256", "4c54ace7911aaffe13a365c34f650e71dd5bf1be0a58b464e5a7183e3e595d9c"),
        ),
    ),
)
