-- The list shows what is published and not over yet, soonest first.
CREATE INDEX offering_published_by_date ON offering (municipality_id, first_date, id) WHERE status = 'published';
CREATE INDEX offering_by_activity ON offering (municipality_id, activity_id);
CREATE INDEX offering_search ON offering USING gin (search);
CREATE INDEX offering_search_words ON offering USING gin (search_words gin_trgm_ops);
CREATE INDEX activity_by_provider ON activity (municipality_id, provider_id);
CREATE INDEX timetable_by_school ON timetable (municipality_id, school_id, status, valid_from DESC);
