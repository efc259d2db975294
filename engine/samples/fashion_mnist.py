"""Fashion-MNIST: 70,000 pictures of clothes, in MNIST's format."""

from engine.fetching import Checksum, WebFile
from engine.kinds import Kind
from engine.samples import Sample
from engine.samples._packed import packed_pictures

HOME = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"  # a plain web page of a bucket: it has no https
# Sizes and SHA-256: tensorflow_datasets/url_checksums/fashion_mnist.txt.
FILES = {
    "train-images-idx3-ubyte.gz": (
        26_421_880,
        "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
    ),
    "train-labels-idx1-ubyte.gz": (29_515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
    "t10k-images-idx3-ubyte.gz": (4_422_102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
    "t10k-labels-idx1-ubyte.gz": (5_148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
}
NAMES = (
    "T-shirt or top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)  # in the order of https://github.com/zalandoresearch/fashion-mnist#labels

SAMPLE = Sample(
    name="fashion_mnist",
    title="Fashion-MNIST clothes",
    description="Grey pictures of ten kinds of clothes, shoes and bags, 28 pixels wide.",
    lesson="Which classes get mixed up: shirts, T-shirts and coats look alike at this size.",
    kind=Kind.IMAGES,
    num_photos=70_000,
    num_labels=10,
    licence="MIT (Zalando SE)",
    licence_url="https://github.com/zalandoresearch/fashion-mnist/blob/master/LICENSE",
    homepage="https://github.com/zalandoresearch/fashion-mnist",
    read=packed_pictures(NAMES),
    archives=tuple(
        WebFile(name, (HOME + name,), num_bytes, Checksum("sha256", sha256))
        for name, (num_bytes, sha256) in FILES.items()
    ),
)
