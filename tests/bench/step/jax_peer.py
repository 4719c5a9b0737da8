"""The step in JAX, compiled by jax.jit, which reuses the memory of what it replaces; on an NVIDIA GPU with --cuda."""

import sys

import jax
import jax.numpy as jnp
import numpy as np
from serve import serve
from settings import split

jax.config.update("jax_platforms", "cuda" if "--cuda" in sys.argv else "cpu")
jax.config.update("jax_default_matmul_precision", "highest")  # not TF32, as the others


def prepare(work, tensors):
    B, T, D, H = work["batch"], work["tokens"], work["width"], work["heads"]
    inputs = jnp.array(tensors.pop("inputs"))
    trained, frozen = ({k: jnp.array(a) for k, a in part.items()} for part in split(tensors, work["setting"]))
    labels = jnp.arange(B) % 10
    mask = jnp.where(jnp.tril(jnp.ones((T, T))) > 0, 0.0, -1e9)

    def loss_of(trained, frozen, inputs, labels):
        p = {**trained, **frozen}

        def linear(x, name):
            return x @ p[f"{name}.weight"] + p[f"{name}.bias"]

        def norm(x, name):
            centered = x - x.mean(-1, keepdims=True)
            scaled = centered * jax.lax.rsqrt((centered * centered).mean(-1, keepdims=True) + 1e-5)
            return scaled * p[f"{name}.weight"] + p[f"{name}.bias"]

        x = linear(inputs.reshape(B * T, -1), "input").reshape(B, T, D) + p["wpe.weight"]
        x = x.reshape(B * T, D)
        for i in range(work["layers"]):
            qkv = linear(norm(x, f"h.{i}.ln_1"), f"h.{i}.attn.c_attn").reshape(B, T, 3, H, D // H)
            q, k, v = qkv.transpose(2, 0, 3, 1, 4)
            weights = jax.nn.softmax(q @ k.swapaxes(-1, -2) / np.float32(np.sqrt(D / H)) + mask)
            mixed = (weights @ v).transpose(0, 2, 1, 3).reshape(B * T, D)
            x = x + linear(mixed, f"h.{i}.attn.c_proj")
            hidden = jax.nn.gelu(linear(norm(x, f"h.{i}.ln_2"), f"h.{i}.mlp.c_fc"))
            x = x + linear(hidden, f"h.{i}.mlp.c_proj")
        scores = linear(norm(x, "ln_f").reshape(B, T, D)[:, -1], "output")
        return -jax.nn.log_softmax(scores)[jnp.arange(B), labels].mean()

    def update(trained, first, second, count, frozen, inputs, labels):
        loss, gradients = jax.value_and_grad(loss_of)(trained, frozen, inputs, labels)
        norm = jnp.sqrt(sum((g * g).sum() for g in gradients.values()))
        gradients = {k: g * jnp.minimum(1.0, 1 / (norm + 1e-6)) for k, g in gradients.items()}
        count = count + 1
        rate, correction = 1e-3 / (1 - 0.9**count), jnp.sqrt(1 - 0.999**count)
        first = {k: 0.9 * first[k] + 0.1 * g for k, g in gradients.items()}
        second = {k: 0.999 * second[k] + 0.001 * g**2 for k, g in gradients.items()}
        trained = {k: a - rate * first[k] / (jnp.sqrt(second[k]) / correction + 1e-8) for k, a in trained.items()}
        return trained, first, second, count, loss

    update = jax.jit(update, donate_argnums=(0, 1, 2))
    zeros = lambda: {k: jnp.zeros_like(a) for k, a in trained.items()}
    state = [trained, zeros(), zeros(), jnp.float32(0)]

    def step():
        *state[:], loss = update(*state, frozen, inputs, labels)
        return float(loss)

    return step


serve(prepare)
