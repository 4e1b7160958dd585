export interface Position {
  readonly x: number;
  readonly y: number;
}

/**
 * Moves positions apart that are closer than a distance, along the line between each pair, so that
 * labels do not overlap.
 */
export function separate(positions: readonly Position[], distance: number): Position[] {
  const moved = positions.map(({ x, y }) => ({ x, y }));
  for (let round = 0; round < 50; round++) {
    for (const [index, a] of moved.entries()) {
      for (const b of moved.slice(index + 1)) {
        const gap = Math.hypot(b.x - a.x, b.y - a.y);
        if (gap >= distance) continue;
        // Equal positions are moved apart horizontally.
        const [alongX, alongY] = gap > 0 ? [(b.x - a.x) / gap, (b.y - a.y) / gap] : [1, 0];
        const step = (distance - gap) / 2;
        a.x -= step * alongX;
        a.y -= step * alongY;
        b.x += step * alongX;
        b.y += step * alongY;
      }
    }
  }
  return moved;
}
