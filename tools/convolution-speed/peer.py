"""PyTorch's convolutions, timed on request: a line of JSON in, a line of JSON out.

{"batch": 250, "size": 32, "channels": 1, "outputs": 16, "window": 4, "stride": 2, "pad": 1, "threads": 1, "runs": 5}
gives {"forward": [...], "images": [...], "filter": [...]}, pairs of wall and processor milliseconds.
"""

import json
import sys
import time

import torch


def measured(run, runs):
    run()
    times = []
    for _ in range(runs):
        wall, processor = time.perf_counter(), time.process_time()
        run()
        times.append([1e3 * (time.perf_counter() - wall), 1e3 * (time.process_time() - processor)])
    return times


def answer(shape):
    torch.set_num_threads(shape["threads"])
    size, window, stride, pad = (shape[name] for name in ("size", "window", "stride", "pad"))
    x = torch.randn(shape["batch"], shape["channels"], size, size)
    w = torch.randn(shape["outputs"], shape["channels"], window, window)

    def forward():
        return torch.nn.functional.conv2d(x, w, stride=stride, padding=pad)

    dy = torch.randn_like(forward())

    def backward(*wanted):
        return lambda: torch.ops.aten.convolution_backward(
            dy, x, w, None, (stride, stride), (pad, pad), (1, 1), False, (0, 0), 1, (*wanted, False)
        )

    ways = {"forward": forward, "images": backward(True, False), "filter": backward(False, True)}
    return {name: measured(run, shape["runs"]) for name, run in ways.items()}


print(json.dumps({"version": torch.__version__}), flush=True)
for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
