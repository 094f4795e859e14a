create table people.staff_code (
  person_id uuid        not null
    constraint staff_code_is_one_for_a_person primary key
    constraint staff_code_is_of_a_person references people.person (id),
  member_id uuid        not null
    constraint staff_code_opens_the_tills_of_a_member references people.member (id),
  pin_hash  text        not null,
  set_at    timestamptz not null
);
comment on table people.staff_code is
  'The code by which somebody opens a till of their shop: only its argon2id is kept.';
create index staff_code_by_member on people.staff_code (member_id);

create table people.staff_try (
  person_id uuid        not null
    constraint staff_try_is_for_a_person references people.person (id),
  key_id    uuid        not null
    constraint staff_try_is_made_at_a_till references ledger.approval_key (id),
  tried_at  timestamptz not null
);
comment on table people.staff_try is
  'Codes tried at a till since the last right one: after five, the till stops listening.';
create index staff_try_by_person on people.staff_try (person_id, key_id);

grant select, insert, update, delete on people.staff_code, people.staff_try to mlc_app;
