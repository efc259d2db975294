"""MobileNet: the quickest of the trained networks that need no second thought; a good first choice for things.

Input: pictures of 224 pixels, to which crops are resized. Parameters for 10 classes, by hand: first convolution
3·3·3·32 = 864; thirteen blocks from a to c channels, each 9·a depthwise and a·c pointwise, with a = 32, 64, 128, 128,
256, 256, 512 (six times), 1,024 and c = 64, 128, 128, 256, 256, 512 (six times), 1,024, 1,024: 44,640 + 3,139,584;
batch normalisation, 4 for each of 32 channels and each a and c: 43,776; head (1,024+1)·10 = 10,250.
Together 3,239,114.
"""

from __future__ import annotations

from models import Pretrained, Scaling
from models._transfer import transfer_architecture

ARCHITECTURE = transfer_architecture(
    name="mobilenet",
    title="Builds on MobileNet (quick)",
    description=(
        "Knows a thousand kinds of things already, so fifty photos per label go far. "
        "A good first choice for photos of things, animals and places; minutes on an ordinary computer."
    ),
    origin="Howard et al., 2017 (MobileNets), trained on ImageNet",
    num_parameters=3_239_114,
    pretrained=Pretrained(
        application="MobileNet",
        weights_file="mobilenet_1_0_224_tf_no_top.h5",
        side=224,
        scaling=Scaling.AROUND_ZERO,
        last_blocks_from="conv_pad_12",
    ),
)
