/** As shells have it, a process that a signal ends has the code 128 + the signal's number. */
export const exitCodes = { success: 0, failure: 1, wrongUse: 2, interrupted: 130, terminated: 143 } as const;
