/** First paint wants few, scrolling wants many; a page read again may have grown. */
export const firstPageSize = 48;
export const nextPageSize = 100;
export const againPageSize = 200;
