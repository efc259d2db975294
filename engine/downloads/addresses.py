"""Decides whether a network address belongs to the public internet, or to this computer or its own network.

The ranges are IANA's special-purpose registries for IPv4 and IPv6 (2024-04). They are written out, as
``ipaddress.is_global`` of Python before 3.11.10 counts some of them as public, and multicast in every version.
"""

from __future__ import annotations

from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address


class Reach(StrEnum):
    """Where an address leads, in words that go on "the address leads to …"."""

    PUBLIC = "the internet"
    THIS_COMPUTER = "this computer itself"
    OWN_NETWORK = "a private network"
    LINK = "the cable or the cloud machine it runs on"  # cloud machines hand out their keys at 169.254.169.254
    NOWHERE = "no single computer"

    @property
    def is_private(self) -> bool:
        """Whether a person may allow it: their own computer and network, nothing else."""
        return self in (Reach.THIS_COMPUTER, Reach.OWN_NETWORK)


_V4 = {
    IPv4Network("127.0.0.0/8"): Reach.THIS_COMPUTER,
    IPv4Network("10.0.0.0/8"): Reach.OWN_NETWORK,
    IPv4Network("172.16.0.0/12"): Reach.OWN_NETWORK,
    IPv4Network("192.168.0.0/16"): Reach.OWN_NETWORK,
    IPv4Network("100.64.0.0/10"): Reach.OWN_NETWORK,  # shared by the customers of a provider
    IPv4Network("169.254.0.0/16"): Reach.LINK,
    IPv4Network("0.0.0.0/8"): Reach.NOWHERE,  # some systems take it for this computer
    IPv4Network("192.0.0.0/24"): Reach.NOWHERE,
    IPv4Network("192.0.2.0/24"): Reach.NOWHERE,  # this and the two below: for documentation
    IPv4Network("198.51.100.0/24"): Reach.NOWHERE,
    IPv4Network("203.0.113.0/24"): Reach.NOWHERE,
    IPv4Network("192.88.99.0/24"): Reach.NOWHERE,
    IPv4Network("198.18.0.0/15"): Reach.NOWHERE,  # for measuring networks
    IPv4Network("224.0.0.0/4"): Reach.NOWHERE,  # multicast
    IPv4Network("240.0.0.0/4"): Reach.NOWHERE,
}
_V6 = {
    IPv6Network("::1/128"): Reach.THIS_COMPUTER,
    IPv6Network("fc00::/7"): Reach.OWN_NETWORK,
    IPv6Network("fe80::/10"): Reach.LINK,
    IPv6Network("2001::/23"): Reach.NOWHERE,  # protocols, Teredo among them, which wraps an IPv4 address
    IPv6Network("2001:db8::/32"): Reach.NOWHERE,
    IPv6Network("2002::/16"): Reach.NOWHERE,  # 6to4 wraps an IPv4 address, too
    IPv6Network("3fff::/20"): Reach.NOWHERE,
}
_V6_PUBLIC = IPv6Network("2000::/3")  # all that was ever given out
_V6_NAT64 = IPv6Network("64:ff9b::/96")  # an IPv4 address as networks without IPv4 reach it


def find_reach(text: str) -> Reach:
    """Where a numeric IPv4 or IPv6 address leads; one that wraps an IPv4 address leads where that leads.

    Raises:
        ValueError: it is no numeric address.
    """
    address = ip_address(text)
    if isinstance(address, IPv4Address):
        return next((reach for network, reach in _V4.items() if address in network), Reach.PUBLIC)
    wrapped = _wrapped(address)
    if wrapped is not None:
        return find_reach(str(wrapped))
    # A zone, as in fe80::1%eth0, is no part of any network's range.
    bare = IPv6Address(int(address))
    listed = next((reach for network, reach in _V6.items() if bare in network), None)
    return listed or (Reach.PUBLIC if bare in _V6_PUBLIC else Reach.NOWHERE)


def may_be_asked(text: str, allow_private: bool) -> bool:
    """Whether a numeric address may be connected to."""
    reach = find_reach(text)
    return reach is Reach.PUBLIC or (allow_private and reach.is_private)


def _wrapped(address: IPv6Address) -> IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return IPv4Address(int(address) & 0xFFFFFFFF) if IPv6Address(int(address)) in _V6_NAT64 else None
