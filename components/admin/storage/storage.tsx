'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Bytes } from '@/components/ui/bytes';
import { Callout } from '@/components/ui/callout';
import { ErrorState } from '@/components/ui/error-state';
import { Section } from '@/components/ui/section';
import { SectionSkeleton } from '@/components/ui/section-skeleton';
import { showError } from '@/components/ui/show-error';
import { api } from '@/lib/api-client/api';
import { queryKeys } from '@/lib/api-client/query-keys';
import type { StorageState } from '@/lib/contracts/storage';
import { formatCount } from '@/lib/format/count';
import { kindNames } from '../policy/policy-words';
import { BucketConfiguration } from './bucket-configuration';
import { EndedShares } from './ended-shares';
import { LeastPolicy } from './least-policy';
import { Orphans } from './orphans';

/** Where the bytes are, whose they are, what is lost among them, and how the bucket is set up. */
export function Storage() {
  const storage = useQuery({
    queryKey: queryKeys.storage,
    queryFn: ({ signal }) => api('getStorage', { signal }),
  });
  if (storage.isError && !storage.data)
    return (
      <ErrorState
        title="The storage could not be looked at"
        error={storage.error}
        onRetry={() => storage.refetch()}
      />
    );
  if (!storage.data)
    return (
      <div role="status" aria-label="Loading the storage" className="flex flex-col gap-6">
        <SectionSkeleton lines={9} />
        <SectionSkeleton lines={4} />
        <SectionSkeleton lines={8} />
      </div>
    );
  const { data } = storage;
  return (
    <div className="flex flex-col gap-6">
      {data.epochs && !data.epochs.fits && <OldDatabase />}
      <Usage data={data} />
      <Orphans />
      <EndedShares ended={data.endedShares} />
      <BucketConfiguration />
      <LeastPolicy policy={data.leastPolicy} />
    </div>
  );
}

function OldDatabase() {
  const client = useQueryClient();
  const join = useMutation({
    mutationFn: () => api('joinStorageEpochs'),
    onError: (error) => showError('Nothing was changed', error),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.storage }),
  });
  return (
    <Callout tone="danger" title="Database and bucket are of different times">
      <p>
        This happens after a backup was restored. Nothing is deleted until you decide. If this database and
        this bucket belong together, go on; objects that the database does not know will be listed as orphans
        below.
      </p>
      <Button size="sm" className="mt-2" pending={join.isPending} onClick={() => join.mutate()}>
        They belong together
      </Button>
    </Callout>
  );
}

const cell = 'border-line border-t py-1.5';
const numbers = `${cell} whitespace-nowrap pl-3 text-right`;

const Usage = ({ data }: { data: StorageState }) => (
  <Section
    title="Usage"
    description={
      <>
        Bucket <code className="break-all">{data.bucket}</code>, everything below{' '}
        <code className="break-all">{data.prefix || '(the whole bucket)'}</code>, at{' '}
        <code className="break-all">{data.publicEndpoint}</code>
        {data.embedded ? ', embedded in Sluice' : ''}
      </>
    }
  >
    <div className="grid gap-x-10 gap-y-6 md:grid-cols-2">
      <table className="h-fit w-full text-left">
        <caption className="pb-1 text-left font-medium">By kind</caption>
        <tbody>
          {data.byKind.map(({ kind, count, bytes }) => (
            <tr key={kind}>
              <th scope="row" className={`${cell} font-normal`}>
                {kindNames[kind]}
              </th>
              <td className={`${numbers} text-muted tabular-nums`}>{formatCount(count, 'file')}</td>
              <td className={numbers}>
                <Bytes value={bytes} />
              </td>
            </tr>
          ))}
          {(
            [
              ['Earlier versions', data.versions],
              ['In the trash (counted above)', data.trash],
            ] as const
          ).map(([name, { count, bytes }]) => (
            <tr key={name} className="text-muted">
              <th scope="row" className={`${cell} font-normal`}>
                {name}
              </th>
              <td className={`${numbers} tabular-nums`}>{formatCount(count, 'file')}</td>
              <td className={numbers}>
                <Bytes value={bytes} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Owners owners={data.byOwner} />
    </div>
  </Section>
);

/** As many as there are lines beside them. */
const ownersShown = 9;

function Owners({ owners }: { owners: StorageState['byOwner'] }) {
  const [isWhole, setWhole] = useState(false);
  return (
    <div className="flex flex-col items-start gap-3">
      <table className="w-full table-fixed text-left">
        <caption className="pb-1 text-left font-medium">By owner</caption>
        <tbody>
          {owners.length === 0 && (
            <tr>
              <td className={`${cell} text-muted`}>Nobody stores anything yet.</td>
            </tr>
          )}
          {owners.slice(0, isWhole ? undefined : ownersShown).map(({ id, name, email, bytes }) => (
            <tr key={id}>
              <th scope="row" title={email} className={`${cell} truncate font-normal`}>
                <bdi>{name}</bdi>
              </th>
              <td className={`${cell} w-28 text-right`}>
                <Bytes value={bytes} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {!isWhole && owners.length > ownersShown && (
        <Button size="sm" onClick={() => setWhole(true)}>
          {owners.length - ownersShown} more
        </Button>
      )}
    </div>
  );
}
