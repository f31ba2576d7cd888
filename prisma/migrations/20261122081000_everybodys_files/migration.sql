-- An admin's list of everybody's files, live or in the trash: each order and the kinds read their page from an index.

CREATE INDEX "File_everybody_created_idx" ON "File"("createdAt" DESC, "id" DESC) WHERE "trashedAt" IS NULL;
CREATE INDEX "File_everybody_name_idx" ON "File"("name", "id") WHERE "trashedAt" IS NULL;
CREATE INDEX "File_everybody_size_idx" ON "File"("sizeBytes" DESC, "id" DESC) WHERE "trashedAt" IS NULL;
CREATE INDEX "File_everybody_kind_idx" ON "File"("kind", "id") WHERE "trashedAt" IS NULL;

CREATE INDEX "File_everybody_trash_created_idx" ON "File"("createdAt" DESC, "id" DESC) WHERE "trashedAt" IS NOT NULL;
CREATE INDEX "File_everybody_trash_name_idx" ON "File"("name", "id") WHERE "trashedAt" IS NOT NULL;
CREATE INDEX "File_everybody_trash_size_idx" ON "File"("sizeBytes" DESC, "id" DESC) WHERE "trashedAt" IS NOT NULL;
CREATE INDEX "File_everybody_trash_kind_idx" ON "File"("kind", "id") WHERE "trashedAt" IS NOT NULL;

CREATE INDEX "File_everybody_of_kind_created_idx" ON "File"("kind", "createdAt" DESC, "id" DESC) WHERE "trashedAt" IS NULL;
