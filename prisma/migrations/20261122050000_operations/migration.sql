-- Operations: the audit log by address, the orphan ledger, clean-ups.

-- CreateEnum
CREATE TYPE "OrphanKind" AS ENUM ('object', 'multipart', 'row');

-- CreateEnum
CREATE TYPE "CleanupState" AS ENUM ('planning', 'planned', 'running', 'done', 'failed');

-- CreateTable
CREATE TABLE "OrphanMark" (
    "kind" "OrphanKind" NOT NULL,
    "objectKey" TEXT NOT NULL,
    "multipartId" TEXT NOT NULL DEFAULT '',
    "sizeBytes" BIGINT NOT NULL DEFAULT 0,
    "cause" TEXT NOT NULL,
    "modifiedAt" TIMESTAMPTZ(3),
    "firstSeenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "OrphanMark_pkey" PRIMARY KEY ("kind","objectKey","multipartId")
);

-- CreateTable
CREATE TABLE "Cleanup" (
    "id" UUID NOT NULL,
    "state" "CleanupState" NOT NULL DEFAULT 'planning',
    "runAtOnce" BOOLEAN NOT NULL DEFAULT false,
    "cutoff" TIMESTAMPTZ(3) NOT NULL,
    "plan" JSONB NOT NULL DEFAULT '{}',
    "progress" JSONB NOT NULL DEFAULT '{}',
    "problem" TEXT,
    "createdById" UUID NOT NULL,
    "createdText" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Cleanup_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "AuditEvent_address_at_id_idx" ON "AuditEvent"("address", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "OrphanMark_kind_firstSeenAt_objectKey_idx" ON "OrphanMark"("kind", "firstSeenAt", "objectKey");

-- CreateIndex
CREATE INDEX "OrphanMark_lastSeenAt_idx" ON "OrphanMark"("lastSeenAt");

-- CreateIndex
CREATE INDEX "Cleanup_createdAt_id_idx" ON "Cleanup"("createdAt" DESC, "id" DESC);
