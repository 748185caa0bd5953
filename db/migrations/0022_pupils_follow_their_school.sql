-- Who leaves a school is no pupil of it any more, whoever writes it down (the family, the school, a new school year): its number
-- there goes, and a code that the school handed out stops working.
CREATE FUNCTION leave_school() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM pupil
  WHERE municipality_id = NEW.municipality_id AND child_id = NEW.id AND school_id IS DISTINCT FROM NEW.school_id;
  UPDATE claim_code SET revoked_at = now()
  WHERE municipality_id = NEW.municipality_id AND child_id = NEW.id AND school_id IS DISTINCT FROM NEW.school_id
    AND used_at IS NULL AND revoked_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER leave_school AFTER UPDATE OF school_id ON child
  FOR EACH ROW WHEN (OLD.school_id IS NOT NULL AND OLD.school_id IS DISTINCT FROM NEW.school_id) EXECUTE FUNCTION leave_school();

-- A school looks for the codes that it handed out.
CREATE INDEX claim_code_by_school ON claim_code (municipality_id, school_id, created_at DESC);
-- Pupils of a group: how many hang on it, and who goes up.
CREATE INDEX child_by_group ON child (municipality_id, group_id) WHERE group_id IS NOT NULL;
