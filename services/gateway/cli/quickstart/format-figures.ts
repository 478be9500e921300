/** A share in [0, 1] as a percentage: "62.5 %". */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

/** A change in points with its sign: "+12.0", "−3.5", "0.0". */
export function signed(points: number): string {
  const text = Math.abs(points).toFixed(1)
  if (Number(text) === 0) return '0.0'
  return `${points > 0 ? '+' : '−'}${text}`
}

/** A p value as people write it: "p < 0.001", "p = 0.02". */
export function pValue(p: number): string {
  if (p < 0.001) return 'p < 0.001'
  return `p = ${p.toPrecision(p < 0.1 ? 1 : 2)}`
}

/** A whole number with separators; texts of big numbers as well. */
export function count(value: number | string): string {
  return BigInt(Math.round(Number(value))).toLocaleString('en-US')
}

/** Minutes and seconds: "1:07". */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}
