"""Xception: depthwise convolutions throughout, at 299 pixels; accurate, and slow without a graphics card.

Input: pictures of 299 pixels, to which crops are resized. Parameters for 10 classes, by hand: base 20,861,480, as
published (22,910,480 with the (2,048+1)·1,000 of its thousand classes); head (2,048+1)·10 = 20,490.
Together 20,881,970.
"""

from __future__ import annotations

from models import Pretrained, Scaling
from models._transfer import transfer_architecture

ARCHITECTURE = transfer_architecture(
    name="xception",
    title="Builds on Xception (accurate, slow)",
    description=(
        "More accurate than the quick ones on fine differences, and fifteen times slower: for few photos, or a "
        "graphics card."
    ),
    origin="Chollet, 2017 (Xception), trained on ImageNet",
    num_parameters=20_881_970,
    pretrained=Pretrained(
        application="Xception",
        weights_file="xception_weights_tf_dim_ordering_tf_kernels_notop.h5",
        side=299,
        scaling=Scaling.AROUND_ZERO,
        last_blocks_from="block14_sepconv1",
    ),
)
