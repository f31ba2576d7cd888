/** A pair of keys that may sign requests. All keys see the same buckets. */
export interface AccessKey {
  accessKeyId: string;
  secretAccessKey: string;
}

/** One line per answered request. Carries no header, no query, no object key: they hold cookies, signatures and names. */
export interface BucketEvent {
  event: 'request' | 'fault' | 'recovered' | 'lost-record';
  requestId?: string;
  method?: string;
  bucket?: string;
  status?: number;
  code?: string;
  milliseconds?: number;
  detail?: string;
}

export interface BucketOptions {
  /** 0 picks a free port. */
  port: number;
  /** Address to bind; loopback unless told otherwise. */
  host?: string;
  /** Folder that holds everything; made 0700 when absent. One process at a time. */
  dataDir: string;
  keys: AccessKey[];
  region?: string;
  /** New bodies are refused (507) when they would leave less than this share of the disk free. Default 0.05. */
  minFreeFraction?: number;
  /** Host names answered for, besides loopback names and the bound address. */
  allowedHosts?: string[];
  limits?: Partial<Limits>;
  log?: (event: BucketEvent) => void;
}

export interface Limits {
  /** Seconds a connection may take to send its headers. */
  headersSeconds: number;
  /** Seconds without one byte while a body is expected. */
  idleBodySeconds: number;
  /** Seconds without one byte leaving while an answer is being read. */
  idleAnswerSeconds: number;
  keepAliveSeconds: number;
  /** A body slower than this, averaged once `slowBodyGraceSeconds` have passed, is cut. */
  minBodyBytesPerSecond: number;
  slowBodyGraceSeconds: number;
  maxConnections: number;
  maxHeaderBytes: number;
}

export const defaultLimits: Limits = {
  headersSeconds: 20,
  idleBodySeconds: 60,
  idleAnswerSeconds: 300,
  keepAliveSeconds: 30,
  minBodyBytesPerSecond: 256,
  slowBodyGraceSeconds: 60,
  maxConnections: 2048,
  maxHeaderBytes: 32 * 1024,
};

/** Parses "ID:SECRET" or "ID:SECRET,ID2:SECRET2". Throws on an empty half; a secret may hold colons. */
export function parseKeys(text: string): AccessKey[] {
  return text
    .split(',')
    .filter(Boolean)
    .map((pair) => {
      const colon = pair.indexOf(':');
      const accessKeyId = pair.slice(0, colon).trim();
      const secretAccessKey = pair.slice(colon + 1).trim();
      if (colon < 1 || !secretAccessKey) throw new Error('A key is written ID:SECRET');
      if (!/^[\w-]+$/.test(accessKeyId))
        throw new Error('An access key id holds letters, digits, _ and - only');
      return { accessKeyId, secretAccessKey };
    });
}

/** S3's limits. Source: "Amazon S3 multipart upload limits", "Creating object key names", "PUT Object". */
export const s3 = {
  maxPutBytes: 5 * 2 ** 30,
  minPartBytes: 5 * 2 ** 20,
  maxParts: 10_000,
  maxObjectBytes: 50 * 2 ** 40,
  maxKeyBytes: 1024,
  maxUserMetadataBytes: 2048,
  maxPageKeys: 1000,
  maxPresignSeconds: 604_800,
  maxClockSkewMs: 15 * 60_000,
} as const;
