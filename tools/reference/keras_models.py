"""Writes keras-models.json: configurations of Keras models with the shapes and parameters that Keras finds for them.

Run with Keras 3: KERAS_BACKEND=jax python tools/reference/keras_models.py
"""

import json
import os
import pathlib

os.environ.setdefault("KERAS_BACKEND", "jax")

import keras
from keras import layers


def convolutional():
    x = keras.Input((32, 24, 3), name="x")
    h = layers.Rescaling(1 / 255, name="rescale")(x)
    h = layers.Conv2D(8, 3, strides=2, padding="same", activation="relu", name="conv")(h)
    h = layers.BatchNormalization(name="norm")(h)
    h = layers.SeparableConv2D(16, (3, 5), depth_multiplier=2, name="separable")(h)
    h = layers.DepthwiseConv2D(3, padding="same", name="depthwise")(h)
    h = layers.MaxPooling2D(2, name="pool")(h)
    h = layers.ZeroPadding2D(((1, 0), (0, 2)), name="pad")(h)
    h = layers.Conv2D(12, 2, groups=4, name="groups")(h)
    h = layers.Conv2DTranspose(4, 3, strides=2, padding="valid", name="transpose")(h)
    h = layers.UpSampling2D((2, 1), name="up")(h)
    h = layers.Cropping2D(1, name="crop")(h)
    h = layers.GlobalAveragePooling2D(name="global")(h)
    return keras.Model(x, layers.Dense(10, name="logits")(h), name="convolutional")


def sequences():
    tokens = keras.Input((20,), dtype="int32", name="tokens")
    h = layers.Embedding(50, 16, name="embed")(tokens)
    h = layers.Conv1D(16, 3, padding="causal", dilation_rate=2, name="causal")(h)
    a = layers.MultiHeadAttention(2, 8, name="attention")(h, h)
    h = layers.LayerNormalization(name="norm")(layers.Add(name="add")([h, a]))
    h = layers.Bidirectional(layers.GRU(6, return_sequences=True), name="both")(h)
    h = layers.TimeDistributed(layers.Dense(5), name="each")(h)
    h, state, cell = layers.LSTM(7, return_state=True, name="lstm")(h)
    h = layers.Concatenate(name="join")([h, state, cell])
    return keras.Model(tokens, layers.Reshape((3, -1), name="reshape")(h), name="sequences")


def nested():
    encoder = keras.Sequential([keras.Input((8,)), layers.Dense(4, activation="relu", name="inner")], name="encoder")
    left, right = keras.Input((8,), name="left"), keras.Input((8,), name="right")
    near = layers.Dot(1, normalize=True, name="near")([encoder(left), encoder(right)])
    return keras.Model([left, right], near, name="nested")


def describe(model):
    return {
        "config": json.loads(model.to_json()),
        "parameters": model.count_params(),
        "layers": {
            layer.name: {"output": layer.output.shape if not isinstance(layer.output, (list, tuple)) else [o.shape for o in layer.output][0], "parameters": layer.count_params()}
            for layer in model.layers
        },
    }


models = [describe(build()) for build in (convolutional, sequences, nested)]
target = pathlib.Path(__file__).with_name("keras-models.json")
target.write_text(json.dumps({"keras": keras.__version__, "models": models}, indent=1) + "\n")
