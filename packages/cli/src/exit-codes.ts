/** Exit codes. As in shells, a process that a signal ends has 128 + the number of the signal. */
export const exitCodes = {
  success: 0,
  failure: 1,
  wrongUse: 2,
  interrupted: 130,
  brokenPipe: 141,
  terminated: 143,
} as const;
