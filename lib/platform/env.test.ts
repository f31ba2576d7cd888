import { describe, expect, it } from 'vitest';
import { EnvError, parseEnv } from './env';

const problemsOf = (source: Record<string, string>) => {
  try {
    parseEnv(source);
  } catch (error) {
    if (error instanceof EnvError) return error.problems;
    throw error;
  }
  return [];
};

describe('parseEnv', () => {
  it('needs nothing to be set', () => {
    expect(parseEnv({})).toMatchObject({ PORT: 3000, SLUICE_DATA_DIR: '.data', S3_REGION: 'us-east-1' });
  });

  it('treats an empty string as absent', () => {
    expect(parseEnv({ DATABASE_URL: '', PORT: '' }).DATABASE_URL).toBeUndefined();
  });

  it('names every bad variable at once', () => {
    const problems = problemsOf({ PORT: 'x', DATABASE_URL: 'mysql://h', SLUICE_SECRET: 'short' });
    expect(problems.map((problem) => problem.split(':')[0]).sort()).toEqual([
      'DATABASE_URL',
      'PORT',
      'SLUICE_SECRET',
    ]);
  });

  it('asks for variables that only work together', () => {
    expect(problemsOf({ SLUICE_ADMIN_EMAIL: 'a@example.com' }).join()).toContain('SLUICE_ADMIN_PASSWORD');
    expect(problemsOf({ S3_ENDPOINT: 'http://127.0.0.1:9' }).join()).toContain('S3_BUCKET');
  });

  it('drops a trailing slash from addresses', () => {
    expect(parseEnv({ SLUICE_URL: 'https://files.example/' }).SLUICE_URL).toBe('https://files.example');
  });
});
