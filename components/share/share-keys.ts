/** react-query keys of links: the whole family is refreshed after each change. */
export const shareKeys = {
  all: ['shares'],
  options: ['share-options'],
} as const;
