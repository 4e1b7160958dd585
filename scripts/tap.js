/** Lines of a reason at the end of a run; the whole of it is above, where the test failed. */
const REASON_LINES = 30;

/** A failed test, its log, and ava's diagnostics. */
const NOT_OK = /^not ok \d+ - (.*)\n((?:(?:# {3}.*)?\n)*)(?: {2}---\n([^]*?)\n {2}\.\.\.$)?/gm;

/**
 * The figures of one ava run, from its TAP output and its exit code.
 *
 * ava's `# fail` counts failed tests and tests that were pending at a timeout or a crash. It also
 * counts crashes: uncaught exceptions, unhandled rejections and files without tests. It counts
 * every `test.todo`, but no failed hook.
 *
 * @param {string} tap stdout of `ava --tap`
 * @param {number | null} exitCode of ava, null if a signal ended it
 * @returns {{ passed: number, failed: number, failures: Failure[] }}
 *
 * @typedef {object} Failure
 * @property {string} title
 * @property {string} reason the test's log and ava's diagnostics; may be empty
 */
export function figuresOf(tap, exitCode) {
  const points = [...tap.matchAll(NOT_OK)].map(([, title = '', logged = '', yaml = '']) => ({
    title,
    reason: [logged.replace(/^# {3}/gm, '').trim(), yaml.replace(/^ {4}/gm, '')].filter(Boolean).join('\n'),
  }));
  const failures = points.filter(({ title }) => !title.endsWith('# TODO'));
  const todos = points.length - failures.length;
  if (exitCode !== 0 && failures.length === 0) {
    const title = `ava ended with exit code ${exitCode} and named no test: no file matches, or it was cut short`;
    failures.push({ title, reason: '' });
  }
  const counted = figure(tap, 'fail') - todos;
  return {
    passed: figure(tap, 'pass'),
    failed: Math.max(counted, failures.length),
    failures,
  };
}

/**
 * Returns the end of a run's output: each failed test with its reason, then the line `N passed, N
 * failed`.
 *
 * @param {ReturnType<typeof figuresOf>} figures
 */
export function summaryOf({ passed, failed, failures }) {
  const listed = failures.map(({ title, reason }) => `  ${title}\n${shortened(reason)}`);
  const list = failures.length === 0 ? '' : `\nFailed:\n${listed.join('\n')}`;
  return `${list}\n${passed} passed, ${failed} failed`;
}

/** @param {string} reason */
function shortened(reason) {
  if (reason === '') return '';
  const lines = reason.split('\n');
  const shown = lines.slice(0, REASON_LINES);
  if (shown.length < lines.length) shown.push(`… and ${lines.length - shown.length} more lines, above`);
  return shown.map((line) => `      ${line}`.trimEnd()).join('\n') + '\n';
}

/**
 * @param {string} tap
 * @param {string} name
 */
function figure(tap, name) {
  const last = [...tap.matchAll(new RegExp(`^# ${name} (\\d+)$`, 'gm'))].at(-1);
  return last === undefined ? 0 : Number(last[1]);
}
