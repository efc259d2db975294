"""Runs the pipeline: ``python -m engine.beam --manifest FILE --output PREFIX [--weights DIR] [Beam's options]``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from engine.errors import EngineError


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure every photo of a manifest."""
    parser = argparse.ArgumentParser(prog="python -m engine.beam", description=__doc__)
    parser.add_argument("--manifest", required=True, help="what export-manifest wrote; a path or gs://, s3://, hdfs://")
    parser.add_argument("--output", required=True, help="beginning of the Parquet files' names; import-measurements")
    parser.add_argument("--weights", help="folder of the pre-trained files (default: each worker fetches them)")
    ours, beams = parser.parse_known_args(arguments)
    try:
        from engine.beam.pipeline import run
    except ModuleNotFoundError as error:
        return _fail(
            f"{error}. Apache Beam has an environment of its own: 'make beam-venv', then .venv-beam/bin/python -m "
            "engine.beam"
        )
    try:
        run(ours.manifest, ours.output, ours.weights, beams)
    except EngineError as error:
        return _fail(str(error))
    return 0


def _fail(message: str) -> int:
    sys.stderr.write(f"error: {message}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
