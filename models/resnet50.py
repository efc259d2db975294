"""ResNet50: the network that others are compared with.

Input: pictures of 224 pixels, to which crops are resized. Parameters for 10 classes, by hand: base 23,587,712, as
published (25,636,712 with the (2,048+1)·1,000 of its thousand classes); head (2,048+1)·10 = 20,490.
Together 23,608,202.
"""

from __future__ import annotations

from models import Pretrained, Scaling
from models._transfer import transfer_architecture

ARCHITECTURE = transfer_architecture(
    name="resnet50",
    title="Builds on ResNet50 (well known, slow)",
    description=("The network that others are compared with: dependable, and seven times slower than MobileNet."),
    origin="He et al., 2015 (Deep residual learning), trained on ImageNet",
    num_parameters=23_608_202,
    pretrained=Pretrained(
        application="ResNet50",
        weights_file="resnet50_weights_tf_dim_ordering_tf_kernels_notop.h5",
        side=224,
        scaling=Scaling.IMAGENET_MEANS,
        last_blocks_from="conv5_block1_1_conv",
    ),
)
