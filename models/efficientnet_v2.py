"""EfficientNetV2-B0: as accurate as the slow ones for little more than MobileNet's arithmetic.

Input: pictures of 224 pixels, to which crops are resized. Parameters for 10 classes, by hand: base 5,919,312, as
published (7,200,312 with the (1,280+1)·1,000 of its thousand classes); head (1,280+1)·10 = 12,810. Together 5,932,122.
"""

from __future__ import annotations

from models import Pretrained, Scaling
from models._transfer import transfer_architecture

ARCHITECTURE = transfer_architecture(
    name="efficientnet_v2",
    title="Builds on EfficientNetV2 (accurate)",
    description=(
        "As accurate as the slow networks at little more than the cost of MobileNet: the one for the last per cent."
    ),
    origin="Tan and Le, 2021 (EfficientNetV2), B0, trained on ImageNet",
    num_parameters=5_932_122,
    pretrained=Pretrained(
        application="EfficientNetV2B0",
        weights_file="efficientnetv2-b0_notop.h5",
        side=224,
        scaling=Scaling.NONE,
        last_blocks_from="block6a_expand_conv",
    ),
)
