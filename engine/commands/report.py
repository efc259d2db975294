"""``report NAME --to FILE``: what the filter did to a dataset, as a page with photos or a table with all numbers."""

from argparse import ArgumentParser, Namespace
from datetime import datetime
from pathlib import Path

from engine.atomic import replacing
from engine.catalog.datasets import Dataset, get_dataset
from engine.commands import Command, Context, Document
from engine.errors import BadInput
from engine.kinds import Verdict
from engine.reports import gather_report, photo_rows, render_report
from engine.verdicts import Decision, decide_dataset

HTML, CSV = (".html", ".htm"), (".csv",)


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--to", required=True, type=Path, metavar="FILE", help="ends in .html, or in .csv for a table")


def run(context: Context, arguments: Namespace) -> Document:
    dataset = get_dataset(context.catalog, arguments.name)
    file = arguments.to.expanduser().absolute()
    if file.suffix.lower() not in (*HTML, *CSV):
        raise BadInput(f"'{arguments.to}' has an unknown ending. Expected a file that ends in .html or .csv.")
    decision = decide_dataset(context.catalog, dataset)
    try:
        with replacing(file) as temporary:
            _write(context, temporary, dataset, decision, is_table=file.suffix.lower() in CSV)
    except OSError as error:
        raise BadInput(f"{file} cannot be written: {error.strerror}. Choose another file with --to.") from error
    counts = {verdict.value: decision.count(verdict) for verdict in Verdict}
    return {"dataset": dataset.name, "file": str(file), "photos": len(decision.table), **counts}


def _write(context: Context, file: Path, dataset: Dataset, decision: Decision, *, is_table: bool) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        if is_table:
            out.writelines(photo_rows(decision))
        else:
            out.write(render_report(context.settings, gather_report(dataset, decision), made=datetime.now()))


COMMAND = Command(
    "report", "Write what the filter did to a dataset as an HTML page or a CSV table.", run, add_arguments
)
