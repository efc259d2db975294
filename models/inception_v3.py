"""InceptionV3: looks at several scales at once, at 299 pixels; accurate, and slow without a graphics card.

Input: pictures of 299 pixels, to which crops are resized. Parameters for 10 classes, by hand: base 21,802,784, as
published (23,851,784 with the (2,048+1)·1,000 of its thousand classes); head (2,048+1)·10 = 20,490.
Together 21,823,274.
"""

from __future__ import annotations

from models import Pretrained, Scaling
from models._transfer import transfer_architecture

ARCHITECTURE = transfer_architecture(
    name="inception_v3",
    title="Builds on InceptionV3 (accurate, slow)",
    description=("More accurate than the quick ones where details matter at several sizes, and ten times slower."),
    origin="Szegedy et al., 2016 (Rethinking the Inception architecture), trained on ImageNet",
    num_parameters=21_823_274,
    pretrained=Pretrained(
        application="InceptionV3",
        weights_file="inception_v3_weights_tf_dim_ordering_tf_kernels_notop.h5",
        side=299,
        scaling=Scaling.AROUND_ZERO,
        last_blocks_from="mixed8",
    ),
)
