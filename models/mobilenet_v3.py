"""MobileNetV3 (large): the least arithmetic of all for what it recognises, found by a search for phones.

Input: pictures of 224 pixels, to which crops are resized. Parameters for 10 classes, by hand: base 2,996,352, as
published (5.5 million with the 960·1,280 + 1,280 + 1,281,000 of its top); head (960+1)·10 = 9,610.
Together 3,005,962.
"""

from __future__ import annotations

from models import Pretrained, Scaling
from models._transfer import transfer_architecture

ARCHITECTURE = transfer_architecture(
    name="mobilenet_v3",
    title="Builds on MobileNetV3 (quickest)",
    description=("The quickest of the networks that already know things: for slow computers and thousands of photos."),
    origin="Howard et al., 2019 (Searching for MobileNetV3), large, trained on ImageNet",
    num_parameters=3_005_962,
    pretrained=Pretrained(
        application="MobileNetV3Large",
        weights_file="weights_mobilenet_v3_large_224_1.0_float_no_top_v2.h5",
        side=224,
        scaling=Scaling.NONE,
        last_blocks_from="expanded_conv_13_expand",
    ),
)
