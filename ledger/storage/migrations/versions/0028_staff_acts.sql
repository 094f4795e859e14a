create table ledger.staff_act (
  id         uuid        not null
    constraint staff_act_id_is_unique primary key,
  act        text        not null,
  done_by    text        not null,
  done_at    timestamptz not null,
  account_id bigint
    constraint staff_act_touches_an_account references ledger.account (id),
  person_id  uuid,
  fields     text[]      not null,
  changes    bytea,
  constraint staff_act_changes_what_somebody_has check (changes is null or person_id is not null)
);
comment on table ledger.staff_act is
  'What staff did to whom, where no posting and no signature tells: fields in clear, values under the key of that person.';
create index staff_act_by_instant on ledger.staff_act (done_at);
create index staff_act_by_person on ledger.staff_act (person_id, done_at) where person_id is not null;

create table people.person_key (
  person_id uuid        not null
    constraint person_key_is_one_for_a_person primary key,
  wrapped   bytea       not null,
  made_at   timestamptz not null
);
comment on table people.person_key is
  'The key of what is kept of somebody where nothing is erased, itself under the column keys: destroyed, all of it is gone.';

create trigger staff_act_is_never_changed before update or delete or truncate on ledger.staff_act
  for each statement execute function ledger.refuse_change();
alter table ledger.staff_act enable always trigger staff_act_is_never_changed;

grant select on ledger.staff_act to mlc_app, mlc_auditor;
grant insert on ledger.staff_act to mlc_app;
grant select, insert, delete on people.person_key to mlc_app;
grant update (wrapped) on people.person_key to mlc_app;
