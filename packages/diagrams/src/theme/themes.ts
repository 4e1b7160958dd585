import { dark } from './dark.js';
import { light } from './light.js';
import { print } from './print.js';
import type { Theme } from './theme.js';

/**
 * Themes: `light` and `dark` for pages, `print` for paper, in black on white with distinct line
 * styles.
 */
export const themes = { light, dark, print } as const satisfies Record<string, Theme>;

export type ThemeName = keyof typeof themes;
