"""Writes small images and their pixels as JSON: python tools/reference/images.py

Needs Pillow and numpy. The files are packages/datasets/fixtures/images; the tests compare the pixels.
"""
import json
import pathlib

import numpy as np
from PIL import Image, ImageOps

FOLDER = pathlib.Path(__file__).parents[2] / 'packages/datasets/fixtures/images'
FOLDER.mkdir(parents=True, exist_ok=True)
expected = {}


def keep(name, pixels):
    """Keeps pixels from 0 to 1 as [rows, columns, channels]."""
    array = np.asarray(pixels, dtype='float64')
    array = array[..., None] if array.ndim == 2 else array
    expected[name] = {'shape': list(array.shape), 'pixels': [round(float(v), 5) for v in array.reshape(-1)]}


rows, columns = np.mgrid[0:8, 0:16]
colours = np.stack([rows * 32, columns * 15, 255 - rows * 16], axis=-1).astype('uint8')
image = Image.fromarray(colours)

for orientation in range(1, 9):
    name = f'orientation-{orientation}.jpg'
    exif = Image.Exif()
    exif[0x0112] = orientation
    image.save(FOLDER / name, quality=95, subsampling=0, exif=exif)
    with Image.open(FOLDER / name) as read:
        keep(name, np.asarray(ImageOps.exif_transpose(read)) / 255)

small = image.resize((6, 4))
small.save(FOLDER / 'colour.png')
keep('colour.png', np.asarray(small) / 255)
small.convert('L').save(FOLDER / 'grey.png')
keep('grey.png', np.asarray(small.convert('L')) / 255)
small.convert('P').save(FOLDER / 'palette.png')
keep('palette.png', np.asarray(small.convert('P').convert('RGB')) / 255)
deep = (np.arange(24, dtype='uint16').reshape(4, 6) * 171).astype('uint16')
Image.fromarray(deep).save(FOLDER / 'deep.png')
keep('deep.png', deep / 65535)
transparent = small.copy()
transparent.putalpha(Image.fromarray((np.arange(24).reshape(4, 6) * 11).astype('uint8')))
transparent.save(FOLDER / 'transparent.png')
alpha = np.asarray(transparent)[..., 3:] / 255
keep('transparent.png', alpha * np.asarray(transparent)[..., :3] / 255 + (1 - alpha))
image.convert('L').save(FOLDER / 'grey.jpg', quality=95)
with Image.open(FOLDER / 'grey.jpg') as read:
    keep('grey.jpg', np.repeat(np.asarray(read)[..., None] / 255, 3, axis=-1))
small.save(FOLDER / 'colour.webp', lossless=True)
keep('colour.webp', np.asarray(small) / 255)
transparent.save(FOLDER / 'transparent.webp', lossless=True, exact=True)
keep('transparent.webp', alpha * np.asarray(transparent)[..., :3] / 255 + (1 - alpha))
exif = Image.Exif()
exif[0x0112] = 6
image.save(FOLDER / 'orientation-6.webp', quality=90, exif=exif)
with Image.open(FOLDER / 'orientation-6.webp') as read:
    keep('orientation-6.webp', np.asarray(ImageOps.exif_transpose(read).convert('RGB')) / 255)
frames = [small, small.transpose(Image.Transpose.ROTATE_180)]
frames[0].save(FOLDER / 'animated.webp', save_all=True, append_images=frames[1:], lossless=True)

(FOLDER / 'golden').mkdir(exist_ok=True)
(FOLDER / 'golden/pixels.json').write_text(json.dumps(expected) + '\n')
