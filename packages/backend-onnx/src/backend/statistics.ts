/** What a backend has done since it was made. */
export class Statistics {
  graphsRun = 0;
  graphsCompiled = 0;
  graphsOnCpu = 0;
  private readonly kernels = new Map<string, number>();

  ranOnCpu(kernelName: string): void {
    this.kernels.set(kernelName, (this.kernels.get(kernelName) ?? 0) + 1);
  }

  /** How often each kernel ran on the cpu kernels because it could not be recorded. */
  get cpuKernels(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.kernels);
  }
}
