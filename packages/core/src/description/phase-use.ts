/** Loss of a phase of an objective, with the names of its inputs. */
export interface PhaseUse {
  /** Name of the phase. Its loss is `loss/<name>` in the history. */
  readonly name: string;
  /**
   * Weights that it updates: `model`, `recognition`, `generative`, or networks of the objective.
   */
  readonly updates: readonly string[];
  /** Networks of the objective that it applies. */
  readonly networks: readonly string[];
  /** Latents whose posterior it reads. */
  readonly posteriors: readonly string[];
  /** Latents whose prior it reads. */
  readonly priors: readonly string[];
  /** Observed variables whose likelihood it reads. */
  readonly likelihoods: readonly string[];
  /** Names of its metrics. */
  readonly metrics: readonly string[];
}
