alter table people.person
  add column birth_date date,
  add column likeness bytea,
  add column guardian_id uuid
    constraint person_guardian_is_a_person references people.person (id),
  add constraint person_is_guarded_by_another check (guardian_id <> id);
comment on column people.person.likeness is
  'Keyed seal of the folded name and the birth date: two of the same are shown to the desk.';
create index person_by_likeness on people.person (likeness) where likeness is not null;
create index person_by_email on people.person (lower(email)) where email is not null;

alter table people.letter alter column person_id drop not null;

create table people.desk_enrolment (
  id          uuid        not null
    constraint desk_enrolment_id_is_unique primary key,
  content     bytea       not null,
  account_id  bigint      not null
    constraint desk_enrolment_opens_an_account references ledger.account (id),
  enrolled_by text        not null,
  enrolled_at timestamptz not null
);
comment on table people.desk_enrolment is
  'A form by which a desk opened a wallet: sent twice, it opens one; content is its keyed digest.';

create table people.identity (
  seal       bytea       not null
    constraint identity_is_of_one_person primary key,
  person_id  uuid        not null
    constraint identity_is_of_a_person references people.person (id),
  document   text        not null
    constraint identity_document_is_known
    check (document in ('national_card', 'passport', 'residence_permit', 'driving_licence')),
  expires_on date        not null,
  seen_by    text        not null,
  seen_at    timestamptz not null
);
comment on table people.identity is
  'A document that a desk saw: the keyed seal of its number, never the number, nor a picture.';
create index identity_by_person on people.identity (person_id);

create table people.contact (
  seal        bytea       not null
    constraint contact_opens_one_wallet primary key,
  account_id  bigint      not null
    constraint contact_is_of_one_wallet unique
    constraint contact_is_of_a_wallet references ledger.account (id),
  verified_by text        not null,
  verified_at timestamptz not null
);
comment on table people.contact is
  'The keyed seal of the verified contact of an unidentified holder: one wallet for each.';

create table people.contact_wish (
  seal     bytea       not null
    constraint contact_wish_is_one_for_a_contact primary key,
  id       uuid        not null,
  asked_at timestamptz not null,
  asked    smallint    not null default 1,
  tries    smallint    not null default 0
);
comment on table people.contact_wish is
  'A contact that waits for its code; asked: how often today; the code is derived, and kept nowhere.';

grant select, insert, update, delete on
  people.desk_enrolment, people.identity, people.contact, people.contact_wish to mlc_app;
