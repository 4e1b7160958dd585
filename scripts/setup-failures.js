const again = 'then run the same command again.';

/** What a failed step may print, what it means and how to mend it; the first that matches is told. */
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

const fallbacks = {
  install: ['dependencies were not installed.', `The reason is above; mend it, ${again}`],
  build: ['TypeScript found errors.', `They are above; mend them, ${again}`],
};

/** @returns {{ what: string, mend: string }} the cause of a failed step ('install' or 'build'), from its output */
export function causeOf(step, output) {
  const [what, mend] = causes.find(([pattern]) => pattern.test(output))?.slice(1) ?? fallbacks[step];
  return { what, mend };
}
