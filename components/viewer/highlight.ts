import hljs from 'highlight.js/lib/common';

/** Extensions that are not names or aliases of their language. */
const languages: Record<string, string> = {
  mjs: 'javascript',
  cjs: 'javascript',
  mts: 'typescript',
  cts: 'typescript',
  htm: 'xml',
  svg: 'xml',
  vue: 'xml',
  svelte: 'xml',
  jsonl: 'json',
  ndjson: 'json',
  conf: 'ini',
  cfg: 'ini',
  env: 'ini',
  properties: 'ini',
  patch: 'diff',
  zsh: 'bash',
  fish: 'bash',
};

/** The text with its words coloured by class, as nodes; null when its language is not known (nothing is guessed). */
export function highlight(text: string, extension: string): DocumentFragment | null {
  const name = languages[extension.toLowerCase()] ?? extension.toLowerCase();
  if (!hljs.getLanguage(name)) return null;
  const html = hljs.highlight(text, { language: name, ignoreIllegals: true }).value;
  // highlight.js escapes the text and adds <span class> only; parsed apart from the page, nothing could run anyway.
  const parsed = new DOMParser().parseFromString(`<body>${html}`, 'text/html');
  const fragment = document.createDocumentFragment();
  fragment.append(...parsed.body.childNodes);
  return fragment;
}
