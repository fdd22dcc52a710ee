"""TUNING: teaches the sentence encoder which of the project's sentences mean the same.

The published encoder puts sentences about the same things side by side; the examples teach it to part those that want
different things. Each intent is a direction, at first the mean of its examples; each step turns a batch of examples a
little towards their own direction and away from the others'. The seed is fixed: the same examples and the same number
of processors give the same encoder.
"""

from __future__ import annotations

import math
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import tensorflow as tf
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from plandesk_engine import weights
from plandesk_engine.conversion import WIDTH
from plandesk_engine.encoder import TOKENIZER, Encoder, prepare
from plandesk_engine.examples import Example, experience
from plandesk_engine.normalise import plain
from plandesk_engine.trainable import TrainableEncoder

SEED = 1
EPOCHS, MOST_EPOCHS, FEWEST_STEPS = 3, 12, 300  # few examples are seen more often
BATCH, LONGEST, ROUND = 32, 48, 8
RATE, WARM_UP, HEAD_FASTER, DECAY, CLIP = 1e-4, 0.1, 10.0, 0.01, 1.0
SCALE, SMOOTHING, DROPOUT = 20.0, 0.1, 0.1
MIXED = 0.5  # of the way towards what was learnt, where there is next to no example
POOL = 20  # batches whose examples are sorted by length together, so that little of a batch is padding


@dataclass(frozen=True)
class Progress:
    """How far tuning is."""

    step: int
    steps: int
    loss: float
    seconds_left: float


def tune(examples: Sequence[Example], tell: Callable[[Progress], None]) -> dict[str, np.ndarray]:
    """Return the encoder's weights as the examples change them."""
    tf.keras.utils.set_random_seed(SEED)
    tf.config.experimental.enable_op_determinism()
    texts, intents = [text for text, _ in examples], [intent for _, intent in examples]
    names, labels = np.unique(intents, return_inverse=True)
    ids = _token_ids(texts)
    encoder = TrainableEncoder(load_file(weights.checked()))
    learner = _Learner(encoder, _means(texts, labels, len(names)))
    tokens = _lower(encoder, ids)
    batches = list(_batches([len(one) for one in ids]))
    began = 0.0
    for step, chosen in enumerate(batches, start=1):
        loss = learner.step(
            *_stacked([tokens[place] for place in chosen]), labels[chosen], step / len(batches)
        )
        began = began or time.monotonic()  # the first step builds the graph and says nothing about the pace
        if step > 1:
            pace = (time.monotonic() - began) / (step - 1)
            tell(Progress(step, len(batches), loss, pace * (len(batches) - step)))
    return _blended(encoder.weights(), MIXED + (1.0 - MIXED) * experience(intents))


def _blended(learnt: dict[str, np.ndarray], share: float) -> dict[str, np.ndarray]:
    """Return weights on the way from the published ones to those learnt: few examples are half believed."""
    published = load_file(weights.checked())
    return {name: published[name] + share * (value - published[name]) for name, value in learnt.items()}


class _Learner:
    """The encoder, the direction of each intent, and what moves them."""

    def __init__(self, trainable: TrainableEncoder, directions: np.ndarray) -> None:
        self.encoder = trainable
        self._directions = tf.Variable(directions)
        self._for_encoder = tf.keras.optimizers.AdamW(RATE, weight_decay=DECAY)
        self._for_directions = tf.keras.optimizers.Adam(RATE * HEAD_FASTER)
        self._for_encoder.build(trainable.variables)
        self._for_directions.build([self._directions])
        tokens = tf.TensorSpec([None, None, WIDTH], tf.float32)
        rows, row = tf.TensorSpec([None, None], tf.int32), tf.TensorSpec([None], tf.int32)
        self._traced = tf.function(self._step, input_signature=[tokens, rows, row], autograph=False)

    def step(self, tokens: np.ndarray, mask: np.ndarray, labels: np.ndarray, done: float) -> float:
        """Learn from one batch, `done` being the share of all batches seen with it; return the loss."""
        rate = RATE * (done / WARM_UP if done < WARM_UP else (1.0 - done) / (1.0 - WARM_UP))
        self._for_encoder.learning_rate = rate
        self._for_directions.learning_rate = rate * HEAD_FASTER
        return float(self._traced(tokens, mask, labels.astype(np.int32)))

    def _step(self, tokens: tf.Tensor, mask: tf.Tensor, labels: tf.Tensor) -> tf.Tensor:
        variables = [*self.encoder.variables, self._directions]
        with tf.GradientTape() as tape:
            vectors = self.encoder.upper(tokens, mask, DROPOUT)
            likeness = tf.matmul(vectors, tf.math.l2_normalize(self._directions, -1), transpose_b=True)
            count = self._directions.shape[0]
            wanted = tf.one_hot(labels, count) * (1.0 - SMOOTHING) + SMOOTHING / count
            losses = tf.nn.softmax_cross_entropy_with_logits(wanted, SCALE * likeness)
            loss = tf.reduce_mean(losses)
        slopes, _ = tf.clip_by_global_norm(tape.gradient(loss, variables), CLIP)
        self._for_encoder.apply_gradients(zip(slopes[:-1], variables[:-1], strict=True))
        self._for_directions.apply_gradients([(slopes[-1], self._directions)])
        return loss


def _means(texts: Sequence[str], labels: np.ndarray, count: int) -> np.ndarray:
    """Return the mean vector of each intent's examples, by the published encoder."""
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        vectors = Encoder(Path(folder), LONGEST, len(os.sched_getaffinity(0))).embed(texts)
    means = np.stack([vectors[labels == place].mean(axis=0) for place in range(count)])
    return means / np.linalg.norm(means, axis=1, keepdims=True)


def _token_ids(texts: Sequence[str]) -> list[list[int]]:
    tokenizer = Tokenizer.from_file(str(weights.folder() / TOKENIZER))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return [one.ids for one in tokenizer.encode_batch([plain(text) for text in texts])]


def _lower(encoder: TrainableEncoder, ids: Sequence[list[int]]) -> list[np.ndarray]:
    """Return what the layers that do not learn make of each sentence, one row a token."""
    rows = tf.TensorSpec([None, None], tf.int32)
    traced = tf.function(encoder.lower, input_signature=[rows, rows], autograph=False)
    found: list[np.ndarray] = [np.empty((0, WIDTH), np.float32)] * len(ids)
    order = sorted(range(len(ids)), key=lambda place: len(ids[place]))
    for start in range(0, len(order), BATCH):
        chosen = order[start : start + BATCH]
        for place, row in zip(chosen, traced(*_padded([ids[one] for one in chosen])).numpy(), strict=True):
            found[place] = row[: len(ids[place])]
    return found


def _stacked(rows: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return the sentences' tokens side by side, padded like `_padded`, and their mask."""
    _, mask = _padded([[0] * len(row) for row in rows])
    tokens = np.zeros((*mask.shape, WIDTH), dtype=np.float32)
    for place, row in enumerate(rows):
        tokens[place, : len(row)] = row
    return tokens, mask


def _padded(rows: Sequence[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    """Return token ids and their mask, as wide as the longest row needs, in steps of ROUND."""
    width = -(-max(len(row) for row in rows) // ROUND) * ROUND
    ids = np.array([row + [0] * (width - len(row)) for row in rows], dtype=np.int32)
    mask = np.array([[1] * len(row) + [0] * (width - len(row)) for row in rows], dtype=np.int32)
    return ids, mask


def _batches(lengths: Sequence[int]) -> Iterator[np.ndarray]:
    """Yield every epoch's batches: examples of like length together, in an order that chance decides."""
    random = np.random.default_rng(SEED)
    for _ in range(_epochs(len(lengths))):
        order = random.permutation(len(lengths))
        pools = np.array_split(order, max(1, round(len(order) / (BATCH * POOL))))
        sorted_pools = (sorted(pool, key=lambda place: lengths[place]) for pool in pools)
        batches = [
            np.array(pool[start : start + BATCH])
            for pool in sorted_pools
            for start in range(0, len(pool), BATCH)
        ]
        yield from (batches[place] for place in random.permutation(len(batches)))


def _epochs(examples: int) -> int:
    return min(max(EPOCHS, math.ceil(FEWEST_STEPS * BATCH / examples)), MOST_EPOCHS)
