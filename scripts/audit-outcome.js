/**
 * What an audit came to: `clean`, `found` (a known vulnerability of high or critical severity), or `unchecked` where the
 * registry did not answer, which is no reason to think that there is nothing.
 *
 * @param {number | null} status
 * @param {string} output
 */
export function auditOutcome(status, output) {
  if (/ERR_PNPM_AUDIT|ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|ENETUNREACH|fetch failed/.test(output))
    return 'unchecked';
  if (status === 0) return 'clean';
  return /\bSeverity:|vulnerabilities found/.test(output) ? 'found' : 'unchecked';
}
