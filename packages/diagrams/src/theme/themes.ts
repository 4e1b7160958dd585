import { dark } from './dark.js';
import { light } from './light.js';
import { print } from './print.js';
import type { Theme } from './theme.js';

/** `light` for a page, `dark` for a dark one, `print` for paper: black on white, told apart by its lines. */
export const themes = { light, dark, print } as const satisfies Record<string, Theme>;

export type ThemeName = keyof typeof themes;
