/**
 * "12,480" or "1.25": at most two digits after the point. By hand: the first `Intl` formatter of a page costs its start 25 to
 * 60 ms, and a gallery needs one before it is alive.
 */
export function formatNumber(value: number): string {
  const [whole = '', fraction] = String(Math.round(Math.abs(value) * 100) / 100).split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return `${value < 0 ? '-' : ''}${grouped}${fraction ? `.${fraction}` : ''}`;
}
