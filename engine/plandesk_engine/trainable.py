"""The sentence encoder once more, in TensorFlow, so that it can learn: MiniLM, mean pooling, unit vectors.

The same arithmetic as the graph that `conversion` writes; tests/engine holds the two against each other. Only the upper
layers learn: what the lower ones make of a sentence stays as published, so it is computed once and not at every step,
which makes tuning seven times faster for a point of accuracy. Only tuning imports this, and with it TensorFlow: serving
and plain training never do.
"""

from __future__ import annotations

import numpy as np
import tensorflow as tf

from plandesk_engine.conversion import EPSILON, HEAD, HEADS, LAYERS, WIDTH

WORDS = "embeddings.word_embeddings.weight"
FIXED = 3  # layers that stay as published
_LAYER = "encoder.layer."


class TrainableEncoder:
    """Token ids in, unit vectors out, by way of what the layers that stay as published make of them."""

    def __init__(self, weights: dict[str, np.ndarray]) -> None:
        self._all = {
            name: tf.Variable(value, trainable=_learns(name))
            for name, value in weights.items()
            if value.dtype == np.float32 and not name.startswith("pooler.")
        }

    @property
    def variables(self) -> list[tf.Variable]:
        """Everything that learns."""
        return [variable for variable in self._all.values() if variable.trainable]

    def weights(self) -> dict[str, np.ndarray]:
        """Return the weights under their published names, as `conversion` reads them."""
        return {name: variable.numpy() for name, variable in self._all.items()}

    def vectors(self, ids: tf.Tensor, mask: tf.Tensor, dropout: float = 0.0) -> tf.Tensor:
        """Return one unit vector a row of token ids; `mask` is 1 for a token and 0 for padding."""
        return self.upper(self.lower(ids, mask), mask, dropout)

    def lower(self, ids: tf.Tensor, mask: tf.Tensor) -> tf.Tensor:
        """Return what the layers that do not learn make of each token."""
        places = self._all["embeddings.position_embeddings.weight"][: tf.shape(ids)[1]]
        kind = self._all["embeddings.token_type_embeddings.weight"][0]
        hidden = self._normed("embeddings.LayerNorm", tf.gather(self._all[WORDS], ids) + places + kind)
        for layer in range(FIXED):
            hidden = self._layer(f"{_LAYER}{layer}", hidden, _far_from_padding(mask), 0.0)
        return hidden

    def upper(self, hidden: tf.Tensor, mask: tf.Tensor, dropout: float = 0.0) -> tf.Tensor:
        """Return the unit vectors the layers that learn make of `lower`'s tokens."""
        hidden = _dropped(hidden, dropout)
        for layer in range(FIXED, LAYERS):
            hidden = self._layer(f"{_LAYER}{layer}", hidden, _far_from_padding(mask), dropout)
        real = tf.cast(mask, tf.float32)
        summed = tf.reduce_sum(hidden * real[:, :, None], axis=1)
        return tf.math.l2_normalize(summed / tf.reduce_sum(real, axis=1, keepdims=True), axis=-1)

    def _layer(self, name: str, hidden: tf.Tensor, bias: tf.Tensor, dropout: float) -> tf.Tensor:
        attended = self._linear(f"{name}.attention.output.dense", self._mixed(name, hidden, bias, dropout))
        hidden = self._normed(f"{name}.attention.output.LayerNorm", hidden + _dropped(attended, dropout))
        widened = tf.nn.gelu(self._linear(f"{name}.intermediate.dense", hidden))
        narrowed = self._linear(f"{name}.output.dense", widened)
        return self._normed(f"{name}.output.LayerNorm", hidden + _dropped(narrowed, dropout))

    def _mixed(self, name: str, hidden: tf.Tensor, bias: tf.Tensor, dropout: float) -> tf.Tensor:
        """Return what each token hears from the others."""
        shape = tf.shape(hidden)

        def heads(role: str) -> tf.Tensor:
            projected = self._linear(f"{name}.attention.self.{role}", hidden)
            return tf.transpose(tf.reshape(projected, [shape[0], shape[1], HEADS, HEAD]), [0, 2, 1, 3])

        scores = tf.matmul(heads("query") * HEAD**-0.5, heads("key"), transpose_b=True) + bias
        mixed = tf.matmul(_dropped(tf.nn.softmax(scores), dropout), heads("value"))
        return tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [shape[0], shape[1], WIDTH])

    def _linear(self, name: str, value: tf.Tensor) -> tf.Tensor:
        weight = self._all[f"{name}.weight"]
        flat = tf.matmul(tf.reshape(value, [-1, weight.shape[1]]), weight, transpose_b=True)
        outer = tf.shape(value)[:-1]
        return tf.reshape(flat + self._all[f"{name}.bias"], tf.concat([outer, [weight.shape[0]]], 0))

    def _normed(self, name: str, value: tf.Tensor) -> tf.Tensor:
        mean, variance = tf.nn.moments(value, axes=[-1], keepdims=True)
        scaled = (value - mean) * tf.math.rsqrt(variance + EPSILON)
        return scaled * self._all[f"{name}.weight"] + self._all[f"{name}.bias"]


def _learns(name: str) -> bool:
    return name.startswith(_LAYER) and int(name.removeprefix(_LAYER).split(".")[0]) >= FIXED


def _far_from_padding(mask: tf.Tensor) -> tf.Tensor:
    """Return what is added to attention's scores: nothing for a token, a large negative number for padding."""
    return (1.0 - tf.cast(mask, tf.float32))[:, None, None, :] * -10000.0


def _dropped(value: tf.Tensor, share: float) -> tf.Tensor:
    return tf.nn.dropout(value, share) if share else value
