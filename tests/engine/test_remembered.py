"""Results are made once per key, and only the newest stay."""

from engine.remembered import Remembered


def test_a_result_is_made_once_per_key() -> None:
    made: list[str] = []
    remembered: Remembered[int] = Remembered(2)

    def make(name: str) -> int:
        made.append(name)
        return len(made)

    assert [remembered.get("a", lambda: make("a")), remembered.get("a", lambda: make("a"))] == [1, 1]
    assert made == ["a"]


def test_the_one_asked_for_longest_ago_is_forgotten_first() -> None:
    remembered: Remembered[str] = Remembered(2)
    for key in ("a", "b", "a", "c"):
        remembered.get(key, lambda key=key: key)
    assert remembered.get("a", lambda: "made anew") == "a"
    assert remembered.get("b", lambda: "made anew") == "made anew"


def test_a_result_is_renewed_from_the_one_before() -> None:
    remembered: Remembered[int] = Remembered(2)
    assert [remembered.renew("a", lambda earlier: (earlier or 0) + 1) for _ in range(3)] == [1, 2, 3]
    assert remembered.get("a", lambda: 0) == 3
