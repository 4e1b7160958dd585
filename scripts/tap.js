/**
 * The figures of one ava run, from its TAP output and its exit code.
 *
 * ava's `# fail` counts failed tests, those pending at a timeout or a crash, and crashes themselves (an uncaught
 * exception, an unhandled rejection, a file without tests), but also every `test.todo` and no failed hook.
 *
 * @param {string} tap what `ava --tap` wrote to stdout
 * @param {number | null} exitCode of ava, null where a signal ended it
 * @returns {{ passed: number, failed: number, failures: string[] }}
 */
export function figuresOf(tap, exitCode) {
  const points = [...tap.matchAll(/^not ok \d+ - (.*)$/gm)].map(([, title = '']) => title);
  const failures = points.filter((title) => !title.endsWith('# TODO'));
  const todos = points.length - failures.length;
  if (exitCode !== 0 && failures.length === 0) {
    failures.push(
      `ava ended with exit code ${exitCode} and named no test: no file matches, or it was cut short`,
    );
  }
  const told = figure(tap, 'fail') - todos;
  return {
    passed: figure(tap, 'pass'),
    failed: Math.max(told, failures.length),
    failures,
  };
}

function figure(tap, name) {
  const last = [...tap.matchAll(new RegExp(`^# ${name} (\\d+)$`, 'gm'))].at(-1);
  return last === undefined ? 0 : Number(last[1]);
}
