"""The worker's end of the protocol that worker.ts describes."""

import json
import sys
import time

from safetensors.numpy import load_file

WARM_UP = 3


def serve(prepare):
    """Makes training steps on demand; prepare(work, tensors) gives the step, which returns its loss."""
    work = json.loads(sys.argv[1])
    step = prepare(work, load_file(work["file"]))

    def timed_step():
        start = time.perf_counter()
        loss = step()
        return (time.perf_counter() - start) * 1e3, loss

    def answer(count):
        times, losses = zip(*(timed_step() for _ in range(count)))
        print(json.dumps({"ms": times, "losses": losses}), flush=True)

    answer(WARM_UP)
    for line in sys.stdin:
        answer(int(line))
