-- What a seed says about its host: when it may be asked (22:00-06:00), and whether its
-- certificate is broken and not checked.
ALTER TABLE seeds ADD COLUMN "window" TEXT;
ALTER TABLE seeds ADD COLUMN tls_unverified INTEGER NOT NULL DEFAULT 0;
-- 1: it came over TLS, and nobody checked whose server it was.
ALTER TABLE visits ADD COLUMN tls_unverified INTEGER NOT NULL DEFAULT 0;
