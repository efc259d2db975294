"""``import SOURCE --name NAME``: bring photos into a dataset."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from engine.commands import Command, Context, Document
from engine.importing import ImportResult, import_source
from engine.kinds import Kind
from engine.sources import SourceOptions, absolute_if_path, all_sources

MAX_VANISHED_LISTED = 1000  # the document is read whole by every screen that shows it


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "source",
        metavar="SOURCE",
        help="a folder with one sub-folder per person, a zip or tar of it, a list, sample:digits",
    )
    parser.add_argument("--name", required=True, help="the dataset's name; importing into one that exists adds to it")
    parser.add_argument("--kind", type=Kind, choices=list(Kind), help="faces (default), or images that need no face")
    parser.add_argument("--source", dest="source_type", choices=list(all_sources()), help="how to read SOURCE")
    parser.add_argument("--people", type=int, metavar="N", help="of a list: at most so many people")
    parser.add_argument("--per-person", type=int, metavar="M", help="of a list: at most so many photos of each")
    parser.add_argument("--only", action="append", metavar="PERSON", help="of a list: this person; may be repeated")
    parser.add_argument(
        "--allow-private", action="store_true", help="of a list: also addresses inside your own network"
    )


def run(context: Context, arguments: Namespace) -> Document:
    source = absolute_if_path(arguments.source)
    with context.job([source if word == arguments.source else word for word in context.words]) as job:
        result = import_source(
            context.settings,
            context.catalog,
            source,
            name=arguments.name,
            kind=arguments.kind,
            source_name=arguments.source_type,
            job=job,
            options=SourceOptions(
                people=arguments.people,
                per_person=arguments.per_person,
                only=tuple(arguments.only or ()),
                allow_private=arguments.allow_private,
            ),
        )
        document = describe(result)
        job.finish(document)
    return document


def describe(result: ImportResult) -> Document:
    """The result as the contract says it."""
    return {
        "dataset": result.dataset.name,
        "kind": result.dataset.kind,
        "photos": result.counts.photos,
        "people": result.counts.people,
        "unreadable": [asdict(file) for file in result.counts.unreadable],
        "duplicates": result.counts.duplicates,
        "conflicts": [asdict(conflict) for conflict in result.conflicts],
        "skipped": [asdict(file) for file in result.skipped],
        **asdict(result.changes),
        "vanished": len(result.vanished),
        "vanished_files": list(result.vanished[:MAX_VANISHED_LISTED]),
        "urls": dict(result.urls),
        "stopped": result.was_stopped,
    }


COMMAND = Command("import", "Import a folder, a zip or a sample as a dataset.", run, add_arguments)
