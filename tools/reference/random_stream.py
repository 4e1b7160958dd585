"""Numbers of a random stream, from an implementation of its own of what RandomStream documents.

    python tools/reference/random_stream.py > tools/reference/random-stream.json
"""

import json

MASK = 0xFFFFFFFF


def fnv1a(text, offset):
    for code in text.encode("utf-16-le")[::2]:
        offset = ((offset ^ code) * 0x01000193) & MASK
    return offset


def murmur3_finalizer(word):
    word = ((word ^ (word >> 16)) * 0x85EBCA6B) & MASK
    word = ((word ^ (word >> 13)) * 0xC2B2AE35) & MASK
    return word ^ (word >> 16)


def sfc32(a, b, c):
    counter = 1
    while True:
        result = (a + b + counter) & MASK
        counter = (counter + 1) & MASK
        a = b ^ (b >> 9)
        b = (c + (c << 3)) & MASK
        c = (((c << 21) | (c >> 11)) + result) & MASK
        yield result


def stream(*name):
    text = json.dumps(name, separators=(",", ":"))
    words = sfc32(*(murmur3_finalizer(fnv1a(text, offset)) for offset in (0x811C9DC5, 0x9E3779B9, 0x6A09E667)))
    for _ in range(12):
        next(words)
    return [next(words) for _ in range(8)]


names = [[0], [1], [0, "noise"], [42, "epoch", 3, 17, "noise", "z_noise"]]
records = [json.dumps({"name": name, "words": stream(*name)}) for name in names]
print("[\n  " + ",\n  ".join(records) + "\n]")
