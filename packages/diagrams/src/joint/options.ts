/** Loss of a phase of an objective, with the names of its inputs. */
export interface JointPhase {
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

/** Options of the level `joint`: facts about the training, which the model does not contain. */
export interface JointOptions {
  /** Name of the minimised metric in the history. Default: `nelbo`. */
  readonly minimised: string | undefined;
  /** Losses of an objective with several phases. Default: one loss, which is `minimised`. */
  readonly phases: readonly JointPhase[] | undefined;
  /**
   * Values of metrics by name, each a mean over examples. Terms without a value are drawn without
   * one.
   */
  readonly metrics: Readonly<Record<string, number>>;
}
