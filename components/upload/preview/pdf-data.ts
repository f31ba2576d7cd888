/**
 * What PDF.js may ask for by name while it draws: decoders of scans (JBIG2, JPEG 2000), and what the predefined codes of
 * Chinese, Japanese and Korean text mean, for documents that bring no fonts. All come from our own origin, and only
 * when a page needs them. Source: the list of ISO 32000-1, table 118, and the maps from those glyphs to Unicode. The
 * bundler finds each file by its whole name.
 */
const files: Record<string, URL> = {
  'jbig2.wasm': new URL('pdfjs-dist/wasm/jbig2.wasm', import.meta.url),
  'openjpeg.wasm': new URL('pdfjs-dist/wasm/openjpeg.wasm', import.meta.url),
  // Chinese, simplified
  'GB-EUC-H.bcmap': new URL('pdfjs-dist/cmaps/GB-EUC-H.bcmap', import.meta.url),
  'GB-EUC-V.bcmap': new URL('pdfjs-dist/cmaps/GB-EUC-V.bcmap', import.meta.url),
  'GBpc-EUC-H.bcmap': new URL('pdfjs-dist/cmaps/GBpc-EUC-H.bcmap', import.meta.url),
  'GBpc-EUC-V.bcmap': new URL('pdfjs-dist/cmaps/GBpc-EUC-V.bcmap', import.meta.url),
  'GBK-EUC-H.bcmap': new URL('pdfjs-dist/cmaps/GBK-EUC-H.bcmap', import.meta.url),
  'GBK-EUC-V.bcmap': new URL('pdfjs-dist/cmaps/GBK-EUC-V.bcmap', import.meta.url),
  'GBKp-EUC-H.bcmap': new URL('pdfjs-dist/cmaps/GBKp-EUC-H.bcmap', import.meta.url),
  'GBKp-EUC-V.bcmap': new URL('pdfjs-dist/cmaps/GBKp-EUC-V.bcmap', import.meta.url),
  'GBK2K-H.bcmap': new URL('pdfjs-dist/cmaps/GBK2K-H.bcmap', import.meta.url),
  'GBK2K-V.bcmap': new URL('pdfjs-dist/cmaps/GBK2K-V.bcmap', import.meta.url),
  'UniGB-UCS2-H.bcmap': new URL('pdfjs-dist/cmaps/UniGB-UCS2-H.bcmap', import.meta.url),
  'UniGB-UCS2-V.bcmap': new URL('pdfjs-dist/cmaps/UniGB-UCS2-V.bcmap', import.meta.url),
  'UniGB-UTF16-H.bcmap': new URL('pdfjs-dist/cmaps/UniGB-UTF16-H.bcmap', import.meta.url),
  'UniGB-UTF16-V.bcmap': new URL('pdfjs-dist/cmaps/UniGB-UTF16-V.bcmap', import.meta.url),
  'Adobe-GB1-UCS2.bcmap': new URL('pdfjs-dist/cmaps/Adobe-GB1-UCS2.bcmap', import.meta.url),
  // Chinese, traditional
  'B5pc-H.bcmap': new URL('pdfjs-dist/cmaps/B5pc-H.bcmap', import.meta.url),
  'B5pc-V.bcmap': new URL('pdfjs-dist/cmaps/B5pc-V.bcmap', import.meta.url),
  'HKscs-B5-H.bcmap': new URL('pdfjs-dist/cmaps/HKscs-B5-H.bcmap', import.meta.url),
  'HKscs-B5-V.bcmap': new URL('pdfjs-dist/cmaps/HKscs-B5-V.bcmap', import.meta.url),
  'ETen-B5-H.bcmap': new URL('pdfjs-dist/cmaps/ETen-B5-H.bcmap', import.meta.url),
  'ETen-B5-V.bcmap': new URL('pdfjs-dist/cmaps/ETen-B5-V.bcmap', import.meta.url),
  'ETenms-B5-H.bcmap': new URL('pdfjs-dist/cmaps/ETenms-B5-H.bcmap', import.meta.url),
  'ETenms-B5-V.bcmap': new URL('pdfjs-dist/cmaps/ETenms-B5-V.bcmap', import.meta.url),
  'CNS-EUC-H.bcmap': new URL('pdfjs-dist/cmaps/CNS-EUC-H.bcmap', import.meta.url),
  'CNS-EUC-V.bcmap': new URL('pdfjs-dist/cmaps/CNS-EUC-V.bcmap', import.meta.url),
  'UniCNS-UCS2-H.bcmap': new URL('pdfjs-dist/cmaps/UniCNS-UCS2-H.bcmap', import.meta.url),
  'UniCNS-UCS2-V.bcmap': new URL('pdfjs-dist/cmaps/UniCNS-UCS2-V.bcmap', import.meta.url),
  'UniCNS-UTF16-H.bcmap': new URL('pdfjs-dist/cmaps/UniCNS-UTF16-H.bcmap', import.meta.url),
  'UniCNS-UTF16-V.bcmap': new URL('pdfjs-dist/cmaps/UniCNS-UTF16-V.bcmap', import.meta.url),
  'Adobe-CNS1-UCS2.bcmap': new URL('pdfjs-dist/cmaps/Adobe-CNS1-UCS2.bcmap', import.meta.url),
  // Japanese
  '83pv-RKSJ-H.bcmap': new URL('pdfjs-dist/cmaps/83pv-RKSJ-H.bcmap', import.meta.url),
  '90ms-RKSJ-H.bcmap': new URL('pdfjs-dist/cmaps/90ms-RKSJ-H.bcmap', import.meta.url),
  '90ms-RKSJ-V.bcmap': new URL('pdfjs-dist/cmaps/90ms-RKSJ-V.bcmap', import.meta.url),
  '90msp-RKSJ-H.bcmap': new URL('pdfjs-dist/cmaps/90msp-RKSJ-H.bcmap', import.meta.url),
  '90msp-RKSJ-V.bcmap': new URL('pdfjs-dist/cmaps/90msp-RKSJ-V.bcmap', import.meta.url),
  '90pv-RKSJ-H.bcmap': new URL('pdfjs-dist/cmaps/90pv-RKSJ-H.bcmap', import.meta.url),
  '90pv-RKSJ-V.bcmap': new URL('pdfjs-dist/cmaps/90pv-RKSJ-V.bcmap', import.meta.url),
  'Add-RKSJ-H.bcmap': new URL('pdfjs-dist/cmaps/Add-RKSJ-H.bcmap', import.meta.url),
  'Add-RKSJ-V.bcmap': new URL('pdfjs-dist/cmaps/Add-RKSJ-V.bcmap', import.meta.url),
  'EUC-H.bcmap': new URL('pdfjs-dist/cmaps/EUC-H.bcmap', import.meta.url),
  'EUC-V.bcmap': new URL('pdfjs-dist/cmaps/EUC-V.bcmap', import.meta.url),
  'Ext-RKSJ-H.bcmap': new URL('pdfjs-dist/cmaps/Ext-RKSJ-H.bcmap', import.meta.url),
  'Ext-RKSJ-V.bcmap': new URL('pdfjs-dist/cmaps/Ext-RKSJ-V.bcmap', import.meta.url),
  'H.bcmap': new URL('pdfjs-dist/cmaps/H.bcmap', import.meta.url),
  'V.bcmap': new URL('pdfjs-dist/cmaps/V.bcmap', import.meta.url),
  'UniJIS-UCS2-H.bcmap': new URL('pdfjs-dist/cmaps/UniJIS-UCS2-H.bcmap', import.meta.url),
  'UniJIS-UCS2-V.bcmap': new URL('pdfjs-dist/cmaps/UniJIS-UCS2-V.bcmap', import.meta.url),
  'UniJIS-UCS2-HW-H.bcmap': new URL('pdfjs-dist/cmaps/UniJIS-UCS2-HW-H.bcmap', import.meta.url),
  'UniJIS-UCS2-HW-V.bcmap': new URL('pdfjs-dist/cmaps/UniJIS-UCS2-HW-V.bcmap', import.meta.url),
  'UniJIS-UTF16-H.bcmap': new URL('pdfjs-dist/cmaps/UniJIS-UTF16-H.bcmap', import.meta.url),
  'UniJIS-UTF16-V.bcmap': new URL('pdfjs-dist/cmaps/UniJIS-UTF16-V.bcmap', import.meta.url),
  'Adobe-Japan1-UCS2.bcmap': new URL('pdfjs-dist/cmaps/Adobe-Japan1-UCS2.bcmap', import.meta.url),
  // Korean
  'KSC-EUC-H.bcmap': new URL('pdfjs-dist/cmaps/KSC-EUC-H.bcmap', import.meta.url),
  'KSC-EUC-V.bcmap': new URL('pdfjs-dist/cmaps/KSC-EUC-V.bcmap', import.meta.url),
  'KSCms-UHC-H.bcmap': new URL('pdfjs-dist/cmaps/KSCms-UHC-H.bcmap', import.meta.url),
  'KSCms-UHC-V.bcmap': new URL('pdfjs-dist/cmaps/KSCms-UHC-V.bcmap', import.meta.url),
  'KSCms-UHC-HW-H.bcmap': new URL('pdfjs-dist/cmaps/KSCms-UHC-HW-H.bcmap', import.meta.url),
  'KSCms-UHC-HW-V.bcmap': new URL('pdfjs-dist/cmaps/KSCms-UHC-HW-V.bcmap', import.meta.url),
  'KSCpc-EUC-H.bcmap': new URL('pdfjs-dist/cmaps/KSCpc-EUC-H.bcmap', import.meta.url),
  'KSCpc-EUC-V.bcmap': new URL('pdfjs-dist/cmaps/KSCpc-EUC-V.bcmap', import.meta.url),
  'UniKS-UCS2-H.bcmap': new URL('pdfjs-dist/cmaps/UniKS-UCS2-H.bcmap', import.meta.url),
  'UniKS-UCS2-V.bcmap': new URL('pdfjs-dist/cmaps/UniKS-UCS2-V.bcmap', import.meta.url),
  'UniKS-UTF16-H.bcmap': new URL('pdfjs-dist/cmaps/UniKS-UTF16-H.bcmap', import.meta.url),
  'UniKS-UTF16-V.bcmap': new URL('pdfjs-dist/cmaps/UniKS-UTF16-V.bcmap', import.meta.url),
  'Adobe-Korea1-UCS2.bcmap': new URL('pdfjs-dist/cmaps/Adobe-Korea1-UCS2.bcmap', import.meta.url),
};

/** Hands PDF.js the file that it asks for. */
export class PdfData {
  async fetch({ filename }: { filename: string }): Promise<Uint8Array> {
    const url = files[filename];
    if (!url) throw new Error(`${filename} is not offered.`);
    const response = await fetch(url);
    if (!response.ok) throw new Error(`The server answered ${response.status}.`);
    return new Uint8Array(await response.arrayBuffer());
  }
}
