import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import test from 'ava';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import ts from 'typescript';
import { makeConsumer, runIn } from './consumer.js';

let consumer;
test.before(() => {
  consumer = makeConsumer();
});
test.after.always(() => {
  if (consumer) rmSync(consumer.folder, { recursive: true, force: true });
});

test('publint has nothing to say about any package', async (t) => {
  for (const { name, folder } of consumer.packages) {
    const { messages, pkg } = await publint({ pkgDir: folder, pack: false, strict: true });
    t.deepEqual(
      messages.map((message) => formatMessage(message, pkg, { color: false })),
      [],
      name,
    );
  }
});

test('every entry can be imported', (t) => {
  const names = JSON.stringify(consumer.entries);
  const code = `for (const name of ${names}) await import(name).catch(({ message }) => console.log(name, message));`;
  t.is(runIn(consumer.folder, code), '');
});

test('the pure-data entries of core load no tensors', (t) => {
  const loadsTensors = (name) =>
    runIn(consumer.folder, `await import('${name}'); console.log('_tfengine' in globalThis)`).trim();
  t.is(loadsTensors('@helmholtz/core'), 'true', 'or this test sees nothing');
  for (const part of ['spec', 'description', 'run']) {
    t.is(loadsTensors(`@helmholtz/core/${part}`), 'false', part);
  }
});

const resolutions = {
  nodenext: { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
  bundler: { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
};

for (const [name, options] of Object.entries(resolutions)) {
  test(`the types of every entry are whole under moduleResolution ${name}`, (t) => {
    t.deepEqual(typeErrors(options), []);
  });
}

/**
 * Errors in files that import every entry and that declare specs with nothing but `@helmholtz/recipes`, and in our
 * declaration files: those of others are theirs.
 */
function typeErrors(options) {
  const file = join(consumer.folder, 'consumer.ts');
  writeFileSync(
    file,
    consumer.entries.map((name, index) => `export * as entry${index} from '${name}';`).join('\n'),
  );
  const specs = join(consumer.folder, 'specs.ts');
  writeFileSync(specs, readFileSync('packages/recipes/src/testing/consumer-specs.ts', 'utf8'));
  const program = ts.createProgram([file, specs], {
    ...options,
    target: ts.ScriptTarget.ES2022,
    strict: true,
    noEmit: true,
    types: ['node'],
    typeRoots: [join(consumer.folder, 'node_modules', '@types')],
  });
  const ours = program.getSourceFiles().filter(({ fileName }) => isInside(consumer.folder, fileName));
  return ours.flatMap((source) =>
    [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText }) => `${source.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    ),
  );
}

function isInside(folder, file) {
  return !relative(folder, file).startsWith('..');
}
