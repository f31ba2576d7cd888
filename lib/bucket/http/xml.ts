import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { S3Error } from '../errors';

/** Finished XML text, so that a child is never escaped twice. */
export class Xml {
  constructor(readonly text: string) {}
}

const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text for an XML node. Control characters become references, as S3 writes them. */
export function escapeXml(text: string): string {
  return text.replace(controlOrMarkup, (char) => escapes[char] ?? `&#x${char.charCodeAt(0).toString(16)};`);
}
const controlOrMarkup = new RegExp(`[&<>"${String.fromCharCode(1)}-${String.fromCharCode(0x1f)}]`, 'g');

export function element(name: string, content: string | number | boolean | Xml[]): Xml {
  const inner = Array.isArray(content)
    ? content.map((child) => child.text).join('')
    : escapeXml(String(content));
  return new Xml(`<${name}>${inner}</${name}>`);
}

/** The root element of a successful answer, in S3's namespace. */
export function rootElement(name: string, children: Xml[]): Xml {
  return new Xml(`<${name} xmlns="${namespace}">${children.map((child) => child.text).join('')}</${name}>`);
}

export function xmlDocument(root: Xml): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root.text}`;
}

// Entities stay off: no DOCTYPE is accepted, and the references XML itself defines are decoded below.
const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
  removeNSPrefix: true,
  alwaysCreateTextNode: true,
  isArray: () => true,
});

/** A parsed element: its text and its children by name, in document order. */
export interface XmlNode {
  text: string;
  children: (name: string) => XmlNode[];
  child: (name: string) => string | undefined;
}

/** Parses a request body whose root must be `rootName`. Throws MalformedXML; a DOCTYPE is refused. */
export function parseXml(body: Buffer, rootName: string): XmlNode {
  const text = decodeUtf8(body);
  if (/<!(DOCTYPE|ENTITY)/i.test(text) || XMLValidator.validate(text) !== true)
    throw new S3Error('MalformedXML');
  const root = toNode(parser.parse(text)).children(rootName)[0];
  if (!root) throw new S3Error('MalformedXML');
  return root;
}

function decodeUtf8(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new S3Error('MalformedXML', 'The body is not UTF-8.');
  }
}

function toNode(value: unknown): XmlNode {
  const fields = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  const raw = typeof value === 'string' ? value : (fields['#text'] ?? '');
  const children = (name: string) => {
    const found = fields[name];
    return (Array.isArray(found) ? found : found === undefined ? [] : [found]).map(toNode);
  };
  return {
    text: decodeReferences(String(raw)),
    children,
    child: (name) => children(name)[0]?.text,
  };
}

const named: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

function decodeReferences(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (_all, hex, decimal, name) => {
    if (name) {
      const char = named[name];
      if (char === undefined) throw new S3Error('MalformedXML');
      return char;
    }
    const point = hex ? Number.parseInt(hex, 16) : Number(decimal);
    if (point === 0 || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))
      throw new S3Error('MalformedXML');
    return String.fromCodePoint(point);
  });
}
