-- What happens too often for a row each: counted by day, for the admin's overview.
CREATE TABLE "DailyCount" (
    "day" DATE NOT NULL,
    "name" TEXT NOT NULL,
    "count" BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT "DailyCount_pkey" PRIMARY KEY ("day", "name")
);
