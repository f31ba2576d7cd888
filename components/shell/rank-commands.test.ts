import { describe, expect, it } from 'vitest';
import type { Command } from './commands';
import { rankCommands } from './rank-commands';

const make = (label: string, keywords?: string): Command => ({ id: label, label, keywords, run: () => {} });
const commands = [
  make('Upload files', 'add drop'),
  make('Go to trash', 'bin deleted'),
  make('Move to the trash'),
  make('Sign out', 'leave log off'),
];
const find = (query: string) => rankCommands(commands, query).map((command) => command.label);

describe('rankCommands', () => {
  it('keeps the order and drops nothing without a query', () => {
    expect(find('  ')).toEqual(commands.map((command) => command.label));
  });

  it('puts the beginning of the label before the beginning of a word', () => {
    expect(find('mo')).toEqual(['Move to the trash']);
    expect(find('trash')).toEqual(['Go to trash', 'Move to the trash']);
  });

  it('knows other words for the same thing', () => {
    expect(find('log off')).toEqual(['Sign out']);
    expect(find('bin')[0]).toBe('Go to trash');
  });

  it('forgives left-out letters', () => {
    expect(find('upfl')).toEqual(['Upload files']);
    expect(find('zzz')).toEqual([]);
  });
});
