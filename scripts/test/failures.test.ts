import { expect, test } from 'vitest';
import { listPlaywrightFailures, listVitestFailures, listVitestSecondTries } from './failures';

test('names each failed vitest test with its message, and files that could not be read', () => {
  const report = JSON.stringify({
    testResults: [
      {
        name: '/a.test.ts',
        message: '',
        assertionResults: [
          { status: 'passed', fullName: 'adds', failureMessages: [] },
          { status: 'failed', fullName: 'divides', failureMessages: ['Error: by zero\n    at line 3'] },
          { status: 'skipped', fullName: 'rounds', failureMessages: [] },
        ],
      },
      { name: '/b.test.ts', message: 'SyntaxError: unexpected end', assertionResults: [] },
    ],
  });
  expect(listVitestFailures(report)).toEqual([
    'divides: Error: by zero at line 3',
    'rounds: skipped',
    '/b.test.ts: SyntaxError: unexpected end',
  ]);
});

test('names a vitest test that passed at its second try', () => {
  const assertionResults = [
    { status: 'passed', fullName: 'adds', failureMessages: [] },
    { status: 'passed', fullName: 'races', failureMessages: ['Error: both won'] },
  ];
  const report = JSON.stringify({ testResults: [{ name: '/a.test.ts', message: '', assertionResults }] });
  expect(listVitestSecondTries(report)).toEqual(['races: Error: both won']);
  expect(listVitestFailures(report)).toEqual([]);
});

test('names failed Playwright tests of nested suites without colour codes, and errors outside of tests', () => {
  const report = JSON.stringify({
    suites: [
      {
        title: 'upload.spec.ts',
        specs: [{ title: 'one file', ok: true, tests: [{ results: [{}] }] }],
        suites: [
          {
            title: 'on a phone',
            specs: [
              {
                title: 'two files',
                ok: false,
                tests: [{ results: [{ error: { message: '\u001b[31mexpected 2\u001b[39m' } }] }],
              },
            ],
          },
        ],
      },
    ],
    errors: [{ message: 'no browser' }],
  });
  expect(listPlaywrightFailures(report)).toEqual([
    'on a phone: two files: expected 2',
    'outside of the tests: no browser',
  ]);
});
