-- An earlier content keeps its picture and its length, so that restoring it brings them back: what a browser drew at
-- upload cannot be drawn again by the server.

ALTER TABLE "FileVersion"
  ADD COLUMN "durationSeconds" DOUBLE PRECISION,
  ADD COLUMN "placeholder" TEXT,
  ADD COLUMN "thumbnailState" "ThumbnailState" NOT NULL DEFAULT 'none';
