-- From how many children on an offering runs, and the local day by which its provider decides (null: a week before the first session).
ALTER TABLE offering
  ADD COLUMN minimum_group integer,
  ADD COLUMN decide_by date,
  -- The provider lets it run with fewer.
  ADD COLUMN runs_anyway boolean NOT NULL DEFAULT false,
  -- When its provider was told that it is at risk: once, until what was told no longer holds.
  ADD COLUMN risk_told_at timestamptz;
ALTER TABLE offering ADD CONSTRAINT minimum_group_fits
  CHECK (minimum_group BETWEEN 1 AND 1000 AND minimum_group <= capacity) NOT VALID;
-- Migrations run in one transaction; the lock time-out bounds the wait.
-- squawk-ignore constraint-missing-not-valid
ALTER TABLE offering VALIDATE CONSTRAINT minimum_group_fits;
CREATE INDEX offering_to_tell_of_risk ON offering (municipality_id, id)
  WHERE minimum_group IS NOT NULL AND risk_told_at IS NULL AND NOT runs_anyway;
