const again = 'then run the same command again.';

/**
 * Patterns in the output of a failed step, with their cause and solution. The first match counts.
 */
/** @type {[pattern: RegExp, what: string, mend: string][]} */
const causes = [
  [/ENOSPC|no space left/i, 'the disk is full.', `Free some space, ${again}`],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|ERR_PNPM_META_FETCH_FAIL/,
    'the npm registry cannot be reached.',
    `Check the network, the proxy and \`npm config get registry\`, ${again}`,
  ],
  [/EACCES|EPERM|EROFS/, 'a file or folder cannot be written.', `Check its owner and permissions, ${again}`],
  [
    /ERR_PNPM_OUTDATED_LOCKFILE/,
    'pnpm-lock.yaml is out of step with a package.json.',
    'Run `npx pnpm@10 install` and commit pnpm-lock.yaml.',
  ],
  [
    /npx.*not (found|recognized)/i,
    'npx was not found.',
    'It comes with npm: install Node.js from https://nodejs.org',
  ],
];

/** @type {Record<'install' | 'build', [what: string, mend: string]>} */
const fallbacks = {
  install: ['dependencies were not installed.', `The reason is above; mend it, ${again}`],
  build: ['TypeScript found errors.', `They are above; mend them, ${again}`],
};

/**
 * Returns the cause of a failed step, from its output.
 *
 * @param {'install' | 'build'} step
 * @param {string} output
 * @returns {{ what: string, mend: string }}
 */
export function causeOf(step, output) {
  const cause = causes.find(([pattern]) => pattern.test(output));
  const [what, mend] = cause ? [cause[1], cause[2]] : fallbacks[step];
  return { what, mend };
}
