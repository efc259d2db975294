"""The curves of a run: what was measured at each evaluation, kept as lines of JSON and as TensorBoard events."""

from engine.metrics.points import MetricPoint, best_point, is_better, read_metrics, truncate, write

__all__ = ["MetricPoint", "best_point", "is_better", "read_metrics", "truncate", "write"]
