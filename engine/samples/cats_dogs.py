"""Cats vs Dogs: 25,000 photos from animal shelters; a few of them are damaged, as in real life."""

from engine.fetching import Checksum, WebFile
from engine.kinds import Kind
from engine.samples import Sample
from engine.samples._class_folders import class_folders

SAMPLE = Sample(
    name="cats_dogs",
    title="Cats and dogs",
    description="Photos of cats and dogs from animal shelters, in many sizes; some files are damaged.",
    lesson="How Facet deals with files that cannot be read, and with photos of all shapes.",
    kind=Kind.IMAGES,
    num_photos=25_000,
    num_labels=2,
    licence="Microsoft Research licence agreement (a document in the archive has its text)",
    licence_url="https://www.microsoft.com/en-us/download/details.aspx?id=54765",
    homepage="https://www.microsoft.com/en-us/download/details.aspx?id=54765",
    read=class_folders({"cat": "cat", "cats": "cat", "dog": "dog", "dogs": "dog"}),
    archives=(
        WebFile(
            "kagglecatsanddogs_5340.zip",
            (
                "https://download.microsoft.com/download/3/E/1/3E1C3F21-ECDB-4869-8368-6DEBA77B919F/"
                "kagglecatsanddogs_5340.zip",
            ),
            824_887_076,  # this and the SHA-256: datasets/cats_vs_dogs/dataset_infos.json of huggingface/datasets
            Checksum("sha256", "b7974bd00a84a99921f36ee4403f089853777b5ae8d151c76a86e64900334af9"),
        ),
    ),
)
