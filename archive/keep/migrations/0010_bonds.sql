-- Spellings of an address as links had them, see archive.dialects.
CREATE TABLE aliases (
    url TEXT PRIMARY KEY,
    address_id INTEGER NOT NULL REFERENCES addresses
) STRICT, WITHOUT ROWID;
CREATE INDEX aliases_address ON aliases (address_id);

-- Of a later page of an article: the address of its first page.
ALTER TABLE addresses ADD COLUMN whole_id INTEGER REFERENCES addresses;
CREATE INDEX addresses_whole ON addresses (whole_id) WHERE whole_id IS NOT NULL;
-- All addresses that show a report, whether a body was kept there or they lead to it.
CREATE INDEX addresses_shown ON addresses (report_id);

-- What reports say, to find one document in two columns, see archive.keep.twins.
CREATE TABLE contents (
    report_id TEXT PRIMARY KEY REFERENCES reports ON DELETE CASCADE,
    site TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX contents_digest ON contents (digest, site);
