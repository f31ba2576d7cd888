/** What runs in a container: by the launcher, by compose.yaml, and by an operator who opens a shell in it. */
export const programs = [
  'scripts/start/main.ts',
  'scripts/prepare.ts',
  'scripts/worker.ts',
  'scripts/backup/main.ts',
  'scripts/restore/main.ts',
  'scripts/move-bucket/main.ts',
  'scripts/admin/main.ts',
  'scripts/doctor.ts',
  'lib/bucket/cli.ts',
  'lib/jobs/heic.worker.mjs',
];
