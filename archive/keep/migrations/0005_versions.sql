-- The digest of a body that is not kept because it said nothing new, see archive.keep.versions.
ALTER TABLE visits ADD COLUMN digest TEXT;
CREATE INDEX visits_blob ON visits (blob_id) WHERE blob_id IS NOT NULL;
-- The digest of the report that the cleaner made of a snapshot; NULL: it made none.
ALTER TABLE snapshots ADD COLUMN text_digest TEXT;
-- The digest of the links on the newest body of a list.
ALTER TABLE addresses ADD COLUMN links_digest TEXT;
