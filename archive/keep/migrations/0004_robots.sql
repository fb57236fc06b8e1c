CREATE TABLE robots (
    origin TEXT PRIMARY KEY, -- scheme, host, port
    body BLOB NOT NULL, -- empty: the host has none
    read_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
