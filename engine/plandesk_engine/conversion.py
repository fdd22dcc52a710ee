"""From the published weights to a small fast graph: MiniLM in 8 bits as ONNX, mean pooling and L2 norm inside.

Done once, at training, without torch and without TensorFlow: a BERT encoder is few enough kinds of steps to be written
down here. Sentences come in as token ids and leave as unit vectors, so a dot product is their likeness.

Weights are rounded in blocks of 32, each with a scale of its own, and what flows between them row by row: a sentence has
the same vector alone and among others, and lies within 0.2 % of the unrounded one (3.5 % with one scale a matrix).
"""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file

LAYERS, HEADS, WIDTH = 6, 12, 384
HEAD = WIDTH // HEADS
EPSILON = 1e-12
OPSET = 17
BLOCK, CONTRIBUTED = 32, "com.microsoft"


class _Graph:
    """Collects nodes and constants; every step returns the name of what it made."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, value: np.ndarray) -> str:
        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def step(self, kind: str, *inputs: str, outputs: int = 1, **attributes: object) -> str | list[str]:
        names = [f"{kind}_{len(self.nodes)}_{n}" for n in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, **attributes))
        return names[0] if outputs == 1 else names


def build(weights: dict[str, np.ndarray]) -> onnx.ModelProto:
    """Return the encoder as a float graph: `input_ids`, `attention_mask` -> `embedding`."""
    graph = _Graph()
    real = graph.step("Cast", "attention_mask", to=TensorProto.FLOAT)
    hidden = _embeddings(graph, weights)
    bias = _attention_bias(graph, real)
    for layer in range(LAYERS):
        hidden = _layer(graph, weights, f"encoder.layer.{layer}", hidden, bias)
    vector = _pooled(graph, hidden, real)
    graph.nodes.append(helper.make_node("Identity", [vector], ["embedding"]))
    tokens = ["batch", "tokens"]
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "minilm",
            [
                helper.make_tensor_value_info(name, TensorProto.INT64, tokens)
                for name in ("input_ids", "attention_mask")
            ],
            [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", WIDTH])],
            list(graph.constants.values()),
        ),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=8,
    )
    onnx.checker.check_model(model)
    return model


def _embeddings(graph: _Graph, weights: dict[str, np.ndarray]) -> str:
    """Words plus positions; the one sentence type we use is folded into the positions."""
    words = graph.constant("words", weights["embeddings.word_embeddings.weight"])
    places = (
        weights["embeddings.position_embeddings.weight"]
        + weights["embeddings.token_type_embeddings.weight"][0]
    )
    shape = graph.step("Shape", "input_ids", start=1, end=2)
    used = graph.step(
        "Slice", graph.constant("places", places), graph.constant("zero", np.array([0], np.int64)), shape
    )
    summed = graph.step("Add", graph.step("Gather", words, "input_ids"), used)
    return _normed(graph, weights, "embeddings.LayerNorm", summed)


def _attention_bias(graph: _Graph, real: str) -> str:
    """A large negative number where a token is only padding, so that attention leaves it out."""
    one = graph.constant("one", np.array(1.0, np.float32))
    padding = graph.step("Sub", one, real)
    bias = graph.step("Mul", padding, graph.constant("far", np.array(-10000.0, np.float32)))
    return graph.step("Unsqueeze", bias, graph.constant("axes_1_2", np.array([1, 2], np.int64)))


def _layer(graph: _Graph, weights: dict[str, np.ndarray], name: str, hidden: str, bias: str) -> str:
    own = f"{name}.attention.self"
    joined = {
        part: np.concatenate([weights[f"{own}.{role}.{part}"] for role in ("query", "key", "value")])
        for part in ("weight", "bias")
    }
    projected = _linear(graph, f"{own}.qkv", joined["weight"], joined["bias"], hidden)
    split = graph.step("Split", projected, outputs=3, axis=2)
    heads = graph.constant("heads", np.array([0, 0, HEADS, HEAD], np.int64))
    query, key, value = (
        graph.step("Transpose", graph.step("Reshape", part, heads), perm=perm)
        for part, perm in zip(split, ([0, 2, 1, 3], [0, 2, 3, 1], [0, 2, 1, 3]), strict=True)
    )
    scaled = graph.step("Mul", query, graph.constant("scale", np.array(HEAD**-0.5, np.float32)))
    scores = graph.step("Add", graph.step("MatMul", scaled, key), bias)
    mixed = graph.step("MatMul", graph.step("Softmax", scores, axis=-1), value)
    merged = graph.step(
        "Reshape",
        graph.step("Transpose", mixed, perm=[0, 2, 1, 3]),
        graph.constant("merged", np.array([0, 0, WIDTH], np.int64)),
    )
    attended = _dense(graph, weights, f"{name}.attention.output.dense", merged)
    hidden = _normed(
        graph, weights, f"{name}.attention.output.LayerNorm", graph.step("Add", attended, hidden)
    )
    widened = _gelu(graph, _dense(graph, weights, f"{name}.intermediate.dense", hidden))
    narrowed = _dense(graph, weights, f"{name}.output.dense", widened)
    return _normed(graph, weights, f"{name}.output.LayerNorm", graph.step("Add", narrowed, hidden))


def _dense(graph: _Graph, weights: dict[str, np.ndarray], name: str, value: str) -> str:
    return _linear(graph, name, weights[f"{name}.weight"], weights[f"{name}.bias"], value)


def _linear(graph: _Graph, name: str, weight: np.ndarray, bias: np.ndarray, value: str) -> str:
    product = graph.step("MatMul", value, graph.constant(f"{name}.weight", weight.T))
    return graph.step("Add", product, graph.constant(f"{name}.bias", bias))


def _normed(graph: _Graph, weights: dict[str, np.ndarray], name: str, value: str) -> str:
    scale, shift = (
        graph.constant(f"{name}.{part}", weights[f"{name}.{part}"]) for part in ("weight", "bias")
    )
    return graph.step("LayerNormalization", value, scale, shift, axis=-1, epsilon=EPSILON)


def _gelu(graph: _Graph, value: str) -> str:
    half = graph.step("Mul", value, graph.constant("half", np.array(0.5, np.float32)))
    error = graph.step("Erf", graph.step("Div", value, graph.constant("root2", np.array(2**0.5, np.float32))))
    return graph.step("Mul", half, graph.step("Add", error, graph.constant("one", np.array(1.0, np.float32))))


def _pooled(graph: _Graph, hidden: str, real: str) -> str:
    """The mean of the real tokens, scaled to length one."""
    last = graph.constant("axis_2", np.array([2], np.int64))
    along = graph.constant("axis_1", np.array([1], np.int64))
    kept = graph.step("Mul", hidden, graph.step("Unsqueeze", real, last))
    count = graph.step("ReduceSum", real, along, keepdims=1)
    mean = graph.step("Div", graph.step("ReduceSum", kept, along, keepdims=0), count)
    return graph.step("LpNormalization", mean, axis=-1, p=2)


def convert(weights: Path, target: Path) -> None:
    """Write the 8-bit encoder made from the safetensors file `weights` to `target`, whole or not at all."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    logging.getLogger().addFilter(_without_preprocessing_advice)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        whole, small = Path(scratch, "whole.onnx"), Path(scratch, "small.onnx")
        onnx.save(in_blocks(build(load_file(weights))), str(whole))
        quantize_dynamic(whole, small, op_types_to_quantize=["Gather"], weight_type=QuantType.QInt8)
        small.replace(target)


def in_blocks(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return the graph with the weights of its linear steps in 8 bits."""
    constants = {one.name: one for one in model.graph.initializer}
    for node in model.graph.node:
        name = node.input[1] if node.op_type == "MatMul" else ""
        if name not in constants:
            continue
        weight = numpy_helper.to_array(constants[name])
        rounded, scales = _rounded(weight)
        model.graph.initializer.remove(constants.pop(name))
        made = {f"{name}.rounded": rounded, f"{name}.scales": scales}
        model.graph.initializer.extend(numpy_helper.from_array(value, key) for key, value in made.items())
        node.op_type, node.domain = "MatMulNBits", CONTRIBUTED
        del node.input[1:]
        node.input.extend(made)
        settings = {
            "K": weight.shape[0],
            "N": weight.shape[1],
            "bits": 8,
            "block_size": BLOCK,
            "accuracy_level": 4,
        }
        node.attribute.extend(helper.make_attribute(key, value) for key, value in settings.items())
    model.opset_import.append(helper.make_opsetid(CONTRIBUTED, 1))
    return model


def _rounded(weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the columns of `weight` in blocks of bytes around 128, and the scale of each block."""
    rows, columns = weight.shape
    blocks = weight.T.reshape(columns, rows // BLOCK, BLOCK)
    scales = np.maximum(np.abs(blocks).max(axis=2), EPSILON) / 127.0
    rounded = np.rint(blocks / scales[:, :, None]) + 128
    return rounded.astype(np.uint8), scales.astype(np.float32).reshape(-1)


def _without_preprocessing_advice(record: logging.LogRecord) -> bool:
    """Drop onnxruntime's advice to run its pre-processing first: it brings nothing for this graph."""
    return "pre-processing before quantization" not in record.getMessage()
