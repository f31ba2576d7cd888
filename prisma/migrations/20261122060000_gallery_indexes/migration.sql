-- The gallery at a million files: every list reads its page from an index, every search from trigrams or a prefix.

CREATE EXTENSION IF NOT EXISTS btree_gin;

DROP INDEX "File_ownerId_createdAt_id_idx";
DROP INDEX "File_ownerId_name_id_idx";
DROP INDEX "File_ownerId_sizeBytes_id_idx";
DROP INDEX "File_ownerId_kind_createdAt_id_idx";
DROP INDEX "File_ownerId_folderId_createdAt_id_idx";
DROP INDEX "File_ownerId_folderId_name_id_idx";
DROP INDEX "File_ownerId_trashedAt_id_idx";

CREATE INDEX "File_live_created_idx" ON "File"("ownerId", "createdAt" DESC, "id" DESC) WHERE "trashedAt" IS NULL;
CREATE INDEX "File_live_name_idx" ON "File"("ownerId", "name", "id") WHERE "trashedAt" IS NULL;
CREATE INDEX "File_live_size_idx" ON "File"("ownerId", "sizeBytes" DESC, "id" DESC) WHERE "trashedAt" IS NULL;
CREATE INDEX "File_live_kind_idx" ON "File"("ownerId", "kind", "id") WHERE "trashedAt" IS NULL;

CREATE INDEX "File_folder_created_idx" ON "File"("ownerId", "folderId", "createdAt" DESC, "id" DESC) WHERE "trashedAt" IS NULL;
CREATE INDEX "File_folder_name_idx" ON "File"("ownerId", "folderId", "name", "id") WHERE "trashedAt" IS NULL;

CREATE INDEX "File_of_kind_created_idx" ON "File"("ownerId", "kind", "createdAt" DESC, "id" DESC) WHERE "trashedAt" IS NULL;

CREATE INDEX "File_favourite_created_idx" ON "File"("ownerId", "createdAt" DESC, "id" DESC) WHERE "trashedAt" IS NULL AND "favourite";
CREATE INDEX "File_favourite_name_idx" ON "File"("ownerId", "name", "id") WHERE "trashedAt" IS NULL AND "favourite";
CREATE INDEX "File_favourite_size_idx" ON "File"("ownerId", "sizeBytes" DESC, "id" DESC) WHERE "trashedAt" IS NULL AND "favourite";
CREATE INDEX "File_favourite_kind_idx" ON "File"("ownerId", "kind", "id") WHERE "trashedAt" IS NULL AND "favourite";

CREATE INDEX "File_trash_created_idx" ON "File"("ownerId", "createdAt" DESC, "id" DESC) WHERE "trashedAt" IS NOT NULL;
CREATE INDEX "File_trash_name_idx" ON "File"("ownerId", "name", "id") WHERE "trashedAt" IS NOT NULL;
CREATE INDEX "File_trash_size_idx" ON "File"("ownerId", "sizeBytes" DESC, "id" DESC) WHERE "trashedAt" IS NOT NULL;
CREATE INDEX "File_trash_kind_idx" ON "File"("ownerId", "kind", "id") WHERE "trashedAt" IS NOT NULL;

CREATE INDEX "File_ownerId_trashedAt_id_idx" ON "File"("ownerId", "trashedAt", "id") WHERE "trashedAt" IS NOT NULL;

-- The owner is part of the index: somebody else's million of hits is never read.
CREATE INDEX "File_search_idx" ON "File" USING GIN ("ownerId", "name" gin_trgm_ops);
CREATE INDEX "File_prefix_idx" ON "File"("ownerId", lower("name") text_pattern_ops);
CREATE INDEX "Folder_search_idx" ON "Folder" USING GIN ("ownerId", "name" gin_trgm_ops);
