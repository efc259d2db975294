"""``presets``: limits for all checks under one name; save, rename and delete your own."""

from argparse import ArgumentParser, Namespace

from engine.catalog.datasets import get_dataset
from engine.commands import Command, Context, Document
from engine.errors import BadInput
from engine.kinds import Kind
from engine.presets import Preset, delete_preset, list_presets, preset_limits, rename_preset, save_preset
from engine.verdicts import current_limits


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--kind", choices=list(Kind), help="only those for datasets of this kind")
    change = parser.add_mutually_exclusive_group()
    change.add_argument("--save", metavar="NAME", help="save the limits of the dataset that --from names")
    change.add_argument("--rename", nargs=2, metavar=("NAME", "NEW"), help="rename one of your own")
    change.add_argument("--delete", metavar="NAME", help="forget one of your own")
    parser.add_argument("--from", dest="from_dataset", metavar="DATASET", help="where --save takes the limits from")


def run(context: Context, arguments: Namespace) -> Document:
    settings, kind = context.settings, Kind(arguments.kind or Kind.FACES)
    if (arguments.save is None) != (arguments.from_dataset is None):
        raise BadInput("--save NAME and --from DATASET belong together. Give both, or neither.")
    if arguments.save is not None:
        dataset = get_dataset(context.catalog, arguments.from_dataset)
        save_preset(settings, dataset.kind, arguments.save, current_limits(context.catalog, dataset))
    elif arguments.rename is not None:
        rename_preset(settings, kind, *arguments.rename)
    elif arguments.delete is not None:
        delete_preset(settings, kind, arguments.delete)
    kinds = [Kind(arguments.kind)] if arguments.kind else list(Kind)
    return {"presets": [_describe(preset, kind) for kind in kinds for preset in list_presets(settings, kind)]}


def _describe(preset: Preset, kind: Kind) -> Document:
    limits = preset_limits(preset, kind)
    return {
        "name": preset.name,
        "title": preset.title,
        "about": preset.about,
        "kind": kind.value,
        "is_own": preset.is_own,
        "limits": {name: setting.value for name, setting in limits.items() if setting.is_on},
        "off": [name for name, setting in limits.items() if not setting.is_on],
    }


COMMAND = Command(
    "presets", "List limits that go by a name; save, rename and delete your own (of --kind, faces).", run, add_arguments
)
