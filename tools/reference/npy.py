"""Files that NumPy writes, in base64, and the values that it reads from them.

    python tools/reference/npy.py > tools/reference/npy.json
"""

import base64
import io
import json

import numpy as np
from numpy.lib import format as npy


def written(array, version=None):
    file = io.BytesIO()
    npy.write_array(file, array, version=version)
    return base64.b64encode(file.getvalue()).decode()


def example(array, version=None):
    return {
        "type": array.dtype.name,
        "shape": array.shape,
        "values": array.astype(np.float32).ravel().tolist(),
        "file": written(array, version),
    }


whole = np.arange(6).reshape(2, 3)
signed = whole - 3
fractions = signed / 4

types = ["|u1", "|i1", "|b1"] + [order + kind for order in "<>" for kind in ["u2", "i2", "u4", "i4", "u8", "i8", "f2", "f4", "f8"]]
examples = [example({"u": whole, "b": whole % 2, "i": signed, "f": fractions}[name[1]].astype(name)) for name in types]
examples += [example(fractions.astype("<f4"), version) for version in [(2, 0), (3, 0)]]
examples += [example(np.float32(1.5).reshape(())), example(np.zeros((0, 4), np.float32)), example(np.arange(3, dtype="<i8"))]
blocks = np.arange(24).reshape(2, 3, 4)
examples += [example(np.asfortranarray(array)) for array in [whole.astype("u1"), blocks.astype("<f4"), blocks.astype(">i2")]]


def archive(save):
    file = io.BytesIO()
    save(file, x=np.asfortranarray(fractions), labels=np.array([1, 0], np.uint8))
    return base64.b64encode(file.getvalue()).decode()


archives = {"stored": archive(np.savez), "deflated": archive(np.savez_compressed)}

refused = {
    "objects": base64.b64encode((lambda f: (np.save(f, np.array([{}], object)), f.getvalue())[1])(io.BytesIO())).decode(),
    "records": written(np.zeros(2, [("a", "<f4"), ("b", "<i4")])),
    "text": written(np.array(["a", "b"])),
    "complex numbers": written(np.zeros(2, np.complex64)),
    "dates": written(np.zeros(2, "<M8[s]")),
    "identifiers": written(np.array([0, 2**53 + 1])),
    "negative identifiers": written(np.array([-(2**62)], ">i8")),
}

print(json.dumps({"numpy": np.__version__, "examples": examples, "refused": refused, "archives": archives}))
