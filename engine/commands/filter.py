"""``filter NAME``: move limits and see which photos they keep and reject."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace

from engine.catalog.datasets import Dataset, get_dataset
from engine.catalog.decisions import LimitSetting, save_limits
from engine.commands import Command, Context, Document
from engine.kinds import Verdict
from engine.presets import find_preset, preset_limits
from engine.verdicts import Decision, change_limits, current_limits, decide_dataset, default_limits


def parse_limit(text: str) -> tuple[str, float]:
    """``pan=25`` to ("pan", 25.0)."""
    name, _, number = text.partition("=")
    try:
        return name, float(number)
    except ValueError:
        raise ArgumentTypeError(f"'{text}' is no limit. Expected CHECK=NUMBER, such as pan=25.") from None


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--limit", type=parse_limit, action="append", default=[], metavar="CHECK=VALUE")
    parser.add_argument("--off", action="append", default=[], metavar="CHECK", help="leave a check out")
    base = parser.add_mutually_exclusive_group()
    base.add_argument("--reset", action="store_true", help="begin from the default limits")
    base.add_argument("--preset", metavar="PRESET", help="begin from the limits of a preset; 'presets' lists them")
    parser.add_argument("--try", dest="is_trial", action="store_true", help="show only; do not remember the limits")
    parser.add_argument("--list", dest="is_listed", action="store_true", help="also list every photo with its reasons")


def run(context: Context, arguments: Namespace) -> Document:
    dataset = get_dataset(context.catalog, arguments.name)
    limits = change_limits(_base(context, arguments, dataset), dict(arguments.limit), arguments.off)
    decision = decide_dataset(context.catalog, dataset, limits)
    if not arguments.is_trial:
        save_limits(context.catalog, dataset, limits)
    document = describe(decision)
    return document | {"photos": list_photos(decision)} if arguments.is_listed else document


def _base(context: Context, arguments: Namespace, dataset: Dataset) -> dict[str, LimitSetting]:
    """The limits that the command line changes."""
    if arguments.preset is not None:
        return preset_limits(find_preset(context.settings, dataset.kind, arguments.preset), dataset.kind)
    return default_limits(dataset.kind) if arguments.reset else current_limits(context.catalog, dataset)


def describe(decision: Decision) -> Document:
    """The counts as the contract says them."""
    return {
        "kept": decision.count(Verdict.KEPT),
        "rejected": decision.count(Verdict.REJECTED),
        "undecided": decision.count(Verdict.UNDECIDED),
        "reasons": decision.reasons(),
        "people": {
            label: {"kept": counts.kept, "rejected": counts.rejected, "undecided": counts.undecided}
            for label, counts in decision.people().items()
        },
        "limits": {name: setting.value for name, setting in decision.limits.items() if setting.is_on},
    }


def list_photos(decision: Decision) -> list[Document]:
    """Every photo with its verdict, the checks it fails and why, in words."""
    table = decision.table
    return [
        {
            "path": table.paths[place],
            "sha256": table.sha256s[place],
            "label": str(table.labels[place]),
            "verdict": str(decision.verdicts[place]),
            "reasons": list(decision.reason_names(place)),
            "sentences": list(decision.explain(place)),
        }
        for place in range(len(table))
    ]


COMMAND = Command("filter", "Apply limits to a dataset's measurements and remember them.", run, add_arguments)
