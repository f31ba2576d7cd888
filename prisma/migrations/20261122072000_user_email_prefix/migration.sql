-- Admins look people up by the beginning of their e-mail address; the trigrams of a domain are in every row.
CREATE INDEX "User_email_idx" ON "User" USING SPGIST ("email");
