/** Counts of a backend's work since it was created. */
export class Statistics {
  graphsRun = 0;
  graphsOnCpu = 0;
  private readonly kernels = new Map<string, number>();
  private readonly withoutForm = new Map<string, number>();

  ranOnCpu(kernelName: string): void {
    increment(this.kernels, kernelName);
  }

  hadNoNativeForm(kernelName: string): void {
    increment(this.withoutForm, kernelName);
  }

  /** Number of runs of each kernel on the cpu kernels because it could not be recorded. */
  get cpuKernels(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.kernels);
  }

  /**
   * Number of runs of each kernel on the cpu kernels because its native form does not cover the
   * case.
   */
  get declined(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.withoutForm);
  }
}

function increment(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
