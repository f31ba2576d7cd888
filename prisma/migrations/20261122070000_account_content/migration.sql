-- What becomes of the files of an account that an admin deleted: another person gets them, or they wait in the trash.
ALTER TABLE "User" ADD COLUMN "heirId" UUID, ADD COLUMN "contentUntil" TIMESTAMPTZ(3);
CREATE INDEX "User_heirId_idx" ON "User"("heirId");
ALTER TABLE "User" ADD CONSTRAINT "User_heirId_fkey" FOREIGN KEY ("heirId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
