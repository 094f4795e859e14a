alter table people.person add column born bytea;
-- What stood in clear stays until the service, which has the keys, has encrypted it; nothing more comes.
alter table people.person
  add constraint person_birth_date_is_written_encrypted check (birth_date is null) not valid;
comment on column people.person.born is
  'The birth date, encrypted; birth_date held it in clear, and is emptied as soon as the service opens.';
create index person_born_in_clear on people.person (id) where birth_date is not null;
