const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** Holds the theme chosen in this browser; read by the root layout. */
export const themeCookie = 'sluice-theme';

export const toTheme = (value: string | undefined): Theme =>
  themes.find((theme) => theme === value) ?? 'system';
