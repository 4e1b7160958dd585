import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import test from 'ava';

const tools = {
  eslint: ['node_modules/eslint/bin/eslint.js', '.'],
  prettier: ['node_modules/prettier/bin/prettier.cjs', '--check', '.'],
  knip: ['node_modules/knip/bin/knip.js'],
};

for (const [name, command] of Object.entries(tools)) {
  test.serial(`${name} finds nothing (npm run lint)`, async (t) => {
    t.timeout(300_000);
    const {
      code = 0,
      stdout,
      stderr,
    } = await promisify(execFile)(process.execPath, command).catch((error) => error);
    if (code !== 0) t.log(`${stdout}${stderr}`);
    t.is(code, 0);
  });
}
