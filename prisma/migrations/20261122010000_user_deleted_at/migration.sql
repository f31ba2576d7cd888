-- A person who deleted their account, until a job has removed what they own.
ALTER TABLE "User" ADD COLUMN "deletedAt" TIMESTAMPTZ(3);
