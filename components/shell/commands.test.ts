import { describe, expect, it } from 'vitest';
import { commandLabel, commandStore, findCommand } from './commands';

const noop = () => {};

describe('commands', () => {
  it('prefers what was registered last, and returns to the one below', () => {
    const page = commandStore.register([{ id: 'download', run: noop, label: 'Download selection' }]);
    const viewer = commandStore.register([{ id: 'download', run: noop, label: 'Download this photo' }]);
    expect(findCommand('download')?.label).toBe('Download this photo');
    viewer();
    expect(findCommand('download')?.label).toBe('Download selection');
    page();
    expect(findCommand('download')).toBeNull();
  });

  it('does not fall through a disabled command to the page below a dialog', () => {
    const stops = [
      commandStore.register([{ id: 'trash', run: noop }]),
      commandStore.register([{ id: 'trash', run: noop, disabled: true }]),
    ];
    expect(findCommand('trash')).toBeNull();
    for (const stop of stops) stop();
  });

  it('takes labels from the keymap', () => {
    expect(commandLabel({ id: 'upload', run: noop })).toBe('Upload files');
    expect(commandLabel({ id: 'go-settings', label: 'Go to settings', run: noop })).toBe('Go to settings');
  });
});
