# SPDX-License-Identifier: Apache-2.0
"""Every architecture of the Akida model zoo, with random weights: `UNITS` as in models_units.py."""
import akida_models as am
import cnn2snn
from akida_models.tenn_recurrent import convert_to_stateful

A8 = dict(activation_bits=8, weight_bits=8, input_weight_bits=8)
A4 = dict(activation_bits=4, weight_bits=4, input_weight_bits=8)
V1 = dict(A4, per_tensor_activations=True)
LEG = dict(legacy=dict(weight_quantization=4, activ_quantization=4, input_weight_quantization=8))

BUILDERS = {
    'ds_cnn_kws': lambda: am.ds_cnn_kws(),
    'akidanet_025_160': lambda: am.akidanet_imagenet(input_shape=(160, 160, 3), alpha=.25, classes=100),
    'akidanet_10_224': lambda: am.akidanet_imagenet(input_shape=(224, 224, 3), alpha=1., classes=1000),
    'akidanet18_160': lambda: am.akidanet18_imagenet(input_shape=(160, 160, 3), classes=100),
    'mobilenet_025_160': lambda: am.mobilenet_imagenet(input_shape=(160, 160, 3), alpha=.25, classes=100),
    'unet_portrait128': lambda: am.akida_unet_portrait128(),
    'centernet_224': lambda: am.centernet_base(input_shape=(224, 224, 3), classes=5),
    'convtiny_dvs': lambda: am.convtiny_dvs(),
    'gxnor_mnist': lambda: am.gxnor_mnist(),
    'pointnet': lambda: am.pointnet_plus_modelnet40(),
    'vgg_utk_face': lambda: am.vgg_utk_face(),
    'yolo_05_224': lambda: am.yolo_base(input_shape=(224, 224, 3), alpha=.5, classes=2),
    'tenn_st_dvs128': lambda: am.tenn_spatiotemporal_dvs128(),
    'tenn_st_eye': lambda: am.tenn_spatiotemporal_eye(),
    'tenn_st_jester': lambda: am.tenn_spatiotemporal_jester(),
    'akidanet_edge': lambda: am.akidanet_edge_imagenet(
        am.akidanet_imagenet(input_shape=(160, 160, 3), alpha=.25, classes=100), 100, base_layer='classifier'),
}
UNITS = {}
for _name, _build in BUILDERS.items():
    for _tag, _target, _q in (('8_8_8', 'v2', A8), ('8_4_4', 'v2', A4), ('8_4_4_v1', 'v1', V1), ('legacy', 'v1', LEG)):
        UNITS[f'{_name}_{_tag}'] = (_build, _target, _q)
# Recurrent models are converted in their stateful form, with a fixed batch and 16-bit inputs.
for _name, _build in (('tenn_recurrent_sc12', am.tenn_recurrent_sc12), ('tenn_recurrent_uored', am.tenn_recurrent_uored)):
    for _tag, _q in (('8_8_8', A8), ('8_4_4', A4)):
        UNITS[f'{_name}_{_tag}'] = (lambda b=_build: convert_to_stateful(b(), timesteps=256), 'v2',
                                    dict(_q, input_dtype='int16', num_samples=1, batch_size=1))
# The legacy model its makers publish has a last activation of one bit.
UNITS['ds_cnn_kws_iq8_wq4_aq4_laq1'] = (am.ds_cnn_kws, 'v1', dict(
    LEG, post=lambda model: cnn2snn.quantize_layer(model, [x.name for x in model.layers if 'relu' in x.name][-1], 1)))
