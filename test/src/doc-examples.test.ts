import test from 'ava';

import { readDocumentation } from './doc-examples/documentation.js';
import { type Example, expectedOutput, type Failure } from './doc-examples/example.js';
import { runExamples } from './doc-examples/run.js';
import { readList, withoutExamples } from './doc-examples/without-examples.js';

const documentation = readDocumentation();

const { scripts, failures: uncompiled } = documentation.compile(documentation.examples);

test('every example in a doc comment or a page compiles', (t) => {
  t.deepEqual(uncompiled.map(described), []);
});

for (const name of new Set(documentation.examples.map(({ group }) => group))) {
  test.serial(`every example of ${name} runs, and prints the output in its comments`, async (t) => {
    t.timeout(300_000);
    const group = new Map([...scripts].filter(([example]) => example.group === name));
    t.deepEqual((await runExamples(group)).map(described), []);
  });
}

test('every exported function and class has an example, but for a list that becomes shorter', (t) => {
  const missing = withoutExamples(documentation.exports);
  const list = readList();
  t.deepEqual(
    missing.filter((line) => !list.includes(line)),
    [],
    'Write an @example: CONTRIBUTING.md shows how.',
  );
  t.deepEqual(
    list.filter((line) => !missing.includes(line)),
    [],
    'These have an example or are gone. Take them off: npm run doc-examples.',
  );
});

function described({ example, reason }: Failure): string {
  return `${example.group} ${example.name}: ${reason}`;
}

async function failuresOf(t: { timeout: (ms: number) => void }, codes: Record<string, string>) {
  t.timeout(120_000);
  const examples = Object.entries(codes).map(([name, code]): Example => ({ group: 'tried', name, code }));
  const failures = await documentation.failures(examples);
  return Object.fromEntries(failures.map(({ example, reason }) => [example.name, reason]));
}

test('an example that is wrong in any way is reported', async (t) => {
  const reasons = await failuresOf(t, {
    'wrong type': "import { toSvg } from '@helmholtz/diagrams';\nawait toSvg(3);\n",
    'wrong import': "import { toSgv } from '@helmholtz/diagrams';\nconsole.log(toSgv);\n",
    throws: "throw new Error('no');\n",
    'rejects later': "await Promise.reject(new Error('not now'));\n",
    'prints something else': 'console.log(1 + 1); // 3\n',
    'prints nothing': 'if (Math.PI > 4) console.log(1); // 1\n',
    right: 'console.log({ a: 1 }); // { a: 1 }\nconsole.log("two\\nlines");\n// two\n// lines\n',
    'right as well': 'console.log(1 + 1);\n',
  });
  t.deepEqual(Object.keys(reasons).sort(), [
    'prints nothing',
    'prints something else',
    'rejects later',
    'throws',
    'wrong import',
    'wrong type',
  ]);
  t.regex(reasons['wrong type']!, /^line 2: .*not assignable/);
  t.regex(reasons['prints something else']!, /prints\n2\nbut its comments say\n3/);
});

test('an example that ends its process fails, and so do the examples after it', async (t) => {
  const reasons = await failuresOf(t, {
    before: 'export {};\n',
    ends: 'process.exit(0);\n',
    after: 'export {};\n',
  });
  t.deepEqual(Object.keys(reasons), ['ends', 'after']);
});

test('the comment behind what prints, and the comment lines below it, are what is printed', (t) => {
  t.is(expectedOutput('const a = 1; // one\nconsole.log(a);\n'), undefined);
  t.is(
    expectedOutput('console.log(a); // 1\n// 2\nconst b = 3;\n// not printed\ntensor.print(); // 4'),
    '1\n2\n4',
  );
});
