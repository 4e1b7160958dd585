/** The values a distribution gives density to. */
export interface Support {
  /** In words, as it stands in an error: "0 or 1", "any real number". */
  readonly description: string;
  /** Whether a density or mass is defined at `value`. */
  contains(value: number): boolean;
  /**
   * What a likelihood of this support has to say of data that it takes but is seldom meant for, and what to choose
   * instead, to follow the data's name: `has whole numbers only ...`. Undefined where the data are as they should be.
   */
  advise?(values: ValueSummary): string | undefined;
}

/** What all values of a data set have in common. */
export interface ValueSummary {
  readonly minimum: number;
  readonly maximum: number;
  /** Whether each is a whole number. */
  readonly whole: boolean;
}

export const realLine: Support = {
  description: 'any finite number',
  contains: (value) => Number.isFinite(value),
  advise({ minimum, maximum, whole }) {
    if (!whole || minimum === maximum) return undefined;
    if (minimum >= 0 && maximum <= 1) {
      return 'has the values 0 and 1 alone, and the likelihood is of real numbers. "likelihood: bernoulli" is of 0 and 1.';
    }
    return (
      `has whole numbers alone, ${minimum} to ${maximum}, and the likelihood is of real numbers, whose density is not ` +
      'a probability of counts. Choose a likelihood of counts; pixels of 0 to 255 are best scaled to 0 to 1.'
    );
  },
};

export const unitInterval: Support = {
  description: 'numbers from 0 to 1',
  contains: (value) => value >= 0 && value <= 1,
};

/** Zeros and ones, with the grey values between them that the tutorials give to a Bernoulli likelihood. */
export const binaryOrGrey: Support = {
  ...unitInterval,
  advise: ({ whole }) =>
    whole
      ? undefined
      : 'has grey values, and a Bernoulli likelihood is of 0 and 1: tutorials do so too, but the NELBO then bounds no ' +
        'probability. Choose "binarization: sample" or "threshold", or "likelihood: normal".',
};
