/** The product's mark: one square for each of the 21 regions. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 34 34" width="26" height="26" aria-hidden="true" focusable="false">
      {squares.map(([x, y]) => (
        <rect key={`${x} ${y}`} x={1 + x * 6.6} y={1 + y * 6.6} width="5.4" height="5.4" rx="0.8" fill="currentColor" />
      ))}
    </svg>
  )
}

const SIDE = [0, 1, 2, 3, 4]
const isCorner = (x: number, y: number) => (x === 0 || x === 4) && (y === 0 || y === 4)
const squares = SIDE.flatMap((y) => SIDE.filter((x) => !isCorner(x, y)).map((x) => [x, y] as const))
