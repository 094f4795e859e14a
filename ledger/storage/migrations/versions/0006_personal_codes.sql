alter table ledger.claim alter column location_code drop not null;
alter table ledger.claim alter column account_id drop not null;
alter table ledger.claim alter column number drop not null;
alter table ledger.claim add column code_hash bytea
  constraint claim_code_is_unique unique;
alter table ledger.claim add constraint claim_is_a_number_at_a_till_or_a_code check (
  case when code_hash is null
       then location_code is not null and account_id is not null and number is not null
       else location_code is null and number is null end);
grant update (account_id) on ledger.claim to mlc_app;

create table ledger.missed_code (
  account_id bigint      not null
    constraint missed_code_was_typed_by_an_account references ledger.account (id),
  missed_at  timestamptz not null
);
comment on table ledger.missed_code is
  'Codes that nobody carries, typed by an account: whoever guesses is stopped for ten minutes.';
create index missed_code_by_account on ledger.missed_code (account_id, missed_at);
grant select, insert, delete on ledger.missed_code to mlc_app;
grant select on ledger.missed_code to mlc_auditor;
