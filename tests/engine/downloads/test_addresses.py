"""Which addresses belong to the internet, and which to this computer, its network, or nobody."""

from __future__ import annotations

import pytest

from engine.downloads.addresses import Reach, find_reach, may_be_asked


@pytest.mark.parametrize("address", ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2001:4860::8888"])
def test_addresses_of_the_internet_may_be_asked(address: str) -> None:
    assert find_reach(address) is Reach.PUBLIC
    assert may_be_asked(address, allow_private=False)


@pytest.mark.parametrize(
    ("address", "reach"),
    [
        ("127.0.0.1", Reach.THIS_COMPUTER),
        ("127.255.255.254", Reach.THIS_COMPUTER),
        ("::1", Reach.THIS_COMPUTER),
        ("::ffff:127.0.0.1", Reach.THIS_COMPUTER),
        ("64:ff9b::7f00:1", Reach.THIS_COMPUTER),
        ("10.0.0.1", Reach.OWN_NETWORK),
        ("172.16.0.1", Reach.OWN_NETWORK),
        ("172.31.255.255", Reach.OWN_NETWORK),
        ("192.168.1.1", Reach.OWN_NETWORK),
        ("100.64.0.1", Reach.OWN_NETWORK),
        ("fd00::1", Reach.OWN_NETWORK),
        ("::ffff:10.1.2.3", Reach.OWN_NETWORK),
    ],
)
def test_private_addresses_are_asked_only_when_a_person_allows_it(address: str, reach: Reach) -> None:
    assert find_reach(address) is reach
    assert not may_be_asked(address, allow_private=False)
    assert may_be_asked(address, allow_private=True)


@pytest.mark.parametrize(
    "address",
    [
        "169.254.169.254",  # where cloud machines hand out their keys
        "::ffff:169.254.169.254",
        "fe80::1",
        "fe80::1%eth0",
        "0.0.0.0",
        "::",
        "224.0.0.1",
        "255.255.255.255",
        "192.0.0.1",
        "198.18.0.1",
        "203.0.113.9",
        "ff02::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "64:ff9b:1::1",
        "::127.0.0.1",
        "4000::1",
    ],
)
def test_some_addresses_are_never_asked(address: str) -> None:
    assert not may_be_asked(address, allow_private=True)


def test_a_name_is_no_address() -> None:
    with pytest.raises(ValueError, match="does not appear to be"):
        find_reach("localhost")
