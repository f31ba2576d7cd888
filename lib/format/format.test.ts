import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatBytes, formatExactBytes, formatRate, parseBytes } from './bytes';
import { formatCount, toPercent } from './count';
import { formatDate, formatDateTime, formatRelative } from './date';
import { formatPlayTime, formatSpan, formatTimeLeft } from './duration';
import { escapeBidi, splitFileName, toInitials } from './file-name';
import { formatNumber } from './number';

describe('bytes', () => {
  it.each([
    [0, '0 B'],
    [1, '1 B'],
    [999, '999 B'],
    [1000, '1 kB'],
    [1437, '1.4 kB'],
    [25_400_000, '25.4 MB'],
    [999_600, '1 MB'],
    [5 * 2 ** 30, '5.4 GB'],
    [123_456_789_012, '123 GB'],
    [5 * 2 ** 40, '5.5 TB'],
  ])('%d reads as %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  it('never shows more than three digits nor a value of 1000 below the last unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999 * 1e12 }), (bytes) => {
        const [number = ''] = formatBytes(bytes).split(' ');
        expect(number.replace(/\D/g, '').length).toBeLessThanOrEqual(3);
        expect(Number(number)).toBeLessThan(1000);
      }),
    );
  });

  it('is within 6 % of the truth and can be typed back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 50 }), (bytes) => {
        const back = parseBytes(formatBytes(bytes)) ?? Number.NaN;
        expect(Math.abs(back - bytes) / bytes).toBeLessThan(0.06);
      }),
    );
  });

  it.each([
    ['20 GB', 20e9],
    ['1.5gb', 1.5e9],
    ['1,5 MB', 1.5e6],
    ['2 GiB', 2 ** 31],
    ['1024', 1024],
    ['7 b', 7],
    ['', null],
    ['ten', null],
    ['-1 GB', null],
    ['99999 PB', null],
  ])('typed "%s" means %s bytes', (text, bytes) => expect(parseBytes(text)).toBe(bytes));

  it('shows exact bytes and rates', () => {
    expect(formatExactBytes(1)).toBe('1 byte');
    expect(formatExactBytes(1_437_203)).toBe('1,437,203 bytes');
    expect(formatRate(3_200_000)).toBe('3.2 MB/s');
  });
});

describe('durations', () => {
  it.each([
    [2, 'a few seconds'],
    [31, 'about 40 s'],
    [58, 'about 1 min'],
    [125, 'about 2 min'],
    [3600, 'about 1 h'],
    [4200, 'about 1 h 10 min'],
    [7150, 'about 2 h'],
    [86_400 * 3, 'about 3 days'],
    [Number.POSITIVE_INFINITY, 'unknown'],
  ])('%d s left reads "%s"', (seconds, text) => expect(formatTimeLeft(seconds)).toBe(text));

  it('says spans and playing times', () => {
    expect(formatSpan(900)).toBe('15 minutes');
    expect(formatSpan(3600)).toBe('1 hour');
    expect(formatSpan(604_800)).toBe('7 days');
    expect(formatPlayTime(7.9)).toBe('0:07');
    expect(formatPlayTime(3729)).toBe('1:02:09');
  });
});

describe('dates', () => {
  const now = Date.parse('2026-03-10T12:00:00Z');
  it.each([
    ['2026-03-10T11:59:50Z', 'just now'],
    ['2026-03-10T12:00:30Z', 'just now'],
    ['2026-03-10T11:55:00Z', '5 min ago'],
    ['2026-03-10T09:00:00Z', '3 h ago'],
    ['2026-03-09T11:00:00Z', 'yesterday'],
    ['2026-03-06T12:00:00Z', '4 days ago'],
    ['2026-03-10T13:00:00Z', 'in 1 h'],
    ['2026-01-31T12:00:00Z', '31 Jan 2026'],
  ])('%s reads "%s"', (iso, text) => expect(formatRelative(iso, now, { utc: true })).toBe(text));

  it('gives the exact date and time of a zone', () => {
    expect(formatDate('2026-01-31T23:30:00Z', { utc: true })).toBe('31 Jan 2026');
    expect(formatDateTime('2026-01-31T23:30:00Z', { utc: true })).toBe('31 Jan 2026, 23:30');
  });

  it("without one gives those of the reader's own", () => {
    const zone = process.env.TZ;
    try {
      process.env.TZ = 'Asia/Kolkata';
      expect(formatDateTime('2026-01-31T23:30:00Z')).toBe('1 Feb 2026, 05:00');
      expect(formatDate('2026-01-31T23:30:00Z')).toBe('1 Feb 2026');
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });

  it('reads like Intl', () => {
    const numbers = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
    const moments = new Intl.DateTimeFormat('en-US', { month: 'short', timeZone: 'UTC' });
    for (const value of [0, 1, 0.5, 0.05, 1.25, 12.3, 999.9, 1000, 12_480, 1_437_203, 2 ** 50, -1_234.5])
      expect(formatNumber(value)).toBe(numbers.format(value));
    for (let month = 0; month < 12; month += 1) {
      const date = new Date(Date.UTC(2026, month, 5, 7, 8));
      expect(formatDate(date.toISOString(), { utc: true })).toBe(`5 ${moments.format(date)} 2026`);
    }
  });
});

describe('counts', () => {
  it('uses the singular for one only', () => {
    expect(formatCount(0, 'file')).toBe('0 files');
    expect(formatCount(1, 'file')).toBe('1 file');
    expect(formatCount(12_480, 'entry', 'entries')).toBe('12,480 entries');
  });

  it('never says 100 % before all is there', () => {
    expect(toPercent(999_999, 1_000_000)).toBe(99);
    expect(toPercent(5, 0)).toBe(100);
    expect(toPercent(0, 0)).toBe(0);
  });
});

describe('file names', () => {
  it('writes out direction marks, so that an extension cannot hide', () => {
    expect(escapeBidi('invoice\u202efdp.exe')).toBe('invoice[U+202E]fdp.exe');
  });

  it('keeps the extension in the tail and loses nothing', () => {
    expect(splitFileName('A very long holiday photo name 2026.jpeg').tail).toContain('.jpeg');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), (name) => {
        const { head, tail } = splitFileName(name);
        expect(head + tail).toBe(escapeBidi(name));
      }),
    );
  });

  it('does not cut through a family', () => {
    const name = `${'x'.repeat(40)}👨‍👩‍👧‍👦12345678`;
    expect(splitFileName(name).tail.startsWith('👨‍👩‍👧‍👦')).toBe(true);
  });

  it('takes initials from the first and last word', () => {
    expect(toInitials('ada king lovelace')).toBe('AL');
    expect(toInitials('Ada')).toBe('A');
    expect(toInitials('  ')).toBe('?');
  });
});
