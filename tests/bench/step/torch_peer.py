"""The step in PyTorch with Hugging Face's GPT-2: eager, or through torch.compile with --compile; autocast with --bfloat16; on an NVIDIA GPU with --cuda."""

import sys

import torch
from serve import serve
from settings import is_trained
from transformers import GPT2Config, GPT2Model


def prepare(work, tensors):
    torch.set_num_threads(work["threads"])
    torch.set_float32_matmul_precision("highest")  # not TF32; the default, too
    device = "cuda" if "--cuda" in sys.argv else "cpu"
    tensors = {name: torch.from_numpy(value).to(device) for name, value in tensors.items()}
    config = GPT2Config(
        n_layer=work["layers"],
        n_embd=work["width"],
        n_head=work["heads"],
        n_positions=work["tokens"],
        vocab_size=1,  # the token embedding is not used
        bos_token_id=0,
        eos_token_id=0,
        use_cache=False,
    )
    body = GPT2Model(config).eval().to(device)  # without dropout
    missing, _ = body.load_state_dict(tensors, strict=False)
    assert missing == ["wte.weight"], missing
    for name, parameter in body.named_parameters():
        parameter.requires_grad = is_trained(name, work["setting"]) and name != "wte.weight"
    read = linear(tensors["input.weight"], tensors["input.bias"])
    answer = linear(tensors["output.weight"], tensors["output.bias"])
    trained = [p for module in (body, read, answer) for p in module.parameters() if p.requires_grad]
    optimizer = torch.optim.Adam(trained, lr=1e-3)
    inputs, labels = tensors["inputs"], torch.arange(work["batch"], device=device) % 10

    def loss_of(inputs, labels):
        with torch.autocast(device, torch.bfloat16, enabled="--bfloat16" in sys.argv):
            states = body(inputs_embeds=read(inputs)).last_hidden_state
            return torch.nn.functional.cross_entropy(answer(states[:, -1]).float(), labels)

    if "--compile" in sys.argv:
        loss_of = torch.compile(loss_of)

    def step():
        loss = loss_of(inputs, labels)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        return loss.item()

    return step


def linear(weight, bias):
    layer = torch.nn.Linear(*weight.shape, device=weight.device)
    with torch.no_grad():
        layer.weight.copy_(weight.T)
        layer.bias.copy_(bias)
    return layer


serve(prepare)
