-- What the cleaner read in a file that pages offer: archive.files.FileText as JSON.
CREATE TABLE file_texts (
    snapshot_id INTEGER PRIMARY KEY REFERENCES snapshots ON DELETE CASCADE,
    text TEXT NOT NULL
) STRICT;

-- The files that hold the text of a page, and which body of each the cleaner has looked at.
CREATE TABLE body_files (
    snapshot_id INTEGER NOT NULL REFERENCES snapshots ON DELETE CASCADE,
    url TEXT NOT NULL, -- canonical; nobody may ever have fetched it
    digest TEXT, -- NULL: there was none
    PRIMARY KEY (snapshot_id, url)
) STRICT, WITHOUT ROWID;
CREATE INDEX body_files_url ON body_files (url);
