import { stripVTControlCharacters } from 'node:util';

const maxLineCharacters = 400;

type VitestReport = {
  testResults: {
    name: string;
    message: string;
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
  }[];
};

type PlaywrightSuite = {
  title: string;
  suites?: PlaywrightSuite[];
  specs?: {
    title: string;
    ok: boolean;
    tests: { results: { error?: { message?: string } }[] }[];
  }[];
};

/** One line for each test of vitest's JSON report that did not pass, and for each file that could not be read. */
export function listVitestFailures(report: string): string[] {
  const { testResults } = JSON.parse(report) as VitestReport;
  return testResults.flatMap(({ name, message, assertionResults }) => [
    ...(assertionResults.length === 0 ? [toLine(name, message)] : []),
    ...assertionResults
      .filter(({ status }) => status !== 'passed')
      .map(({ fullName, status, failureMessages }) => toLine(fullName, failureMessages[0] ?? status)),
  ]);
}

/** One line for each test of Playwright's JSON report that did not pass at its first try. */
export function listPlaywrightFailures(report: string): string[] {
  const { suites, errors = [] } = JSON.parse(report) as {
    suites: PlaywrightSuite[];
    errors?: { message?: string }[];
  };
  return [
    ...suites.flatMap((suite) => ofSuite(suite)),
    ...errors.map(({ message }) => toLine('outside of the tests', message ?? 'no message')),
  ];
}

function ofSuite({ title, suites = [], specs = [] }: PlaywrightSuite): string[] {
  const own = specs
    .filter(({ ok }) => !ok)
    .map((spec) => {
      const message = spec.tests.flatMap(({ results }) => results.map(({ error }) => error?.message));
      return toLine(`${title}: ${spec.title}`, message.find(Boolean) ?? 'did not pass');
    });
  return [...own, ...suites.flatMap((suite) => ofSuite(suite))];
}

function toLine(test: string, message: string): string {
  const words = stripVTControlCharacters(message).replace(/\s+/g, ' ').trim();
  return `${test}: ${words}`.slice(0, maxLineCharacters);
}
