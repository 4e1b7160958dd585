import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';

import { drawGallery, folder, recipes } from './gallery.js';

test('every figure of the gallery is drawn to the byte', async (t) => {
  const drawn = await mkdtemp(join(tmpdir(), 'gallery-test-'));
  t.teardown(() => rm(drawn, { recursive: true }));
  const files = await readdir(folder);
  const known = (await recipes()).map(({ name }) => name);
  const missing = known.filter((name) => !files.includes(`${name}-plates.svg`));
  t.deepEqual(missing, [], 'these recipes are not in the gallery yet: npm run gallery, and look at them');

  await drawGallery(known, drawn);
  t.deepEqual((await readdir(drawn)).sort(), files.sort(), 'npm run gallery');
  for (const file of files) {
    const [now, before] = await Promise.all(
      [drawn, folder].map((place) => readFile(join(place, file), 'utf8')),
    );
    t.true(now === before, `${file} is another than before: npm run gallery, and look at it`);
  }
});

test('the page shows every figure, and no other', async (t) => {
  const page = await readFile(new URL('../docs/reference/gallery.md', import.meta.url), 'utf8');
  const shown = [...page.matchAll(/\]\(gallery\/([^)]+)\)/g)].map(([, file]) => file);
  t.deepEqual([...new Set(shown)].sort(), (await readdir(folder)).sort());
});
