"""Google Cloud Vision: what it costs, who has agreed, asking it within its limits, and reading what it answers.

Nothing here reaches the network before :func:`engine.cloud_vision.consent.require_consent` has found a yes, apart from
the connection test, which sends one picture made here. Google's libraries (1.3 s to import, an extra) are imported only
where a service is spoken to; an answer is stored as JSON and read without them.
"""

NUM_FEATURES = 2  # faces and labels, each billed on its own
