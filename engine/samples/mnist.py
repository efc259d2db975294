"""MNIST: 70,000 handwritten digits, the classic first data set."""

from engine.fetching import Checksum, WebFile
from engine.kinds import Kind
from engine.samples import Sample
from engine.samples._packed import packed_pictures

# The authors' own page no longer hands the files out; TensorFlow Datasets and torchvision use these two mirrors.
MIRRORS = (
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
)
# Sizes and SHA-256: tensorflow_datasets/url_checksums/mnist.txt.
FILES = {
    "train-images-idx3-ubyte.gz": (
        9_912_422,
        "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
    ),
    "train-labels-idx1-ubyte.gz": (28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
    "t10k-images-idx3-ubyte.gz": (1_648_877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
    "t10k-labels-idx1-ubyte.gz": (4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
}

SAMPLE = Sample(
    name="mnist",
    title="MNIST handwritten digits",
    description="Grey pictures of handwritten digits, 28 pixels wide, split into training and test.",
    lesson="How more pictures make a better recogniser: nearly every network reaches 98 % and more.",
    kind=Kind.IMAGES,
    num_photos=70_000,
    num_labels=10,
    licence="CC BY-SA 3.0 (Yann LeCun and Corinna Cortes)",
    licence_url="https://creativecommons.org/licenses/by-sa/3.0/",
    homepage="http://yann.lecun.com/exdb/mnist/",
    read=packed_pictures([str(digit) for digit in range(10)]),
    archives=tuple(
        WebFile(name, tuple(mirror + name for mirror in MIRRORS), num_bytes, Checksum("sha256", sha256))
        for name, (num_bytes, sha256) in FILES.items()
    ),
)
