-- What the decider knows of an address, see archive.keep.decider.History.
ALTER TABLE addresses ADD COLUMN calm_since INTEGER;
ALTER TABLE addresses ADD COLUMN changes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE addresses ADD COLUMN gone_visits INTEGER NOT NULL DEFAULT 0;
ALTER TABLE addresses ADD COLUMN passed_over INTEGER NOT NULL DEFAULT 0;
UPDATE addresses SET gone_visits = 1 WHERE gone_since IS NOT NULL;

-- Further pages of a list know the address of its front page, see archive.keep.turning.
ALTER TABLE addresses ADD COLUMN front_id INTEGER REFERENCES addresses;
-- 1: a list page that names no documents itself, its further pages do.
ALTER TABLE addresses ADD COLUMN is_shell INTEGER NOT NULL DEFAULT 0;
CREATE INDEX addresses_front ON addresses (front_id) WHERE front_id IS NOT NULL;

-- How much of its budget a run has spent; lists may take half while other visits wait.
ALTER TABLE runs ADD COLUMN visits INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN list_visits INTEGER NOT NULL DEFAULT 0;
UPDATE runs SET visits = (
    SELECT coalesce(sum(visits), 0) FROM run_outcomes WHERE run_outcomes.run_id = runs.run_id);
