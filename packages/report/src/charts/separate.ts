export interface Position {
  readonly x: number;
  readonly y: number;
}

/**
 * Moves positions that are nearer to one another than a distance apart, each pair along the line between them,
 * so that labels can be read. What is far from everything stays where it is.
 */
export function separate(positions: readonly Position[], distance: number): Position[] {
  const moved = positions.map(({ x, y }) => ({ x, y }));
  for (let round = 0; round < 50; round++) {
    for (const [index, a] of moved.entries()) {
      for (const b of moved.slice(index + 1)) {
        const gap = Math.hypot(b.x - a.x, b.y - a.y);
        if (gap >= distance) continue;
        // Positions that coincide part sideways.
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
