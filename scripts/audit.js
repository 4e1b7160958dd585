// Asks the registry for known vulnerabilities of what the lockfile names, high or worse: npm run audit
// Exit code 0 where it knows none, 1 where it knows some, 3 where it could not be asked.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { auditOutcome } from './audit-outcome.js';

const { packageManager } = JSON.parse(readFileSync('package.json', 'utf8'));
const command = `npx --yes ${packageManager} audit --audit-level high`;
const { status, stdout, stderr } = spawnSync(command, { shell: true, encoding: 'utf8' });
const outcome = auditOutcome(status, `${stdout}${stderr}`);

console.log(`${stdout}${stderr}`.trim());
console.log(
  {
    clean: '\nNo known vulnerability of high or critical severity.',
    found: '\nVulnerabilities of high or critical severity are known: update what has them.',
    unchecked: '\nNOT CHECKED: the registry could not be asked. Nothing is known of vulnerabilities.',
  }[outcome],
);
process.exitCode = { clean: 0, found: 1, unchecked: 3 }[outcome];
