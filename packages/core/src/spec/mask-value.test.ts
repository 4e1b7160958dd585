import test from 'ava';

import { parseSpec, readSpec } from './parse.js';
import { takesStepMask } from './mask-value.js';
import { writeSpec } from './write.js';

const lstm = { layer: 'lstm', units: 2 };
const masking = { layer: 'masking', maskValue: -9 };
const maskValue = (recognition: object[], data: object = {}): number | undefined =>
  parseSpec({
    recipe: 'vae',
    observed: { shape: [4, 1] },
    latents: [{ name: 'z', size: 1 }],
    networks: { recognition, generative: [] },
    data,
  }).data.maskValue;

test('the value of padding is that of a masking layer at the beginning of a network', (t) => {
  t.is(maskValue([masking, lstm]), -9);
  t.is(maskValue([{ layer: 'reshape', targetShape: [4, 1] }, { layer: 'Masking' }, lstm]), 0);
  t.is(maskValue([masking, lstm], { maskValue: 1 }), 1);
  t.is(maskValue([lstm, masking]), undefined);
  t.is(maskValue([]), undefined);
});

test('a written spec reads as the same spec', (t) => {
  const child = { layer: 'lstm', units: 2, returnSequences: true };
  const spec = parseSpec({
    recipe: 'vae',
    observed: { shape: [4, 1], padded: -9 },
    latents: [{ name: 'z', size: 1 }],
    networks: {
      recognition: [masking, { layer: 'bidirectional', mergeMode: 'sum', child }],
      generative: [{ layer: 'timeDistributed', child: { layer: 'dense', units: 1 } }],
    },
  });
  t.deepEqual(readSpec(writeSpec(spec), 'spec.yaml'), spec);
});

test('a mask reaches a recurrent layer through layers of each step alone', (t) => {
  const dense = { layer: 'dense', units: 2 };
  const takes = (...recognition: { layer: string }[]): boolean =>
    takesStepMask({ networks: { recognition } });
  t.true(takes(lstm));
  t.true(takes(dense, { layer: 'bidirectional' }));
  t.true(takes(masking, { layer: 'flatten' }));
  t.false(takes({ layer: 'conv1d' }, lstm));
  t.false(takes(dense));
  t.false(takesStepMask({ networks: {} }));
});
