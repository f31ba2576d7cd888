import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ItemEvent, type ItemState, isFinished, reduce, type StateName, type UploadItem } from './state';

const file = { id: 'file-1', name: 'a.txt' };
const wait = { type: 'wait', reason: 'offline', message: 'No connection.', until: null } as const;
const events: Record<string, ItemEvent> = {
  sign: { type: 'sign' },
  signed: { type: 'signed', uploadId: 'upload-1' },
  progress: { type: 'progress', sentBytes: 50 },
  wait,
  go: { type: 'go' },
  verify: { type: 'verify' },
  ready: { type: 'ready', file },
  conflict: { type: 'conflict', file },
  duplicate: { type: 'duplicate', file },
  keep: { type: 'resolve', onConflict: 'keep-both' },
  drop: { type: 'resolve', onConflict: 'skip' },
  skip: { type: 'skip' },
  refuse: { type: 'refuse', reason: 'type_refused', message: 'No.' },
  fail: { type: 'fail', reason: 'x', message: 'Oh.', retryable: true },
  failForGood: { type: 'fail', reason: 'x', message: 'Oh.', retryable: false },
  pause: { type: 'pause' },
  resume: { type: 'resume' },
  cancel: { type: 'cancel' },
  retry: { type: 'retry' },
  picked: { type: 'picked' },
  lose: { type: 'needs-file', message: 'Moved.' },
  resend: { type: 'resend' },
  requeue: { type: 'requeue' },
  restart: { type: 'restart' },
};

const fresh: UploadItem = {
  id: 'item-1',
  name: 'a.txt',
  path: '',
  sizeBytes: 100,
  type: '',
  folderId: null,
  onConflict: 'ask',
  uploadId: null,
  sentBytes: 0,
  state: { name: 'queued' },
};
const reached = (...names: string[]) => names.reduce((item, name) => reduce(item, events[name]!), fresh);

describe('the machine', () => {
  const table: [path: string, ends: StateName][] = [
    ['sign', 'signing'],
    ['sign signed', 'uploading'],
    ['sign signed progress', 'uploading'],
    ['sign wait', 'waiting'],
    ['sign wait go', 'signing'],
    ['sign signed wait', 'waiting'],
    ['sign signed wait progress', 'uploading'],
    ['sign signed wait go', 'uploading'],
    ['sign signed verify', 'verifying'],
    ['sign signed verify wait', 'waiting'],
    ['sign signed verify wait go', 'verifying'],
    ['sign signed verify resend', 'uploading'],
    ['sign signed verify ready', 'ready'],
    ['sign signed verify refuse', 'refused'],
    ['sign signed fail', 'failed'],
    ['sign signed fail retry', 'queued'],
    ['sign signed failForGood retry', 'failed'],
    ['sign conflict', 'conflict'],
    ['sign conflict keep', 'queued'],
    ['sign conflict drop', 'skipped'],
    ['sign duplicate', 'duplicate'],
    ['sign duplicate keep', 'queued'],
    ['sign skip', 'skipped'],
    ['pause', 'paused'],
    ['pause resume', 'queued'],
    ['sign pause', 'paused'],
    ['sign pause signed', 'paused'],
    ['sign pause signed resume', 'queued'],
    ['sign signed pause progress', 'paused'],
    ['sign signed wait pause', 'paused'],
    ['sign signed verify pause', 'verifying'],
    ['sign signed verify wait pause', 'waiting'],
    ['sign signed cancel', 'cancelled'],
    ['sign signed cancel ready', 'cancelled'],
    ['sign signed fail cancel', 'cancelled'],
    ['sign conflict cancel', 'cancelled'],
    ['sign lose', 'needs-file'],
    ['sign lose picked', 'queued'],
    ['sign signed restart', 'queued'],
    ['sign signed verify requeue', 'queued'],
    ['ready', 'queued'],
    ['verify', 'queued'],
    ['resume', 'queued'],
    ['retry', 'queued'],
  ];
  it.each(table)('%s ends in %s', (path, ends) => {
    expect(reached(...path.split(' ')).state.name).toBe(ends);
  });

  it('an event that does not fit returns the very same item', () => {
    expect(reduce(fresh, events.go!)).toBe(fresh);
    const uploading = reached('sign', 'signed', 'progress');
    expect(reduce(uploading, { type: 'progress', sentBytes: 49 })).toBe(uploading);
  });

  it('the answer that comes while paused is remembered, so that resuming does not announce again', () => {
    expect(reached('sign', 'pause', 'signed', 'resume').uploadId).toBe('upload-1');
  });

  it('a restart forgets what the server has forgotten', () => {
    expect(reached('sign', 'signed', 'progress', 'restart')).toMatchObject({ uploadId: null, sentBytes: 0 });
  });
});

const anyEvent: fc.Arbitrary<ItemEvent> = fc.oneof(
  fc.constantFrom(...Object.values(events)),
  fc.record({
    type: fc.constantFrom('progress', 'recovered'),
    sentBytes: fc.integer({ min: -10, max: 500 }),
  }),
);

const rests: ReadonlySet<StateName> = new Set(['ready', 'refused', 'cancelled', 'skipped']);

describe('whatever happens in whatever order', () => {
  const walk = (
    sequence: readonly ItemEvent[],
    check: (before: UploadItem, event: ItemEvent, now: UploadItem) => void,
  ) => {
    let item = fresh;
    for (const event of sequence) {
      const now = reduce(item, event);
      check(item, event, now);
      item = now;
    }
  };
  const holds = (check: (before: UploadItem, event: ItemEvent, now: UploadItem) => void) =>
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), (sequence) => walk(sequence, check)),
      { numRuns: 500 },
    );

  it('bytes stay between nothing and the size, and go back only when the server has forgotten them', () => {
    holds((before, event, now) => {
      expect(now.sentBytes).toBeGreaterThanOrEqual(0);
      expect(now.sentBytes).toBeLessThanOrEqual(now.sizeBytes);
      if (event.type !== 'restart') expect(now.sentBytes).toBeGreaterThanOrEqual(before.sentBytes);
    });
  });

  it('nothing leaves a finished state', () => {
    holds((before, _event, now) => {
      expect(isFinished(before)).toBe(rests.has(before.state.name));
      if (isFinished(before)) expect(now).toBe(before);
    });
  });

  it('only the server makes a file, and only of one that was announced', () => {
    holds((before, event, now) => {
      if (now.state.name !== 'ready' || before === now) return;
      expect(event.type).toBe('ready');
      expect(now.sentBytes).toBe(now.sizeBytes);
    });
  });

  it('what a person stopped stays stopped until a person says so', () => {
    const persons = new Set(['resume', 'cancel']);
    holds((before, event, now) => {
      if (before.state.name !== 'paused' || now.state.name === 'paused') return;
      expect(persons.has(event.type) || event.type === 'fail' || event.type === 'refuse').toBe(true);
    });
  });

  it('cancel ends everything that is not over', () => {
    holds((before, event, now) => {
      if (event.type === 'cancel' && !isFinished(before))
        expect(now.state).toEqual<ItemState>({ name: 'cancelled' });
    });
  });
});
