/** The network of a posterior, named after its latent. */
export const recognitionOf = (latent: string): string => `recognition_${latent}`;

/** The network of a prior or a likelihood, named after what it leads to. */
export const generativeOf = (variable: string): string => `generative_${variable}`;
