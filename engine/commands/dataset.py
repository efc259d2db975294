"""``dataset NAME``: what a dataset holds, and whether its balance is a problem."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from engine.advice import balance_advice
from engine.catalog.datasets import count_dataset, get_dataset
from engine.catalog.membership import measure_spread
from engine.commands import Command, Context, Document


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")


def run(context: Context, arguments: Namespace) -> Document:
    dataset = get_dataset(context.catalog, arguments.name)
    counts = count_dataset(context.catalog, dataset)
    spread = measure_spread(context.catalog, dataset)
    advice = balance_advice(counts.people)
    numbers = list(counts.people.values())
    smallest, largest = (min(numbers), max(numbers)) if numbers else (0, 0)
    return {
        "dataset": dataset.name,
        "kind": dataset.kind,
        "source": dataset.source,
        "photos": counts.photos,
        "people": counts.people,
        "balance": {
            "min": smallest,
            "max": largest,
            "ratio": round(largest / smallest, 3) if smallest else None,
            "is_problem": advice.is_problem,
            "advice": advice.sentence,
        },
        "sizes": {"min_side": spread.min_side, "median_side": spread.median_side, "max_side": spread.max_side},
        "formats": spread.formats,
        "modes": spread.modes,
        "unreadable": [asdict(file) for file in counts.unreadable],
        "duplicates": counts.duplicates,
    }


COMMAND = Command("dataset", "Show one dataset: people, balance, sizes, formats.", run, add_arguments)
