import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test from 'ava';
import { auditOutcome } from './audit-outcome.js';
import { installedPackages, isAllowed } from './dependencies.js';
import { advised, reviewedAdvisories } from './reviewed-advisories.js';

const packages = installedPackages();
const { packageManager } = JSON.parse(readFileSync('package.json', 'utf8'));

test('every dependency has a licence that is allowed (npm run licences lists them)', (t) => {
  t.true(packages.length > 300, `${packages.length} packages`);
  t.deepEqual(
    packages.filter(({ licence }) => !isAllowed(licence)).map(({ name, licence }) => `${name}: ${licence}`),
    [],
  );
});

test('a licence of several is allowed where it can be met', (t) => {
  for (const licence of ['MIT', '(MIT OR GPL-3.0)', 'Apache-2.0 AND MIT', '(GPL-3.0 AND MIT) OR ISC'])
    t.true(isAllowed(licence), licence);
  for (const licence of [
    'GPL-3.0',
    'none',
    '',
    'MIT AND GPL-3.0',
    '(MIT',
    'MIT MIT',
    'SEE LICENSE IN LICENSE',
  ])
    t.false(isAllowed(licence), licence);
});

/**
 * Runs pnpm on another package.json, with our settings and lockfile by default.
 *
 * @param {import('ava').ExecutionContext} t
 * @param {object} manifest
 * @param {{ files?: Record<string, string>; settings?: string; options: string }} how
 */
function install(
  t,
  manifest,
  { files = {}, settings = readFileSync('pnpm-workspace.yaml', 'utf8'), options },
) {
  const folder = mkdtempSync(join(tmpdir(), 'helmholtz-install-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  copyFileSync('pnpm-lock.yaml', join(folder, 'pnpm-lock.yaml'));
  for (const [name, contents] of Object.entries({
    ...files,
    'package.json': JSON.stringify(manifest),
    'pnpm-workspace.yaml': settings,
  })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), contents);
  }
  const command = `npx --yes ${packageManager} install --offline ${options}`;
  const { status, stdout, stderr } = spawnSync(command, { cwd: folder, shell: true, encoding: 'utf8' });
  return { folder, status, output: `${stdout}${stderr}` };
}

test('what the lockfile does not name is not installed', (t) => {
  t.timeout(120_000);
  t.regex(readFileSync('scripts/setup.js', 'utf8'), /install --frozen-lockfile/);
  const manifest = { dependencies: { 'left-pad': '1.3.0' } };
  const { status, output } = install(t, manifest, { options: '--frozen-lockfile' });
  t.not(status, 0);
  t.regex(output, /ERR_PNPM_OUTDATED_LOCKFILE/);
});

test('no install script of a dependency is run', (t) => {
  t.timeout(120_000);
  t.is(JSON.parse(readFileSync('package.json', 'utf8')).pnpm, undefined);
  const files = {
    'scripted/package.json': JSON.stringify({
      name: 'scripted',
      version: '1.0.0',
      scripts: { postinstall: "node -e \"fs.writeFileSync(process.env.INIT_CWD + '/ran', '')\"" },
    }),
  };
  const manifest = { dependencies: { scripted: 'file:./scripted' } };
  const options = '--no-frozen-lockfile';
  const ran = (/** @type {{ settings?: string }} */ settings) =>
    existsSync(join(install(t, manifest, { files, options, ...settings }).folder, 'ran'));
  t.false(ran({}));
  // It would be seen if it did.
  t.true(ran({ settings: 'dangerouslyAllowAllBuilds: true\n' }));
});

test('an audit that failed is unchecked, not clean', (t) => {
  t.is(auditOutcome(0, 'No known vulnerabilities found'), 'clean');
  t.is(auditOutcome(1, '3 vulnerabilities found\nSeverity: 1 moderate | 2 high'), 'found');
  const refused = 'ERR_PNPM_AUDIT_BAD_RESPONSE  The audit endpoint responded with 405';
  /** @type {[number, string][]} */
  const answers = [
    [1, refused],
    [0, refused],
    [1, 'getaddrinfo ENOTFOUND registry.example.org'],
    [1, ''],
  ];
  for (const [status, output] of answers) t.is(auditOutcome(status, output), 'unchecked', output);
});

test('nothing that is installed is of a version that a reviewed advisory names', (t) => {
  t.deepEqual(advised(packages), []);
  const installed = new Set(packages.map(({ name }) => name));
  t.deepEqual(
    reviewedAdvisories.filter(({ name }) => !installed.has(name)),
    [],
    'these packages are not used any more: take their advisories out',
  );
  const version = (/** @type {string} */ name, /** @type {string} */ version) =>
    advised([{ name, version }]).length;
  t.deepEqual(
    ['0.4.3', '0.4.4', '0.4.10'].map((each) => version('jpeg-js', each)),
    [1, 0, 0],
  );
  t.deepEqual(
    ['10.1.9', '10.2.0', '10.4.5', '10.5.0', '11.0.3', '11.1.0'].map((each) => version('glob', each)),
    [0, 1, 1, 0, 1, 0],
  );
});
