'use client';

import { useCallback, useEffect, useState } from 'react';
import { api } from '@/lib/api-client/api';
import type { Presign } from '@/lib/contracts/common';

/** A URL this close to its end is not handed out any more, and one in use is renewed. */
const renewBeforeMs = 60_000;
const kept = 40;

const known = new Map<string, Presign>();
const asking = new Map<string, Promise<Presign>>();

/** Milliseconds until a signed URL has to be renewed; at least one second. */
export const renewInMs = ({ expiresAt }: Pick<Presign, 'expiresAt'>, now = Date.now()): number =>
  Math.max(1_000, new Date(expiresAt).getTime() - now - renewBeforeMs);

/** A URL to show a file with, shared by all who ask for the same file. Throws ApiError. */
export function signedUrl(id: string): Promise<Presign> {
  const found = known.get(id);
  if (found && new Date(found.expiresAt).getTime() - Date.now() > renewBeforeMs)
    return Promise.resolve(found);
  const running = asking.get(id);
  if (running) return running;
  const request = api('presignFile', { params: { id }, body: { disposition: 'inline' } })
    .then(({ presign }) => {
      known.delete(id);
      known.set(id, presign);
      for (const old of [...known.keys()].slice(0, -kept)) known.delete(old);
      return presign;
    })
    .finally(() => asking.delete(id));
  asking.set(id, request);
  return request;
}

/** Makes the next signedUrl ask the server: this one was refused. */
export const forgetUrl = (id: string): boolean => known.delete(id);

export type SignedState = { presign: Presign | null; error: unknown; renew: () => void };

/** The signed URL of a file; `renew` asks for a fresh one, also after an error. */
export function useSignedUrl(id: string): SignedState {
  const [state, setState] = useState<{ id: string; presign: Presign | null; error: unknown }>({
    id,
    presign: null,
    error: null,
  });
  const ask = useCallback(
    (isWanted: () => boolean) =>
      signedUrl(id).then(
        (presign) => {
          if (isWanted()) setState({ id, presign, error: null });
        },
        (error: unknown) => {
          if (isWanted()) setState((now) => ({ id, presign: now.id === id ? now.presign : null, error }));
        },
      ),
    [id],
  );
  useEffect(() => {
    let wanted = true;
    void ask(() => wanted);
    return () => {
      wanted = false;
    };
  }, [ask]);
  const renew = useCallback(() => {
    forgetUrl(id);
    void ask(() => true);
  }, [ask, id]);
  const current = state.id === id ? state : { presign: null, error: null };
  return { presign: current.presign, error: current.error, renew };
}
