"""What an analyzer asks a service over the network, before photos are measured on this machine."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Questions:
    """Which analyzer asks, and in which version: an answer to an older version does not count."""

    analyzer: str
    version: int
