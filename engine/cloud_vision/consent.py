"""What will be sent and what it costs, said before the first byte leaves; and the yes without which none does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from engine.catalog import Catalog
from engine.catalog.cloud_answers import Consent, count_answers, count_sent, load_consent, save_consent
from engine.catalog.datasets import Dataset
from engine.cloud_vision import NUM_FEATURES
from engine.cloud_vision.endpoint import parse_endpoint
from engine.cloud_vision.options import CloudOptions
from engine.edits.names import count_photos
from engine.errors import ConsentMissing
from engine.faces.vision import QUESTIONS


@dataclass(frozen=True)
class CloudPlan:
    """What asking about a dataset means.

    Attributes:
        to_send: photos that would leave this computer; known: photos whose answer is here already.
        endpoint: the server they would go to.
        free_left: photos that are free this month, as far as was counted here.
        dollars: what the photos to send cost.
        consent: the yes that was given, if any.
    """

    to_send: int
    known: int
    endpoint: str
    free_left: int
    dollars: float
    consent: Consent | None

    @property
    def needs_yes(self) -> bool:
        """True until somebody has agreed to so many photos (less those sent since) and to this server."""
        if self.to_send == 0:
            return False
        return self.consent is None or self.consent.endpoint != self.endpoint or self.to_send > self.consent.num_left


def plan_sending(
    catalog: Catalog, dataset: Dataset, options: CloudOptions, *, endpoint: str | None = None, now: datetime
) -> CloudPlan:
    """Count what would be sent and work out what it costs; reaches no network.

    Args:
        endpoint: asked instead of the one set up.
    """
    counts = count_answers(catalog, dataset, QUESTIONS)
    free_left = max(0, options.free_per_month - count_sent(catalog, QUESTIONS.analyzer, month_of(now)))
    return CloudPlan(
        to_send=counts.unknown,
        known=counts.known,
        endpoint=str(parse_endpoint(endpoint or options.endpoint)),
        free_left=free_left,
        dollars=price(counts.unknown, free_left, options.dollars_per_1000),
        consent=load_consent(catalog, dataset, QUESTIONS.analyzer),
    )


def price(num_photos: int, free_left: int, dollars_per_1000: float) -> float:
    """Dollars for so many photos: each feature is billed for every photo beyond the free ones."""
    return round(NUM_FEATURES * max(0, num_photos - free_left) * dollars_per_1000 / 1000, 2)


def agree(catalog: Catalog, dataset: Dataset, plan: CloudPlan, now: datetime) -> None:
    """Remember a yes to exactly what the plan says."""
    agreed = now.astimezone(UTC).isoformat(timespec="seconds")
    save_consent(catalog, dataset, QUESTIONS.analyzer, Consent(plan.endpoint, plan.to_send, plan.dollars, agreed))


def require_consent(dataset: Dataset, plan: CloudPlan) -> None:
    """Let nothing be sent that nobody has agreed to.

    Raises:
        ConsentMissing: with the numbers to agree to.
    """
    if plan.needs_yes:
        raise ConsentMissing(
            f"{count_photos(plan.to_send)} of '{dataset.name}' would be sent to {plan.endpoint}, for "
            f"${plan.dollars:,.2f}, and nobody has agreed to that yet. Agree on the Filter page, or with --yes."
        )


def month_of(now: datetime) -> str:
    """Such as ``"2026-11"``, UTC."""
    return now.astimezone(UTC).strftime("%Y-%m")
