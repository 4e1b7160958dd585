/**
 * Returns the result of an audit: `clean`, `found` (a known vulnerability of high or critical
 * severity), or `unchecked` if the registry did not answer.
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
