"""``architectures``: the networks that can be trained."""

from argparse import Namespace
from dataclasses import asdict

from engine.commands import Command, Context, Document
from engine.training.registry import architectures


def run(context: Context, arguments: Namespace) -> Document:
    rows = [
        {
            "name": each.name,
            "title": each.title,
            "description": each.description,
            "origin": each.origin,
            "kinds": sorted(each.kinds),
            "features": each.features,
            "parameters": each.num_parameters,
            "steps": each.steps,
            "batch_size": each.batch_size,
            "learning_rate": each.learning_rate,
            "augmentation": asdict(each.augmentation),
        }
        for each in architectures().values()
    ]
    return {"architectures": rows}


COMMAND = Command("architectures", "List the networks that can be trained.", run)
