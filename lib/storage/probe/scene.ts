import 'server-only';
import { createHash, randomBytes } from 'node:crypto';
import type { StorageHandle } from '../client';
import { deleteObjects } from '../delete-objects';
import { probeKey } from '../keys';
import { abortMultipart, type MultipartRef } from '../multipart';
import { createPresigner, type Presigned, type Presigner } from '../presign';

const PATIENCE_MS = 10_000;
const LIFE_SECONDS = 300;

/** Where probes play: their own folder, URLs as a browser would get them, and a broom. */
export class ProbeScene {
  readonly body = Buffer.from(`sluice probe ${randomBytes(16).toString('hex')}`);
  private readonly probeId = randomBytes(12).toString('hex');
  private readonly keys: string[] = [];
  private readonly uploads: MultipartRef[] = [];

  private constructor(
    readonly on: StorageHandle,
    readonly presigner: Presigner,
    /** False when URLs name the internal endpoint because the public one does not answer this server. */
    readonly isPublic: boolean,
  ) {}

  /** Signs for the public endpoint if it answers from here, for the internal one otherwise. */
  static async open(on: StorageHandle): Promise<ProbeScene> {
    const isPublic = await answers(on.config.publicEndpoint);
    const publicEndpoint = isPublic ? on.config.publicEndpoint : on.config.endpoint;
    // The bucket itself is probed, not a distribution in front of it.
    const config = { ...on.config, publicEndpoint, cloudFront: undefined };
    return new ProbeScene(on, await createPresigner({ ...on, config }), isPublic);
  }

  newKey(name: string): string {
    const key = probeKey(this.probeId, name, this.on.config.prefix);
    this.keys.push(key);
    return key;
  }

  willAbort(ref: MultipartRef): MultipartRef {
    this.uploads.push(ref);
    return ref;
  }

  /** A request for a PUT of the body, to be changed by the probe. */
  putOf(name: string) {
    const { length } = this.body;
    return {
      key: this.newKey(name),
      sizeBytes: length,
      contentType: 'text/plain',
      createOnly: false,
      expiresInSeconds: LIFE_SECONDS,
    };
  }

  partOf(ref: MultipartRef) {
    return { ...ref, partNumber: 1, sizeBytes: this.body.length, expiresInSeconds: LIFE_SECONDS };
  }

  /** Digest of the body, or of other bytes for a request that ought to be refused. */
  digest(algorithm: 'md5' | 'sha256', of: 'right' | 'wrong', encoding: 'hex' | 'base64' = 'base64'): string {
    const bytes = of === 'right' ? this.body : Buffer.from(this.body).reverse();
    return createHash(algorithm).update(bytes).digest(encoding);
  }

  /** Sends what was signed, with extra headers; the answer's body is read and dropped. Throws when nobody answers. */
  async send(signed: Presigned, extra: Record<string, string> = {}): Promise<Response> {
    const hasBody = signed.method === 'PUT';
    const answer = await fetch(signed.url, {
      method: signed.method,
      headers: { ...signed.headers, ...extra },
      ...(hasBody && { body: new Uint8Array(this.body) }),
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    await answer.arrayBuffer();
    return answer;
  }

  /** Sends the form with these bytes as its file. */
  async sendForm(signed: Presigned, bytes: Buffer, extra: Record<string, string> = {}): Promise<Response> {
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...signed.fields, ...extra })) form.append(name, value);
    form.append('file', new Blob([new Uint8Array(bytes)]), 'probe');
    const answer = await fetch(signed.url, {
      method: 'POST',
      body: form,
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    await answer.arrayBuffer();
    return answer;
  }

  /** Leaves nothing behind. Throws when the bucket will not let go of something. */
  async sweep(): Promise<void> {
    for (const ref of this.uploads) await abortMultipart(ref, this.on);
    const failed = (await deleteObjects(this.keys, this.on)).find((result) => !result.deleted);
    if (failed && !failed.deleted) throw failed.error;
  }
}

/** Any answer will do, a refusal too. */
async function answers(endpoint: string): Promise<boolean> {
  try {
    const answer = await fetch(endpoint, { redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) });
    await answer.body?.cancel();
    return true;
  } catch {
    return false;
  }
}
