"""Opens and lists folders on remote storage (buckets, web servers) through fsspec, and reads single files of them."""

from __future__ import annotations

import errno
import importlib.util
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from engine.errors import SourceError

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

# What each scheme needs beside fsspec, and what a person calls it.
PACKAGES = {"s3": "s3fs", "gs": "gcsfs", "gcs": "gcsfs", "https": "aiohttp", "http": "aiohttp", "memory": ""}
VERSION_FACTS = (
    "ETag",
    "etag",
    "md5Hash",
    "Content-MD5",
    "Last-Modified",
    "LastModified",
    "last_modified",
    "updated",
    "mtime",
    "created",
)  # the first of these a storage tells, with the size, is a file's version
PAUSES_SECONDS = (0.5, 2.0, 4.0)


@dataclass(frozen=True)
class RemoteEntry:
    """A file in a remote folder.

    Attributes:
        path: relative to the folder, with "/".
        address: as the file system names it.
        num_bytes: None when listing does not tell.
        version: changes when the file does; None when listing does not tell.
    """

    path: str
    address: str
    num_bytes: int | None
    version: str | None


class Stopped(Exception):
    """Someone asked to stop while a file was on its way."""


class RemoteFolder:
    """A folder on remote storage.

    Args:
        address: such as ``s3://bucket/people`` or ``https://server/people/``.
        allow_private: web servers inside one's own network may be asked, too.

    Raises:
        SourceError: the scheme is none of ours, or what reads it is not installed.
    """

    def __init__(self, address: str, *, allow_private: bool = False) -> None:
        self.address = address
        self._scheme = urlsplit(address).scheme.lower()
        _require_package(address, self._scheme)
        self._files, self._root = _open(address, self._scheme, allow_private)

    def list_entries(self) -> list[RemoteEntry]:
        """All files below the folder, by path.

        Raises:
            SourceError: it cannot be listed; the message says what the storage answered.
        """
        try:
            self._files.ls(self._root, detail=False)  # find() passes over what it may not enter, without a word
            found: dict[str, Mapping[str, Any]] = self._files.find(self._root, detail=True)
        except FileNotFoundError:
            raise SourceError(f"'{self.address}' is not there, or is empty. Check the address.") from None
        except Exception as error:  # noqa: BLE001 - every storage's library has its own tree of errors
            raise SourceError(f"'{self.address}' cannot be listed: {_words(error)} {_advice(self._scheme)}") from None
        entries = [self._entry(address, facts) for address, facts in found.items() if "?" not in address]
        return sorted(entries, key=lambda entry: entry.path)

    def find_version(self, entry: RemoteEntry) -> str | None:
        """The version of one file, asked for when listing did not tell; None when the storage does not tell either."""
        if entry.version is not None:
            return entry.version
        try:
            return _version(self._files.info(entry.address))
        except Exception:  # noqa: BLE001 - as above; the download itself will say what is wrong
            return None

    def read_start(self, entry: RemoteEntry, num_bytes: int) -> bytes:
        """The first bytes of a file; none when they cannot be had."""
        try:
            return bytes(self._files.cat_file(entry.address, start=0, end=num_bytes))
        except Exception:  # noqa: BLE001 - as above
            return b""

    def fetch(self, entry: RemoteEntry, target: Path, is_stopped: Callable[[], bool], pauses: Sequence[float]) -> None:
        """Write a file's bytes to ``target``, trying again after pauses.

        Raises:
            Stopped: on request.
            OSError: it cannot be had; the message says why. With an ``errno`` only when our own disk is full.
        """
        for pause in (*pauses, None):
            try:
                self._files.get_file(entry.address, str(target), callback=_watching(is_stopped))
                return
            except Stopped:
                raise
            except (FileNotFoundError, PermissionError) as error:
                raise OSError(f"it cannot be downloaded: {_words(error)}") from None
            except Exception as error:
                if getattr(error, "errno", None) == errno.ENOSPC:
                    raise
                if pause is None:
                    raise OSError(f"it cannot be downloaded: {_words(error)}") from None
                time.sleep(pause)

    def _entry(self, address: str, facts: Mapping[str, Any]) -> RemoteEntry:
        relative = address.removeprefix(self._root).lstrip("/")
        path = unquote(relative) if self._scheme.startswith("http") else relative
        size = facts.get("size")
        return RemoteEntry(path, address, size if isinstance(size, int) else None, _version(facts))


def can_read(address: str) -> bool:
    """Whether an address names a scheme of ours."""
    return "://" in address and urlsplit(address).scheme.lower() in PACKAGES


def missing_packages() -> dict[str, str]:
    """Packages that are not installed, to the schemes that need them."""
    missing: dict[str, str] = {}
    for scheme, package in PACKAGES.items():
        if package and importlib.util.find_spec(package) is None:
            missing[package] = ", ".join(filter(None, (missing.get(package), f"{scheme}://")))
    return missing


def _require_package(address: str, scheme: str) -> None:
    if scheme not in PACKAGES:
        raise SourceError(f"'{address}' is no remote folder. Expected an address with s3://, gs:// or https://.")
    package = PACKAGES[scheme]
    if package and importlib.util.find_spec(package) is None:
        raise SourceError(
            f"'{address}' cannot be read: the package '{package}' is not installed. "
            "Install it with: pip install -r requirements-buckets.txt"
        )


def _open(address: str, scheme: str, allow_private: bool) -> tuple[AbstractFileSystem, str]:
    import fsspec

    if scheme in ("http", "https"):
        from engine.public_web import http_options

        return fsspec.filesystem("http", **http_options(allow_private)), address.rstrip("/") + "/"
    files, root = fsspec.core.url_to_fs(address, **_options(scheme))
    return files, str(root)


def _options(scheme: str) -> dict[str, object]:
    """Buckets are read with the keys the computer has; one without keys can read public buckets."""
    if scheme == "s3" and not _has_s3_keys():
        return {"anon": True, "skip_instance_cache": True}
    return {"skip_instance_cache": True, "use_listings_cache": False}


def _has_s3_keys() -> bool:
    from botocore.session import get_session

    return get_session().get_credentials() is not None


def _version(facts: Mapping[str, Any]) -> str | None:
    for name in VERSION_FACTS:
        if facts.get(name):
            return f"{facts[name]} {facts.get('size')}"
    return None


def _watching(is_stopped: Callable[[], bool]) -> object:
    from fsspec.callbacks import Callback

    class Watch(Callback):  # type: ignore[misc]  # fsspec calls methods of its own class
        """Ends a download on request, between two pieces."""

        def relative_update(self, inc: int = 1) -> None:
            if is_stopped():
                raise Stopped

    return Watch()


def _words(error: Exception) -> str:
    text = str(error).strip() or type(error).__name__
    return text if text.endswith(".") else f"{text}."


def _advice(scheme: str) -> str:
    if scheme in ("http", "https"):
        return "Expected a folder that the web server lists, reachable from here."
    return "Check the name, and that this computer has the keys to it."
