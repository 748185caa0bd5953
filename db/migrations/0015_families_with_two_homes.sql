-- A child may have two homes; either counts for eligibility. Who entered a home sees it, another guardian does not: a
-- postcode is an address. Null: entered by a school. A pupil whom a school brings in may have no known home at all.
-- squawk-ignore ban-drop-not-null
ALTER TABLE child ALTER COLUMN postcode DROP NOT NULL;
ALTER TABLE child ADD COLUMN postcode_by uuid;
ALTER TABLE child ADD COLUMN second_postcode text CHECK (second_postcode ~ '^[1-9][0-9]{3}[A-Z]{2}$');
ALTER TABLE child ADD COLUMN second_neighbourhood_code text;
ALTER TABLE child ADD COLUMN second_postcode_by uuid;
-- The account of the young person: sees the own week from 12, acts alone from 16.
ALTER TABLE child ADD COLUMN account_id uuid;
-- NOT VALID: the columns are new, so there is nothing to look through; every row written from now on is held to them.
ALTER TABLE child ADD CONSTRAINT second_home_lies_here
  FOREIGN KEY (municipality_id, second_neighbourhood_code) REFERENCES neighbourhood (municipality_id, code) NOT VALID;
ALTER TABLE child ADD CONSTRAINT young_person_has_account
  FOREIGN KEY (municipality_id, account_id) REFERENCES account (municipality_id, id) NOT VALID;
ALTER TABLE child ADD CONSTRAINT second_home_after_the_first
  CHECK (second_postcode IS NULL OR postcode IS NOT NULL) NOT VALID;
-- One account is one young person.
CREATE UNIQUE INDEX child_by_own_account ON child (municipality_id, account_id) WHERE account_id IS NOT NULL;

-- Whoever entered a child so far entered its home.
UPDATE child c SET postcode_by = (
  SELECT u.account_id FROM guardianship u WHERE u.municipality_id = c.municipality_id AND u.child_id = c.id
  ORDER BY u.created_at, u.account_id LIMIT 1);

CREATE OR REPLACE FUNCTION raise_child_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.birth_date, NEW.neighbourhood_code, NEW.second_neighbourhood_code, NEW.school_id, NEW.group_id)
     IS DISTINCT FROM
     (OLD.birth_date, OLD.neighbourhood_code, OLD.second_neighbourhood_code, OLD.school_id, OLD.group_id)
  THEN
    NEW.version := OLD.version + 1;
  END IF;
  RETURN NEW;
END $$;
