import type { Metadata } from 'next';
import { type ErrorCode, errorCodes } from '@/lib/contracts/errors';
import { advice } from './advice';

export const metadata: Metadata = { title: 'Errors of the API' };

/** Where the `type` of every problem points: what each code means, and what to do about it. */
export default function ErrorsPage() {
  const codes = Object.keys(errorCodes) as ErrorCode[];
  return (
    <main className="mx-auto flex max-w-3xl flex-col gap-6 px-4 py-10">
      <header className="flex flex-col gap-2">
        <h1 className="font-medium text-2xl">Errors of the API</h1>
        <p className="text-pretty text-muted">
          Every failure is an <code>application/problem+json</code> (RFC 9457). Branch on its{' '}
          <code>code</code>, which is stable; show its <code>detail</code> to people.{' '}
          <a href="/docs" className="text-accent underline">
            All calls
          </a>
        </p>
      </header>
      <dl className="flex flex-col divide-y divide-line">
        {codes.map((code) => (
          <div key={code} id={code} className="scroll-mt-4 py-3 target:bg-accent/10">
            <dt className="flex flex-wrap items-baseline gap-x-3">
              <a href={`#${code}`} className="font-mono hover:underline">
                {code}
              </a>
              <span className="text-muted tabular-nums">{errorCodes[code].status}</span>
            </dt>
            <dd className="text-pretty">
              {errorCodes[code].title}. <span className="text-muted">{advice[code]}</span>
            </dd>
          </div>
        ))}
      </dl>
    </main>
  );
}
