"""``analyze NAME``: measure every photo of a dataset, once."""

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime

from engine.analysis import analyze_dataset, find_analyzer
from engine.catalog.datasets import Dataset, choose_analyzer, get_dataset
from engine.cloud_vision.consent import CloudPlan, agree, plan_sending
from engine.cloud_vision.options import load_options
from engine.commands import Command, Context, Document
from engine.importing import ANALYZERS

LOCAL = "local"
YES = "--yes"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument(
        "--analyzer",
        help="what measures, from now on for this dataset: local, on this machine, or vision, Google Cloud Vision, "
        "which costs money and first says how much (default: what measured it last)",
    )
    parser.add_argument("--workers", type=int, help="processes (default: one per core)")
    parser.add_argument(
        "--endpoint",
        metavar="HOST[:PORT]",
        help="of vision: the server, such as eu-vision.googleapis.com (default: as set up in the app); "
        "127.0.0.1:PORT is a test server, spoken to in plain text without a key",
    )
    parser.add_argument(YES, action="store_true", help="of vision: agree to send the photos and to what that costs")


def run(context: Context, arguments: Namespace) -> Document:
    dataset = get_dataset(context.catalog, arguments.name)
    # "local" is whatever measures this kind of dataset on this machine: without people no face is looked for.
    name = ANALYZERS[dataset.kind] if arguments.analyzer == LOCAL else arguments.analyzer or dataset.analyzer
    asks = find_analyzer(name, dataset.kind).questions is not None
    plan = _plan(context, dataset, arguments) if asks else None
    if plan and plan.needs_yes:
        said = {"dataset": dataset.name, "analyzed": 0, "endpoint": plan.endpoint, **_describe(plan)}
        return said | {"advice": f"Nothing was sent. To agree to this, add {YES}."}
    dataset = choose_analyzer(context.catalog, dataset, name)
    with context.job([word for word in context.words if word != YES]) as job:  # resumed, it may mean more photos
        result = analyze_dataset(
            context.settings,
            context.catalog,
            dataset,
            analyzer_name=name,
            num_workers=max(1, arguments.workers or context.settings.num_workers),
            job=job,
            endpoint=arguments.endpoint,
        )
        document = {
            "dataset": dataset.name,
            "analyzed": result.analyzed,
            "reused": result.reused,
            "failed": result.failed,
            "seconds": result.seconds,
            "stopped": result.was_stopped,
            **(_describe(plan) if plan else {}),
        }
        job.finish(document)
    return document


def _plan(context: Context, dataset: Dataset, arguments: Namespace) -> CloudPlan:
    """What would be sent; agreed to where the person has said yes."""

    def look() -> CloudPlan:
        options = load_options(context.settings)
        return plan_sending(context.catalog, dataset, options, endpoint=arguments.endpoint, now=now)

    now = datetime.now(UTC)
    plan = look()
    if plan.needs_yes and arguments.yes:
        agree(context.catalog, dataset, plan, now)
        plan = look()
    return plan


def _describe(plan: CloudPlan) -> Document:
    return {"to_send": plan.to_send, "known": plan.known, "cost_usd": plan.dollars, "needs_yes": plan.needs_yes}


COMMAND = Command(
    "analyze", "Measure the photos of a dataset; photos measured before are not measured again.", run, add_arguments
)
