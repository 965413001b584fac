import type { FC } from 'hono/jsx'

/** Light modules around the code that scanners need (ISO/IEC 18004 §5.3.8). */
const QUIET_ZONE = 4

/** One path of unit squares, runs of dark modules joined. */
function pathOf(modules: readonly (readonly boolean[])[]): string {
  return modules
    .flatMap((row, y) =>
      [
        ...row
          .map((dark) => (dark ? '1' : '0'))
          .join('')
          .matchAll(/1+/g),
      ].map(({ index, 0: run }) => `M${index + QUIET_ZONE} ${y + QUIET_ZONE}h${run.length}v1h-${run.length}z`),
    )
    .join('')
}

/** A QR code as inline SVG, dark on light in every colour scheme because not every scanner reads the inverse. */
export const QrCode: FC<{ modules: readonly (readonly boolean[])[]; label: string }> = ({ modules, label }) => {
  const size = modules.length + 2 * QUIET_ZONE
  return (
    <svg class="qr-code" width="208" height="208" viewBox={`0 0 ${size} ${size}`} role="img">
      <title>{label}</title>
      <path d={`M0 0h${size}v${size}h-${size}z`} fill="#fff" />
      <path d={pathOf(modules)} fill="#000" shape-rendering="crispEdges" />
    </svg>
  )
}
