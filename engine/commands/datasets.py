"""``datasets``: what has been imported."""

from argparse import Namespace

from engine.catalog.datasets import count_dataset, list_datasets
from engine.commands import Command, Context, Document


def run(context: Context, arguments: Namespace) -> Document:
    catalog = context.catalog
    rows = []
    for dataset in list_datasets(catalog):
        counts = count_dataset(catalog, dataset)
        rows.append(
            {
                "name": dataset.name,
                "kind": dataset.kind,
                "photos": counts.photos,
                "people": counts.people,
                "unreadable": len(counts.unreadable),
                "duplicates": counts.duplicates,
                "created": dataset.created,
            }
        )
    return {"datasets": rows}


COMMAND = Command("datasets", "List the datasets.", run)
