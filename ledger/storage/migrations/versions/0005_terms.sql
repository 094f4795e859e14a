alter table people.enrolment_slip add column terms_version smallint;
