import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import test from 'ava';

const tools = {
  eslint: ['node_modules/eslint/bin/eslint.js', '.'],
  oxlint: ['node_modules/oxlint/bin/oxlint', '--type-aware'],
  prettier: ['node_modules/prettier/bin/prettier.cjs', '--check', '.'],
  knip: ['node_modules/knip/bin/knip.js'],
  'import-circles': ['scripts/import-circles.js'],
  'the types of scripts and tools': ['node_modules/typescript-7/bin/tsc', '-p', 'tsconfig.scripts.json'],
};

for (const [name, command] of Object.entries(tools)) {
  test.serial(`${name} finds nothing (npm run lint)`, async (t) => {
    t.timeout(300_000);
    const tool = spawn(process.execPath, command, {
      env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1' },
    });
    const [out, error, [code]] = await Promise.all([
      text(tool.stdout),
      text(tool.stderr),
      once(tool, 'close'),
    ]);
    if (code !== 0) t.log(out + error);
    t.is(code, 0);
  });
}
