"""The step in PyTorch with Hugging Face's GPT-2: eager, or through torch.compile with --compile; autocast with --bfloat16."""

import sys

import torch
from serve import serve
from transformers import GPT2Config, GPT2LMHeadModel


def prepare(work, tensors):
    torch.set_num_threads(work["threads"])
    bytes = torch.from_numpy(tensors.pop("bytes")).long()
    inputs, targets = bytes[:, :-1].contiguous(), bytes[:, 1:].contiguous()
    config = GPT2Config(
        n_layer=work["layers"],
        n_embd=work["width"],
        n_head=work["heads"],
        n_positions=1024,
        vocab_size=256,
        bos_token_id=0,
        eos_token_id=0,
        use_cache=False,
    )
    model = GPT2LMHeadModel(config).eval()  # without dropout
    missing, _ = model.transformer.load_state_dict({name: torch.from_numpy(a) for name, a in tensors.items()}, strict=False)
    assert missing == [], missing
    parameters = list(model.parameters())
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for p in parameters if p.dim() >= 2], "weight_decay": work["weightDecay"]},
            {"params": [p for p in parameters if p.dim() < 2], "weight_decay": 0.0},
        ],
        lr=work["learningRate"],
        betas=(0.9, work["beta2"]),
    )

    def loss_of(inputs, targets):
        with torch.autocast("cpu", torch.bfloat16, enabled="--bfloat16" in sys.argv):
            scores = model(inputs).logits
        return torch.nn.functional.cross_entropy(scores.float().flatten(0, 1), targets.flatten())

    if "--compile" in sys.argv:
        loss_of = torch.compile(loss_of)

    def step():
        loss = loss_of(inputs, targets)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, work["clipNorm"])
        optimizer.step()
        return loss.item()

    return step


serve(prepare)
