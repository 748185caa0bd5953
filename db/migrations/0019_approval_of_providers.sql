-- An organisation applies, the team decides. Nothing of it is public before it is approved.
ALTER TABLE provider ADD COLUMN status text NOT NULL DEFAULT 'applied'
  CHECK (status IN ('applied', 'approved', 'rejected', 'suspended'));
ALTER TABLE provider ADD COLUMN contact_name text NOT NULL DEFAULT '' CHECK (char_length(contact_name) <= 150);
ALTER TABLE provider ADD COLUMN phone text NOT NULL DEFAULT '' CHECK (char_length(phone) <= 30);
-- Number in the register of the chamber of commerce (KvK): eight digits.
ALTER TABLE provider ADD COLUMN chamber_number text CHECK (chamber_number ~ '^[0-9]{8}$');
ALTER TABLE provider ADD COLUMN offers text NOT NULL DEFAULT '' CHECK (char_length(offers) <= 2000);
-- The certificates of conduct (VOG) of its people were checked and count up to and including this day.
ALTER TABLE provider ADD COLUMN vog_valid_until date;
-- It signed a code of conduct for the safety of children.
ALTER TABLE provider ADD COLUMN has_safety_code boolean NOT NULL DEFAULT false;
-- What the team asks besides, and why it decided as it did: shown to the organisation.
ALTER TABLE provider ADD COLUMN conditions text NOT NULL DEFAULT '' CHECK (char_length(conditions) <= 2000);
ALTER TABLE provider ADD COLUMN decision_reason text NOT NULL DEFAULT '' CHECK (char_length(decision_reason) <= 2000);
ALTER TABLE provider ADD COLUMN applied_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE provider ADD COLUMN decided_at timestamptz;
ALTER TABLE provider ADD COLUMN decided_by uuid;
-- Raised by every change, so that two members of the team do not overwrite each other.
ALTER TABLE provider ADD COLUMN version integer NOT NULL DEFAULT 1;
-- Who was public until now stays so.
UPDATE provider SET status = 'approved', has_safety_code = true, vog_valid_until = current_date + 365;
CREATE UNIQUE INDEX provider_by_chamber_number ON provider (municipality_id, chamber_number)
  WHERE chamber_number IS NOT NULL AND status <> 'rejected';

-- 'hidden': published, but not shown now, because the organisation is not approved (any more) or its VOG has expired.
-- NOT VALID: what was allowed still is, so there is nothing to look through.
ALTER TABLE offering DROP CONSTRAINT offering_status_check;
ALTER TABLE offering ADD CONSTRAINT offering_status_check
  CHECK (status IN ('draft', 'published', 'hidden', 'cancelled')) NOT VALID;
