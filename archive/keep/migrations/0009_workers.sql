-- The processes that crawl together, and which of them has which host: archive.keep.crew.
CREATE TABLE workers (
    owner TEXT PRIMARY KEY,
    has_joined INTEGER NOT NULL, -- 0: it began the run and holds the home
    seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE host_leases (
    host_id INTEGER PRIMARY KEY REFERENCES hosts,
    owner TEXT NOT NULL REFERENCES workers ON DELETE CASCADE
) STRICT;
CREATE INDEX host_leases_owner ON host_leases (owner);

-- The budget of a run holds for all who work on it.
ALTER TABLE runs ADD COLUMN budget_from INTEGER;
ALTER TABLE runs ADD COLUMN budget_until INTEGER;
ALTER TABLE runs ADD COLUMN max_pages INTEGER;
ALTER TABLE runs ADD COLUMN max_pages_per_host INTEGER;
