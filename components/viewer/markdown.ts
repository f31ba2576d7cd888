import DOMPurify from 'dompurify';
import { marked } from 'marked';

/** Markdown as clean nodes: no scripts, styles, forms or frames; links open elsewhere and tell nobody where from. */
export function renderMarkdown(text: string): DocumentFragment {
  const html = marked.parse(text, { async: false, gfm: true });
  const fragment = DOMPurify.sanitize(html, {
    RETURN_DOM_FRAGMENT: true,
    USE_PROFILES: { html: true },
    FORBID_TAGS: ['style', 'form', 'input', 'button', 'textarea', 'select', 'iframe', 'video', 'audio'],
    FORBID_ATTR: ['style', 'id', 'name', 'class'],
  });
  for (const link of fragment.querySelectorAll('a')) {
    // A relative link points into a repository or folder that is not here.
    if (!/^(https?:|mailto:)/i.test(link.getAttribute('href') ?? '')) link.removeAttribute('href');
    link.target = '_blank';
    link.rel = 'noopener noreferrer nofollow';
  }
  for (const image of fragment.querySelectorAll('img')) {
    // Pictures from elsewhere would tell their server who reads (and the page's policy stops them): their words stay.
    image.replaceWith(image.alt);
  }
  return fragment;
}
