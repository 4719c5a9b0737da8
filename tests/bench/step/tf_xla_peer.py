"""The step in TensorFlow for Python, a tf.function compiled by XLA."""

import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import tensorflow as tf
from serve import serve
from settings import split


def prepare(work, tensors):
    tf.config.threading.set_intra_op_parallelism_threads(work["threads"])
    B, T, D, H = work["batch"], work["tokens"], work["width"], work["heads"]
    inputs = tf.constant(tensors.pop("inputs"))
    trained, frozen = ({k: tf.Variable(a) for k, a in part.items()} for part in split(tensors, work["setting"]))
    first, second = ({k: tf.Variable(tf.zeros_like(a)) for k, a in trained.items()} for _ in range(2))
    count = tf.Variable(0.0)
    labels = tf.range(B) % 10
    mask = (tf.linalg.band_part(tf.ones([T, T]), -1, 0) - 1) * 1e9

    def loss_of():
        p = {**trained, **frozen}

        def linear(x, name):
            return tf.matmul(x, p[f"{name}.weight"]) + p[f"{name}.bias"]

        def norm(x, name):
            centered = x - tf.reduce_mean(x, -1, keepdims=True)
            scaled = centered * tf.math.rsqrt(tf.reduce_mean(centered * centered, -1, keepdims=True) + 1e-5)
            return scaled * p[f"{name}.weight"] + p[f"{name}.bias"]

        x = tf.reshape(linear(tf.reshape(inputs, [B * T, -1]), "input"), [B, T, D]) + p["wpe.weight"]
        x = tf.reshape(x, [B * T, D])
        for i in range(work["layers"]):
            qkv = linear(norm(x, f"h.{i}.ln_1"), f"h.{i}.attn.c_attn")
            q, k, v = tf.unstack(tf.transpose(tf.reshape(qkv, [B, T, 3, H, D // H]), [2, 0, 3, 1, 4]))
            weights = tf.nn.softmax(tf.matmul(q, k, transpose_b=True) / np.float32(np.sqrt(D / H)) + mask)
            mixed = tf.reshape(tf.transpose(tf.matmul(weights, v), [0, 2, 1, 3]), [B * T, D])
            x = x + linear(mixed, f"h.{i}.attn.c_proj")
            hidden = tf.nn.gelu(linear(norm(x, f"h.{i}.ln_2"), f"h.{i}.mlp.c_fc"), approximate=True)
            x = x + linear(hidden, f"h.{i}.mlp.c_proj")
        scores = linear(tf.reshape(norm(x, "ln_f"), [B, T, D])[:, -1], "output")
        return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, scores))

    @tf.function(jit_compile=True)
    def update():
        with tf.GradientTape() as tape:
            loss = loss_of()
        gradients = {k: tf.convert_to_tensor(g) for k, g in tape.gradient(loss, trained).items()}
        norm = tf.sqrt(tf.add_n([tf.reduce_sum(g * g) for g in gradients.values()]))
        scale = tf.minimum(1.0, 1 / (norm + 1e-6))
        count.assign_add(1.0)
        rate, correction = 1e-3 / (1 - 0.9**count), tf.sqrt(1 - 0.999**count)
        for k, g in gradients.items():
            first[k].assign(0.9 * first[k] + 0.1 * g * scale)
            second[k].assign(0.999 * second[k] + 0.001 * (g * scale) ** 2)
            trained[k].assign_sub(rate * first[k] / (tf.sqrt(second[k]) / correction + 1e-8))
        return loss

    return lambda: float(update().numpy())


serve(prepare)
