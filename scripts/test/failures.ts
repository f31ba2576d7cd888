import { stripVTControlCharacters } from 'node:util';

const maxLineCharacters = 400;

type VitestReport = {
  testResults: {
    name: string;
    message: string;
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
  }[];
};

type PlaywrightSpec = {
  title: string;
  ok: boolean;
  tests: { status?: string; results: { error?: { message?: string } }[] }[];
};

type PlaywrightSuite = { title: string; suites?: PlaywrightSuite[]; specs?: PlaywrightSpec[] };

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

/** One line for each test of vitest's JSON report that passed only at its second try. */
export function listVitestSecondTries(report: string): string[] {
  const { testResults } = JSON.parse(report) as VitestReport;
  return testResults.flatMap(({ assertionResults }) =>
    assertionResults
      .filter(({ status, failureMessages }) => status === 'passed' && failureMessages.length > 0)
      .map(({ fullName, failureMessages }) => toLine(fullName, failureMessages[0] ?? '')),
  );
}

/** One line for each test of Playwright's JSON report that did not pass. */
export function listPlaywrightFailures(report: string): string[] {
  const { suites, errors = [] } = JSON.parse(report) as {
    suites: PlaywrightSuite[];
    errors?: { message?: string }[];
  };
  return [
    ...suites.flatMap((suite) => linesOf(suite, ({ ok }) => !ok)),
    ...errors.map(({ message }) => toLine('outside of the tests', message ?? 'no message')),
  ];
}

/** One line for each test of Playwright's JSON report that passed only at its second try. */
export function listPlaywrightSecondTries(report: string): string[] {
  const { suites } = JSON.parse(report) as { suites: PlaywrightSuite[] };
  return suites.flatMap((suite) =>
    linesOf(suite, ({ ok, tests }) => ok && tests.some(({ status }) => status === 'flaky')),
  );
}

function linesOf(
  { title, suites = [], specs = [] }: PlaywrightSuite,
  isNamed: (spec: PlaywrightSpec) => boolean,
): string[] {
  const own = specs.filter(isNamed).map((spec) => {
    const message = spec.tests.flatMap(({ results }) => results.map(({ error }) => error?.message));
    return toLine(`${title}: ${spec.title}`, message.find(Boolean) ?? 'did not pass');
  });
  return [...own, ...suites.flatMap((suite) => linesOf(suite, isNamed))];
}

function toLine(test: string, message: string): string {
  const words = stripVTControlCharacters(message).replace(/\s+/g, ' ').trim();
  return `${test}: ${words}`.slice(0, maxLineCharacters);
}
