-- Columns that follow from other rows, kept by triggers so that nobody can forget them.
ALTER TABLE offering ADD COLUMN busy tstzmultirange NOT NULL DEFAULT '{}';
-- Title, summary, provider, place and areas without accents or capitals, for finding words with a typing error.
ALTER TABLE offering ADD COLUMN search_words text NOT NULL DEFAULT '';

CREATE FUNCTION keep_sessions_of_offerings(municipalities text[], offerings uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM offering o
  WHERE (o.municipality_id, o.id) IN (SELECT * FROM unnest(municipalities, offerings))
  ORDER BY o.id FOR NO KEY UPDATE;
  UPDATE offering o SET
    version = o.version + 1,
    session_count = kept.session_count,
    first_date = kept.first_date,
    last_date = kept.last_date,
    weekdays = kept.weekdays,
    busy = kept.busy
  FROM (
    SELECT ids.municipality_id, ids.id,
      count(s.id)::integer AS session_count,
      min((s.starts_at AT TIME ZONE m.time_zone)::date) AS first_date,
      max((s.starts_at AT TIME ZONE m.time_zone)::date) AS last_date,
      coalesce(
        array_agg(DISTINCT extract(isodow FROM s.starts_at AT TIME ZONE m.time_zone)::smallint)
          FILTER (WHERE s.id IS NOT NULL), '{}') AS weekdays,
      coalesce(range_agg(tstzrange(s.starts_at, s.ends_at)) FILTER (WHERE s.id IS NOT NULL), '{}') AS busy
    FROM (SELECT DISTINCT * FROM unnest(municipalities, offerings)) AS ids (municipality_id, id)
    JOIN municipality m ON m.id = ids.municipality_id
    LEFT JOIN session s ON s.municipality_id = ids.municipality_id AND s.offering_id = ids.id AND s.cancelled_at IS NULL
    GROUP BY ids.municipality_id, ids.id
  ) AS kept
  WHERE o.municipality_id = kept.municipality_id AND o.id = kept.id;
END $$;

CREATE FUNCTION keep_sessions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM keep_sessions_of_offerings(array_agg(municipality_id), array_agg(offering_id)) FROM new_rows;
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM keep_sessions_of_offerings(array_agg(municipality_id), array_agg(offering_id)) FROM old_rows;
  ELSE
    PERFORM keep_sessions_of_offerings(array_agg(municipality_id), array_agg(offering_id))
    FROM (SELECT municipality_id, offering_id FROM new_rows UNION SELECT municipality_id, offering_id FROM old_rows) AS x;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER keep_on_insert AFTER INSERT ON session
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION keep_sessions();
CREATE TRIGGER keep_on_update AFTER UPDATE ON session
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION keep_sessions();
CREATE TRIGGER keep_on_delete AFTER DELETE ON session
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION keep_sessions();

-- A decision on old facts must be seen: the version rises with what decisions rest on, never with the counters.
CREATE FUNCTION raise_offering_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.status, NEW.audience, NEW.enrolment_mode, NEW.age_min, NEW.age_max, NEW.years, NEW.invited_only,
      NEW.in_school_time, NEW.has_waiting_list, NEW.enrolment_opens_at, NEW.enrolment_closes_at, NEW.capacity,
      NEW.place_id, NEW.activity_id)
     IS DISTINCT FROM
     (OLD.status, OLD.audience, OLD.enrolment_mode, OLD.age_min, OLD.age_max, OLD.years, OLD.invited_only,
      OLD.in_school_time, OLD.has_waiting_list, OLD.enrolment_opens_at, OLD.enrolment_closes_at, OLD.capacity,
      OLD.place_id, OLD.activity_id)
  THEN
    NEW.version := greatest(NEW.version, OLD.version + 1);
  END IF;
  RETURN NEW;
END $$;
-- Names its columns, so that counting places costs nothing here.
CREATE TRIGGER raise_version BEFORE UPDATE OF status, audience, enrolment_mode, age_min, age_max, years, invited_only,
  in_school_time, has_waiting_list, enrolment_opens_at, enrolment_closes_at, capacity, place_id, activity_id
  ON offering FOR EACH ROW EXECUTE FUNCTION raise_offering_version();

CREATE FUNCTION raise_child_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.birth_date, NEW.neighbourhood_code, NEW.school_id, NEW.group_id)
     IS DISTINCT FROM (OLD.birth_date, OLD.neighbourhood_code, OLD.school_id, OLD.group_id)
  THEN
    NEW.version := OLD.version + 1;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER raise_version BEFORE UPDATE ON child FOR EACH ROW EXECUTE FUNCTION raise_child_version();

-- What is searched. Words for the development areas, as people type them.
CREATE FUNCTION area_words(areas text[]) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(string_agg(CASE area
    WHEN 'sport' THEN 'sport sporten bewegen'
    WHEN 'culture' THEN 'cultuur kunst muziek creatief'
    WHEN 'cognitive' THEN 'leren taal rekenen techniek'
    WHEN 'social' THEN 'sociaal samen'
    WHEN 'self' THEN 'jezelf zelfvertrouwen talent'
    WHEN 'world' THEN 'wereld natuur beroepen'
  END, ' '), '') FROM unnest(areas) AS area
$$;

CREATE FUNCTION fill_search() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  found record;
BEGIN
  SELECT a.title, a.summary, a.description, p.name AS provider, l.name AS place, area_words(a.areas) AS areas INTO found
  FROM activity a
  JOIN provider p ON p.municipality_id = a.municipality_id AND p.id = a.provider_id
  JOIN place l ON l.municipality_id = a.municipality_id AND l.id = NEW.place_id
  WHERE a.municipality_id = NEW.municipality_id AND a.id = NEW.activity_id;
  NEW.search_text := concat_ws(' ', found.title, found.summary, found.areas, found.provider, found.place, found.description);
  NEW.search := to_tsvector('portal_dutch', NEW.search_text);
  NEW.search_words := lower(unaccent(concat_ws(' ', found.title, found.summary, found.areas, found.provider, found.place)));
  RETURN NEW;
END $$;
-- search_text is in the list so that setting it to anything asks for a fresh one.
CREATE TRIGGER fill_search BEFORE INSERT OR UPDATE OF activity_id, place_id, search_text ON offering
  FOR EACH ROW EXECUTE FUNCTION fill_search();

CREATE FUNCTION refresh_search() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE offering SET search_text = '' WHERE municipality_id = NEW.municipality_id AND activity_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER refresh_search AFTER UPDATE ON activity FOR EACH ROW EXECUTE FUNCTION refresh_search();

-- Rows beside the offering on which a decision rests as well: who may come, what it is called, where it is.
CREATE FUNCTION raise_offering_versions(municipalities text[], offerings uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF municipalities IS NULL THEN
    RETURN;
  END IF;
  PERFORM 1 FROM offering o
  WHERE (o.municipality_id, o.id) IN (SELECT * FROM unnest(municipalities, offerings))
  ORDER BY o.id FOR NO KEY UPDATE;
  UPDATE offering o SET version = o.version + 1
  WHERE (o.municipality_id, o.id) IN (SELECT * FROM unnest(municipalities, offerings));
END $$;

CREATE FUNCTION raise_versions_by_new_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM raise_offering_versions(array_agg(municipality_id), array_agg(offering_id)) FROM new_rows;
  RETURN NULL;
END $$;
CREATE FUNCTION raise_versions_by_old_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM raise_offering_versions(array_agg(municipality_id), array_agg(offering_id)) FROM old_rows;
  RETURN NULL;
END $$;
CREATE TRIGGER raise_version_on_insert AFTER INSERT ON offering_neighbourhood
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION raise_versions_by_new_rows();
CREATE TRIGGER raise_version_on_delete AFTER DELETE ON offering_neighbourhood
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION raise_versions_by_old_rows();
CREATE TRIGGER raise_version_on_insert AFTER INSERT ON offering_school
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION raise_versions_by_new_rows();
CREATE TRIGGER raise_version_on_delete AFTER DELETE ON offering_school
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION raise_versions_by_old_rows();
CREATE TRIGGER raise_version_on_insert AFTER INSERT ON offering_invitation
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION raise_versions_by_new_rows();
CREATE TRIGGER raise_version_on_delete AFTER DELETE ON offering_invitation
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION raise_versions_by_old_rows();

CREATE FUNCTION raise_versions_by_activity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM raise_offering_versions(array_agg(o.municipality_id), array_agg(o.id))
  FROM offering o WHERE o.municipality_id = NEW.municipality_id AND o.activity_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER raise_versions AFTER UPDATE ON activity
  FOR EACH ROW WHEN (NEW.title <> OLD.title) EXECUTE FUNCTION raise_versions_by_activity();

CREATE FUNCTION raise_versions_by_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM raise_offering_versions(array_agg(x.municipality_id), array_agg(x.id))
  FROM (
    SELECT o.municipality_id, o.id FROM offering o
    WHERE o.municipality_id = NEW.municipality_id AND o.place_id = NEW.id
    UNION
    SELECT s.municipality_id, s.offering_id FROM session s
    WHERE s.municipality_id = NEW.municipality_id AND s.place_id = NEW.id
  ) AS x;
  RETURN NULL;
END $$;
CREATE TRIGGER raise_versions AFTER UPDATE ON place FOR EACH ROW
  WHEN ((NEW.name, NEW.latitude, NEW.longitude, NEW.school_id)
    IS DISTINCT FROM (OLD.name, OLD.latitude, OLD.longitude, OLD.school_id))
  EXECUTE FUNCTION raise_versions_by_place();

-- Lessons and closures, of all schools together: they seldom change, and a decision made with the old ones must be seen.
ALTER TABLE municipality ADD COLUMN calendar_version integer NOT NULL DEFAULT 1;

CREATE FUNCTION raise_calendar_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE municipality SET calendar_version = calendar_version + 1
  WHERE id IN (SELECT municipality_id FROM changed_rows);
  RETURN NULL;
END $$;
CREATE TRIGGER raise_calendar_on_insert AFTER INSERT ON timetable
  REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION raise_calendar_version();
CREATE TRIGGER raise_calendar_on_update AFTER UPDATE ON timetable
  REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION raise_calendar_version();
CREATE TRIGGER raise_calendar_on_delete AFTER DELETE ON timetable
  REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION raise_calendar_version();
CREATE TRIGGER raise_calendar_on_insert AFTER INSERT ON timetable_lesson
  REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION raise_calendar_version();
CREATE TRIGGER raise_calendar_on_update AFTER UPDATE ON timetable_lesson
  REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION raise_calendar_version();
CREATE TRIGGER raise_calendar_on_delete AFTER DELETE ON timetable_lesson
  REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION raise_calendar_version();
CREATE TRIGGER raise_calendar_on_insert AFTER INSERT ON closure
  REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION raise_calendar_version();
CREATE TRIGGER raise_calendar_on_update AFTER UPDATE ON closure
  REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION raise_calendar_version();
CREATE TRIGGER raise_calendar_on_delete AFTER DELETE ON closure
  REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION raise_calendar_version();
