"""MobileNetV2: half of MobileNet's arithmetic at about the same accuracy.

Input: pictures of 224 pixels, to which crops are resized. Parameters for 10 classes, by hand: base 2,257,984, as
published (3,538,984 with the (1,280+1)·1,000 of its thousand classes); head (1,280+1)·10 = 12,810. Together 2,270,794.
"""

from __future__ import annotations

from models import Pretrained, Scaling
from models._transfer import transfer_architecture

ARCHITECTURE = transfer_architecture(
    name="mobilenet_v2",
    title="Builds on MobileNetV2 (quick)",
    description=("Like MobileNet with half of the arithmetic: for slower computers, or many photos."),
    origin="Sandler et al., 2018 (MobileNetV2), trained on ImageNet",
    num_parameters=2_270_794,
    pretrained=Pretrained(
        application="MobileNetV2",
        weights_file="mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224_no_top.h5",
        side=224,
        scaling=Scaling.AROUND_ZERO,
        last_blocks_from="block_15_expand",
    ),
)
