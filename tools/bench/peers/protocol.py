"""The conversation with the command that measures: a JSON object a line, requests on stdin and answers on stdout."""

import json
import os
import resource
import sys
import time

LEARNING_RATE = 1e-3
# Small, for libraries differ in where it goes: before or after the correction of the second moment's bias.
ADAM_EPSILON = 1e-10


class Skip(Exception):
    """The engine is not there, or can't do the work."""

    def __init__(self, message, hint=None):
        super().__init__(message)
        self.hint = hint


class Arrays:
    """What an engine starts from: examples, weights, and the indices and the noise of the first updates."""

    def __init__(self, material):
        import numpy as np

        def read(name):
            stored = material["arrays"][name]
            shape = stored["shape"]
            count = int(np.prod(shape))
            return np.fromfile(
                material["path"], dtype=stored["type"], count=count, offset=stored["offset"]
            ).reshape(shape)

        self.data = read("data")
        self.weights = {name: read("weights." + name) for name in material["parameters"]}
        self.indices = read("indices")
        noise = [name for name in material["arrays"] if name.startswith("noise.")]
        self.noise = [read(name) for name in noise]


def serve(begin, load):
    """Answers until stdin ends.

    `load(settings)` imports the engine, which is not part of compiling.

    `begin(job, arrays)` returns an object with `version`; `update(indices, noise)`, one update on what is given, which
    returns its loss; and `run(steps)`, updates on batches and noise of its own, which returns the last loss.
    """
    # Libraries greet on stdout, which is the protocol's.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    def answer(message):
        answers.write(json.dumps(message) + "\n")
        answers.flush()

    trainee = None
    for line in sys.stdin:
        request = json.loads(line)
        if "stop" in request:
            break
        try:
            if "prepare" in request:
                trainee, prepared = _prepare(begin, load, request["prepare"], answer)
                answer(prepared)
            elif "run" in request:
                started = time.perf_counter()
                loss = trainee.run(request["run"])
                answer({"ms": 1000 * (time.perf_counter() - started), "loss": loss})
            else:
                unit = 1 if sys.platform == "darwin" else 1024
                answer({"peakBytes": unit * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss})
        except ImportError as error:
            package = (error.name or str(error)).split(".")[0]
            hint = f"{sys.executable} -m pip install {package}, or another Python: --python <interpreter>"
            answer({"skip": f"the Python package {package} is not installed", "hint": hint})
        except Skip as error:
            answer({"skip": str(error), **({"hint": error.hint} if error.hint else {})})
        except Exception as error:  # whatever it is, the others go on
            answer({"failed": f"{type(error).__name__}: {str(error).strip().splitlines()[0] if str(error).strip() else ''}"})


def _prepare(begin, load, job, answer):
    load(job["settings"])
    arrays = Arrays(job["material"])
    started = time.perf_counter()
    trainee = begin(job, arrays)
    took = [time.perf_counter() - started]
    losses = []
    for step, indices in enumerate(arrays.indices):
        started = time.perf_counter()
        losses.append(float(trainee.update(indices, [noise[step] for noise in arrays.noise])))
        took.append(time.perf_counter() - started)
        if step == 0:
            answer({"event": "first step"})
    built, first, second = took[:3]
    compile_ms = 1000 * max(built + first - second, 0)
    return trainee, {"version": trainee.version, "losses": losses, "compileMs": compile_ms}
