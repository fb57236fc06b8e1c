-- What texts are equal or nearly so, see archive.fingerprint and archive.keep.copies.
CREATE TABLE fingerprints (
    fingerprint_id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id TEXT NOT NULL UNIQUE REFERENCES reports ON DELETE CASCADE,
    digest TEXT NOT NULL,
    is_official INTEGER NOT NULL,
    sketch TEXT NOT NULL -- JSON: [hash, ...]
) STRICT;
CREATE INDEX fingerprints_digest ON fingerprints (digest);

-- Rows of a fingerprint that went with its report may stay: nothing joins them any longer.
CREATE TABLE sketches (
    hash INTEGER NOT NULL,
    is_official INTEGER NOT NULL,
    fingerprint_id INTEGER NOT NULL,
    PRIMARY KEY (hash, is_official, fingerprint_id)
) STRICT, WITHOUT ROWID;

-- Reports that say what another one says, which stands on an official host.
CREATE TABLE copies (
    report_id TEXT PRIMARY KEY REFERENCES reports ON DELETE CASCADE,
    original_id TEXT NOT NULL REFERENCES reports ON DELETE CASCADE,
    likeness REAL NOT NULL -- 1: equal but for spaces and punctuation
) STRICT, WITHOUT ROWID;
CREATE INDEX copies_original ON copies (original_id);
