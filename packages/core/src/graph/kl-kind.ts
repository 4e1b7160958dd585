/** KL divergence in closed form (`analytic`), or estimated at the draw (`monteCarlo`). */
export type KlKind = 'analytic' | 'monteCarlo';
