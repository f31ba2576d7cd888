import { defineConfig } from 'prisma/config';

/** For Prisma's command line only: `npm run generate`, `db:migrate`, `db:check`. The app opens its own connection. */
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? '', shadowDatabaseUrl: process.env.SHADOW_DATABASE_URL },
});
