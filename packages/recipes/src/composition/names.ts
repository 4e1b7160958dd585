/** The name of a network that is named after what it leads to. */
export type NetworkOfVariable = `recognition_${string}` | `generative_${string}`;

/** The network of a posterior, named after its latent. */
export const recognitionOf = (latent: string) => `recognition_${latent}` as const;

/** The network of a prior or a likelihood, named after what it leads to. */
export const generativeOf = (variable: string) => `generative_${variable}` as const;
