-- Every minute the portal looks for offered places and consents whose time is over: without these it would read all enrolments.
CREATE INDEX enrolment_offer_due ON enrolment (municipality_id, offered_until) WHERE status = 'offered';
CREATE INDEX enrolment_consent_due ON enrolment (municipality_id, consent_until) WHERE status = 'awaiting_consent';
