import test from 'ava';
import { decode } from 'fast-png';
import { markedImages } from '../testing/images.js';
import { imageGrid } from './grid.js';
import { encodePng, pngDataUrl } from './png.js';

for (const channels of [1, 3]) {
  test(`an image with ${channels} channels survives the round trip through PNG`, (t) => {
    const grid = imageGrid(markedImages(6, { channels }), { columns: 3, scale: 2, gap: 1 });
    const decoded = decode(encodePng(grid));
    t.deepEqual([decoded.width, decoded.height, decoded.channels], [grid.width, grid.height, grid.channels]);
    t.deepEqual(Uint8Array.from(decoded.data), grid.data);
  });
}

test('a data address holds the bytes of the PNG', (t) => {
  const grid = imageGrid(markedImages(100), { columns: 10, scale: 3, gap: 1 });
  const [scheme, base64 = ''] = pngDataUrl(grid).split(',');
  t.is(scheme, 'data:image/png;base64');
  t.deepEqual(Uint8Array.from(Buffer.from(base64, 'base64')), encodePng(grid));
});
