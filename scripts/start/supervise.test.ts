import { describe, expect, it } from 'vitest';
import { type Running, supervise } from './supervise';

function makeProcesses() {
  const started: (Running & { crash: () => void; stopped: boolean })[] = [];
  const start = async () => {
    let end = () => {};
    const exited = new Promise<void>((resolve) => {
      end = resolve;
    });
    const running = {
      exited,
      stopped: false,
      crash: end,
      stop: async () => {
        running.stopped = true;
        end();
        await exited;
      },
    };
    started.push(running);
    return running;
  };
  return { started, start };
}

describe('supervise', () => {
  it('starts a crashed process again and tells when it is down and up', async () => {
    const { started, start } = makeProcesses();
    const events: string[] = [];
    const up = new Promise<void>((resolve) => {
      void supervise({
        name: 'app',
        start,
        onUp: () => {
          events.push('up');
          if (started.length === 2) resolve();
        },
        onDown: () => events.push('down'),
        onGiveUp: () => events.push('gave up'),
        say: () => {},
      }).then(() => started[0]?.crash());
    });
    await up;
    expect(events).toEqual(['up', 'down', 'up']);
  });

  it('throws when the very first start fails', async () => {
    const failing = supervise({
      name: 'app',
      start: () => Promise.reject(new Error('no')),
      onGiveUp: () => {},
      say: () => {},
    });
    await expect(failing).rejects.toThrow('no');
  });

  it('gives up after the fourth crash within a minute', async () => {
    const { started, start } = makeProcesses();
    const name = await new Promise<string>((resolve) => {
      void supervise({
        name: 'app',
        start,
        onUp: (running) => queueMicrotask(() => running.crash()),
        onGiveUp: resolve,
        say: () => {},
      });
    });
    expect(name).toBe('app');
    expect(started).toHaveLength(4);
  });

  it('does not restart what was stopped on purpose', async () => {
    const { started, start } = makeProcesses();
    const service = await supervise({ name: 'app', start, onGiveUp: () => {}, say: () => {} });
    await service.stop();
    expect(started).toHaveLength(1);
    expect(started[0]?.stopped).toBe(true);
  });
});
