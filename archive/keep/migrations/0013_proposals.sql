-- What another cleaner, or other rules, would make of snapshots that are cleaned already. A row
-- goes when its snapshot is cleaned, by whomever.
CREATE TABLE proposals (
    snapshot_id INTEGER PRIMARY KEY REFERENCES snapshots ON DELETE CASCADE,
    edition TEXT NOT NULL, -- of cleaner and rules
    result BLOB, -- a report or rejection: JSON as one zstd frame; NULL: to the letter what is kept
    rejection TEXT, -- NULL: the result is a report
    title TEXT NOT NULL,
    effect TEXT NOT NULL,
    lost INTEGER NOT NULL,
    gained INTEGER NOT NULL,
    comparison TEXT NOT NULL, -- archive.proposal.Comparison as JSON
    lines TEXT NOT NULL, -- JSON list: what host_lines would hold
    habits TEXT NOT NULL -- JSON list: the habits of the host that were known
) STRICT;
CREATE INDEX proposals_lost ON proposals (lost) WHERE lost > 0;
CREATE INDEX proposals_gained ON proposals (gained) WHERE gained > 0;
