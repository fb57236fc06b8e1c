-- How a host is doing. failures: in a row, since its last success.
ALTER TABLE hosts ADD COLUMN last_success_at INTEGER;
ALTER TABLE hosts ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
ALTER TABLE hosts ADD COLUMN last_failure TEXT;
ALTER TABLE hosts ADD COLUMN last_failure_detail TEXT;

-- What a run got from a host, for alarms: see archive.keep.nights.
CREATE TABLE host_nights (
    host_id INTEGER NOT NULL REFERENCES hosts,
    run_id INTEGER NOT NULL REFERENCES runs,
    yielded INTEGER NOT NULL DEFAULT 0, -- visits that gave something
    documents INTEGER NOT NULL DEFAULT 0, -- cleaned for the first time, and their characters
    characters INTEGER NOT NULL DEFAULT 0,
    before INTEGER NOT NULL DEFAULT 0, -- characters of changed reports, before and after
    after INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (host_id, run_id)
) STRICT, WITHOUT ROWID;
ALTER TABLE snapshots ADD COLUMN characters INTEGER; -- of the text that the cleaner made

CREATE TABLE alarms (
    run_id INTEGER NOT NULL REFERENCES runs,
    host_id INTEGER NOT NULL REFERENCES hosts,
    kind TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (run_id, host_id, kind)
) STRICT, WITHOUT ROWID;
