import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Engine, Job, Wait } from './engine';
import { PartProgress } from './part-progress';
import type { ItemEvent } from './state';

const broken: Wait = { reason: 'storage-unreachable', message: 'Trying again.', until: null };

describe('bytes of a file in parts', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
  afterEach(() => vi.useRealTimers());

  function begin() {
    const events: ItemEvent[] = [];
    const items = { dispatch: (_id: string, event: ItemEvent) => void events.push(event) };
    const progress = new PartProgress({ items } as unknown as Engine, { id: 'a' } as Job, 0);
    /** What the row was told since it was last asked. */
    const told = () => events.splice(0).map(({ type }) => type);
    const bytes = () => events.findLast((event) => 'sentBytes' in event);
    told();
    return { progress, told, bytes };
  }

  it('one part that stops is no wait of the file while another moves', () => {
    const { progress, told } = begin();
    progress.began(1);
    progress.began(2);
    progress.sent(1, 100);
    told();
    progress.stopped(2, broken);
    expect(told()).toEqual([]);
    progress.stopped(1, broken);
    expect(told()).toEqual(['wait']);
  });

  it('what fills the buffers of a dead connection does not end the wait', () => {
    const { progress, told } = begin();
    progress.began(1);
    progress.began(2);
    progress.stopped(1, broken);
    progress.stopped(2, broken);
    told();
    progress.rested(1);
    progress.began(1);
    vi.advanceTimersByTime(200);
    progress.sent(1, 4_000_000);
    progress.began(2);
    expect(told()).toEqual([]);
    progress.stopped(1, broken);
    expect(told()).toEqual(['wait']);
  });

  it('bytes that move later, or a part that arrives, end it', () => {
    const { progress, told, bytes } = begin();
    progress.began(1);
    progress.stopped(1, broken);
    progress.rested(1);
    progress.began(1);
    told();
    vi.advanceTimersByTime(1_500);
    progress.sent(1, 300);
    expect(bytes()).toMatchObject({ type: 'progress', sentBytes: 300 });
    expect(told()).toEqual(['go', 'progress']);
    progress.stopped(1, broken);
    progress.rested(1);
    progress.began(1);
    told();
    progress.arrived(1, 1_000, 300);
    expect(bytes()).toMatchObject({ type: 'progress', sentBytes: 1_000 });
    expect(told()).toEqual(['go', 'progress']);
  });

  it('parts that only stand in line after another arrived make no wait', () => {
    const { progress, told } = begin();
    for (const part of [1, 2, 3]) progress.began(part);
    for (const part of [1, 2, 3]) progress.stopped(part, broken);
    for (const part of [1, 2, 3]) progress.rested(part);
    progress.began(1);
    told();
    progress.arrived(1, 1_000, 300);
    progress.began(2);
    expect(told()).not.toContain('wait');
    progress.stopped(3, broken);
    progress.arrived(2, 1_000, 300);
    expect(told().at(-1)).toBe('wait');
  });

  it('the end of a time offline is the end of the wait', () => {
    const { progress, told } = begin();
    progress.began(1);
    progress.stopped(1, { ...broken, reason: 'offline' });
    progress.rested(1);
    expect(told().slice(-2)).toEqual(['wait', 'go']);
  });

  it('so is it after a connection that broke before', () => {
    const { progress, told } = begin();
    progress.began(1);
    progress.stopped(1, broken);
    progress.rested(1);
    progress.stopped(1, { ...broken, reason: 'signed-out' });
    told();
    progress.rested(1);
    expect(told()).toEqual(['go']);
  });

  it('a part that began in doubt counts once another has arrived', () => {
    const { progress, told } = begin();
    progress.began(1);
    progress.began(2);
    progress.stopped(1, broken);
    progress.began(3);
    told();
    progress.arrived(2, 1_000, 2_000);
    expect(told()).toEqual(['go', 'progress']);
  });
});
