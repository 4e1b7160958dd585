/** What a backend has done since it was made. */
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

  /** How often each kernel ran on the cpu kernels because it could not be recorded. */
  get cpuKernels(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.kernels);
  }

  /** How often each kernel that has a native form ran on the cpu kernels because the form did not cover the case. */
  get declined(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.withoutForm);
  }
}

function increment(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
