/** True on Apple's systems, where commands go by ⌘. Browser only. */
export const isApple = (): boolean => /Mac|iPhone|iPad/.test(navigator.platform);
