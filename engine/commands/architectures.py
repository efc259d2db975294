"""``architectures``: the networks that can be trained."""

from argparse import Namespace
from dataclasses import MISSING, asdict

from engine.commands import Command, Context, Document
from engine.training.config import CONTROLS
from engine.training.configuring import architecture_settings
from engine.training.controls import control_facts
from engine.training.registry import architectures
from models import Architecture
from models._controls import Control


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
            "settings": [control_facts(control, _default(each, control)) for control in CONTROLS.values()],
        }
        for each in architectures().values()
    ]
    return {"architectures": rows}


def _default(architecture: Architecture, control: Control) -> object:
    """None where it is off or worked out for each run."""
    own = architecture_settings(architecture)
    return own.get(control.name, None if control.default is MISSING else control.default)


COMMAND = Command("architectures", "List the networks that can be trained.", run)
