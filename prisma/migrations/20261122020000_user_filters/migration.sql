-- Admins filter people by role and status, newest first; a job looks for deleted ones.
CREATE INDEX "User_role_createdAt_id_idx" ON "User"("role", "createdAt", "id");
CREATE INDEX "User_status_createdAt_id_idx" ON "User"("status", "createdAt", "id");
CREATE INDEX "User_deletedAt_idx" ON "User"("deletedAt");
