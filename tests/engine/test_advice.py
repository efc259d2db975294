"""The sentence about the balance of a dataset says the right numbers and the right cure."""

import math

import pytest

from engine.advice import Advice, Remedies, Spread, balance_advice, balance_remedies, count_spread
from engine.kinds import Kind


@pytest.mark.parametrize("counts", [{}, {"Kim": 0, "Park": 0}])
def test_a_dataset_without_usable_photos_asks_for_some(counts: dict[str, int]) -> None:
    sentence = "There are no usable photos yet. Import some, or relax a limit on the Filter page."
    assert balance_advice(counts) == Advice(True, sentence)


def test_one_person_alone_cannot_be_told_apart() -> None:
    sentence = "All photos show Kim. Telling apart needs a second person; import one more."
    assert balance_advice({"Kim": 40}) == Advice(True, sentence)


def test_images_speak_of_classes() -> None:
    sentence = "All photos show crack. Telling apart needs a second class; import one more."
    assert balance_advice({"crack": 40}, Kind.IMAGES) == Advice(True, sentence)


@pytest.mark.parametrize(("count", "words"), [(1, "only 1 usable photo"), (0, "no usable photo")])
def test_a_person_with_too_few_photos_is_named(count: int, words: str) -> None:
    sentence = (
        f"Park has {words}, and training needs at least 2. "
        "Collect more, relax a limit on the Filter page, or leave Park out."
    )
    assert balance_advice({"Kim": 50, "Park": count}) == Advice(True, sentence)


def test_several_people_with_too_few_photos_are_all_named() -> None:
    advice = balance_advice({"Kim": 50, "Park": 1, "Lee": 0, "Choi": 1})
    assert advice.sentence.startswith("Choi, Lee and Park have fewer than 2 usable photos each.")


def test_many_people_with_too_few_photos_are_counted() -> None:
    advice = balance_advice({"Kim": 50, **{f"person {number}": 1 for number in range(5)}})
    assert advice.sentence.startswith("5 of 6 have fewer than 2 usable photos each.")


def test_a_lopsided_dataset_says_how_much_and_what_to_do() -> None:
    # 254 / 41 = 6.195; 254 - 41 = 213, to one digit 200
    sentence = (
        "Kim has 6.2 times the photos of Park. Training would lean to Kim. "
        "Undersample to 41 each on the Prepare page, or collect about 200 more of Park."
    )
    assert balance_advice({"Lee": 100, "Kim": 254, "Park": 41}) == Advice(True, sentence)


def test_a_small_lack_is_told_exactly() -> None:
    assert balance_advice({"Kim": 8, "Park": 3}).sentence.endswith("or collect 5 more of Park.")


def test_a_lack_that_rounds_up_to_the_next_power_of_ten_stays_readable() -> None:
    assert balance_advice({"Kim": 1965, "Park": 5}).sentence.endswith("collect about 2,000 more of Park.")


def test_twofold_is_still_balanced_and_just_above_is_not() -> None:
    assert balance_advice({"Kim": 40, "Park": 20}) == Advice(
        False, "The people are well balanced: from 20 photos (Park) to 40 (Kim)."
    )
    assert balance_advice({"Kim": 41, "Park": 20}).is_problem


def test_equal_counts_are_perfectly_balanced() -> None:
    sentence = "All 3 people have 7 photos each. That is perfectly balanced."
    assert balance_advice({"Kim": 7, "Park": 7, "Lee": 7}) == Advice(False, sentence)


def test_the_spread_is_told_in_four_numbers() -> None:
    assert count_spread({}) == Spread(0, 0, 0)
    spread = count_spread({"Kim": 254, "Park": 41, "Lee": 100, "Choi": 60})
    assert (spread.min, spread.median, spread.max) == (41, 80, 254)
    assert spread.ratio == pytest.approx(6.195, abs=0.001)
    assert math.isinf(count_spread({"Kim": 5, "Park": 0}).ratio)
    assert count_spread({"Kim": 0}).ratio == 1


@pytest.mark.parametrize("counts", [{}, {"Kim": 9}, {"Kim": 0, "Park": 0}, {"Kim": 40, "Park": 20}])
def test_where_nothing_is_to_be_evened_out_no_remedy_is_offered(counts: dict[str, int]) -> None:
    assert balance_remedies(counts) == Remedies()


def test_a_lopsided_dataset_can_be_undersampled_or_filled_up() -> None:
    remedies = balance_remedies({"Lee": 100, "Kim": 254, "Park": 41})
    assert remedies == Remedies(undersample_to=41, scarcest=("Park",), missing=213)


def test_people_with_too_few_photos_are_collected_for_or_left_out() -> None:
    remedies = balance_remedies({"Kim": 50, "Lee": 40, "Park": 1, "Choi": 0})
    assert remedies == Remedies(undersample_to=None, scarcest=("Choi", "Park"), missing=50)


def test_undersampling_is_to_the_fewest_of_those_that_prepare_does_not_leave_out() -> None:
    assert balance_remedies({"Kim": 50, "Lee": 10, "Park": 1}).undersample_to == 10
