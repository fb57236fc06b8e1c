-- The first schema. Instants are whole microseconds since 1970-01-01T00:00Z.
PRAGMA application_id = 0x62616F67; -- "baog"

-- Tells this archive from every other one, so that an index knows whose it is.
CREATE TABLE archive (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    archive_id TEXT NOT NULL
) STRICT;

CREATE TABLE runs (
    run_id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    finished_at INTEGER
) STRICT;
-- A killed run is resumed, so there is never more than one unfinished run of a kind.
CREATE UNIQUE INDEX runs_unfinished ON runs (kind) WHERE finished_at IS NULL;

CREATE TABLE hosts (
    host_id INTEGER PRIMARY KEY,
    host TEXT NOT NULL UNIQUE -- with the port; empty for pages imported without an address
) STRICT;

CREATE TABLE run_outcomes (
    run_id INTEGER NOT NULL REFERENCES runs,
    host_id INTEGER NOT NULL REFERENCES hosts,
    outcome TEXT NOT NULL,
    visits INTEGER NOT NULL,
    PRIMARY KEY (run_id, host_id, outcome)
) STRICT, WITHOUT ROWID;

CREATE TABLE seeds (
    seed_id INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE,
    depth INTEGER NOT NULL,
    scope TEXT NOT NULL,
    planted_run_id INTEGER REFERENCES runs -- NULL: not among the seeds planted last
) STRICT;

CREATE TABLE addresses (
    address_id INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE, -- canonical
    report_id TEXT NOT NULL,
    host_id INTEGER NOT NULL REFERENCES hosts,
    seed_id INTEGER REFERENCES seeds, -- NULL: imported, no crawl has met it yet
    kind TEXT NOT NULL,
    depth INTEGER NOT NULL,
    rested_at INTEGER, -- its last visit that need not be repeated soon; NULL: wants one
    done_run_id INTEGER REFERENCES runs, -- the last run that is through with it
    last_visit_id INTEGER REFERENCES visits,
    snapshot_id INTEGER REFERENCES snapshots, -- the newest one
    gone_since INTEGER,
    etag TEXT,
    last_modified TEXT
) STRICT;
CREATE INDEX addresses_report ON addresses (report_id) WHERE snapshot_id IS NOT NULL;
CREATE INDEX addresses_seed ON addresses (seed_id);

-- What the unfinished crawl has still to visit. A row goes when the run is through with it.
CREATE TABLE queue (
    address_id INTEGER PRIMARY KEY REFERENCES addresses,
    host_id INTEGER NOT NULL REFERENCES hosts,
    rank INTEGER NOT NULL, -- archive.keep.leases.Rank
    not_before INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    lease_until INTEGER,
    lease_owner TEXT
) STRICT;
CREATE INDEX queue_ready ON queue (rank, host_id, not_before) WHERE lease_until IS NULL;
CREATE INDEX queue_leased ON queue (lease_until, host_id) WHERE lease_until IS NOT NULL;
CREATE INDEX queue_retries ON queue (not_before) WHERE attempts > 0;

CREATE TABLE blobs (
    blob_id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE, -- SHA-256 of the body in hex
    size_bytes INTEGER NOT NULL, -- of the body
    data BLOB NOT NULL -- the body as one zstd frame
) STRICT;

-- Every attempt ever made.
CREATE TABLE visits (
    visit_id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES runs,
    address_id INTEGER NOT NULL REFERENCES addresses,
    visited_at INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    kind TEXT NOT NULL,
    status INTEGER,
    headers TEXT NOT NULL, -- JSON: [[name, value], ...]
    detail TEXT NOT NULL,
    blob_id INTEGER REFERENCES blobs
) STRICT;
CREATE INDEX visits_run ON visits (run_id);

-- The visits that brought another body than the one before.
CREATE TABLE snapshots (
    snapshot_id INTEGER PRIMARY KEY AUTOINCREMENT,
    address_id INTEGER NOT NULL REFERENCES addresses,
    visit_id INTEGER NOT NULL REFERENCES visits,
    blob_id INTEGER NOT NULL REFERENCES blobs,
    kind TEXT NOT NULL,
    cleaner_version INTEGER, -- NULL: not cleaned yet
    rejection TEXT -- why that cleaner made no report of it; NULL: it did
) STRICT;
CREATE INDEX snapshots_address ON snapshots (address_id);
CREATE INDEX snapshots_visit ON snapshots (visit_id);
CREATE INDEX snapshots_blob ON snapshots (blob_id);

CREATE TABLE reports (
    report_id TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    snapshot_id INTEGER NOT NULL REFERENCES snapshots,
    cleaner_version INTEGER NOT NULL,
    rule TEXT NOT NULL,
    title TEXT NOT NULL,
    paragraphs TEXT NOT NULL, -- JSON: [paragraph, ...]
    issuer TEXT,
    published_on TEXT,
    written_on TEXT,
    document_number TEXT,
    index_number TEXT,
    site TEXT,
    place TEXT,
    removed TEXT NOT NULL -- JSON: [[text, rule], ...]
) STRICT;
CREATE INDEX reports_snapshot ON reports (snapshot_id);

-- The newest change of each report. AUTOINCREMENT: a number never comes twice.
CREATE TABLE changes (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    report_id TEXT NOT NULL UNIQUE
) STRICT;
