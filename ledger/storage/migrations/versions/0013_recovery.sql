alter table people.enrolment_slip add column identity_seen text;
