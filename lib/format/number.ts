/** Made once: making one takes longer than all the numbers of a page. */
const inWords = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

/** "12,480" or "1.25": at most two digits after the point. */
export const formatNumber = (value: number): string => inWords.format(value);
