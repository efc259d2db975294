"""Import from a bucket or a folder on a web server, by its address."""

from __future__ import annotations

import streamlit as st

from engine.remote_folders import missing_packages
from engine.settings import Settings
from pages.widgets.dataset_to_fill import DatasetToFill, choose_dataset
from pages.widgets.import_start import start_import

HELP = (
    "s3://bucket/folder (Amazon S3 and what speaks like it), gs://bucket/folder (Google Cloud Storage), or the "
    "https:// address of a folder that a web server lists"
)


def bucket_form(settings: Settings) -> None:
    """Ask for the address and the dataset, and import; importing again later fetches only what is new."""
    st.markdown(
        "A folder with one sub-folder per person, as on a disk. Photos are copied to this computer, several at once. "
        "Import the same address again later, and only new and changed photos are fetched."
    )
    address = st.text_input("Address", placeholder="s3://my-bucket/people", help=HELP).strip()
    into = choose_dataset(settings, "bucket", fallback=_name_of(address) or "my photos")
    with st.expander("Keys, and servers in your own network"):
        st.markdown(
            "Buckets are opened with the keys this computer already has: for S3 those of `aws configure`, for Google "
            "those of `gcloud auth application-default login`. Without keys, public buckets can be read."
        )
        allow_private = st.checkbox("The address is a web server in my own network", key="bucket_private")
    _tell_missing()
    if not st.button("Import", type="primary", key="bucket_import"):
        return
    if not address:
        st.error("No address is given yet. Type or paste it: it begins with s3://, gs:// or https://.")
        return
    private = ["--allow-private"] if allow_private else []
    into = DatasetToFill(into.name or _name_of(address), into.kind)
    start_import(settings, address, into, *private, source_name="bucket")


def _name_of(address: str) -> str:
    """The last folder, or the bucket."""
    return address.rstrip("/").rpartition("/")[2]


def _tell_missing() -> None:
    if missing := missing_packages():
        schemes = ", ".join(missing.values())
        st.info(
            f"For {schemes} something is not installed yet. Install it with: `pip install -r requirements-buckets.txt`"
        )
