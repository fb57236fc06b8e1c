-- What is known about a report beyond its text: archive.facts.Facts as JSON.
ALTER TABLE reports ADD COLUMN facts TEXT NOT NULL DEFAULT '{}';
