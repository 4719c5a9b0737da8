"""Bits per byte of a byte-level GPT-2 on a text by Hugging Face transformers, to compare with our pretraining.json.

    pip install torch==2.15.0 transformers==5.23.0
    python tests/pretraining/bits_per_byte.py weights/pocket books-valid.txt.gz --length 1024

As in lib/pretraining/evaluate.ts the text is cut into windows; each byte is predicted once, from what precedes it in its
window and the byte before that, which is a NUL for the first.
"""

import argparse
import gzip
import math
from pathlib import Path

import torch
from transformers import GPT2LMHeadModel

parser = argparse.ArgumentParser()
parser.add_argument("model", type=Path)
parser.add_argument("text", type=Path)
parser.add_argument("--length", type=int, default=1024, help="bytes in a window")
parser.add_argument("--last", type=int, help="take this many bytes from the end of the text alone")
arguments = parser.parse_args()

open_text = gzip.open if arguments.text.suffix == ".gz" else open
with open_text(arguments.text, "rb") as file:
    text = file.read()
text = text[-arguments.last :] if arguments.last else text

model = GPT2LMHeadModel.from_pretrained(arguments.model).eval()
nats = 0.0
with torch.inference_mode():
    for start in range(0, len(text), arguments.length):
        targets = text[start : start + arguments.length]
        inputs = (text[start - 1 : start] or b"\0") + targets[:-1]
        logits = model(torch.tensor([list(inputs)])).logits[0].double()
        nats += torch.nn.functional.cross_entropy(logits, torch.tensor(list(targets)), reduction="sum").item()
print(f"{nats / len(text) / math.log(2):.6f} bits per byte of {len(text)}")
