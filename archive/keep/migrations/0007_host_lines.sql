-- Lines of each page that its host may have on all pages: what habits are learned from.
CREATE TABLE host_lines (
    address_id INTEGER PRIMARY KEY REFERENCES addresses,
    host_id INTEGER NOT NULL REFERENCES hosts,
    seen_at INTEGER NOT NULL, -- when the page was visited
    lines TEXT NOT NULL -- JSON list
) STRICT;
CREATE INDEX host_lines_newest ON host_lines (host_id, seen_at);
