update ledger.account set kind = 'receivable' where kind = 'claim';

alter table ledger.location add column is_tended boolean not null default true;
alter table ledger.payment_request add column reserved_for bigint
  constraint payment_request_is_reserved_for_an_account references ledger.account (id);

create table ledger.claim (
  id            uuid        not null
    constraint claim_id_is_unique primary key,
  location_code text        not null
    constraint claim_is_made_at_a_location references ledger.location (code),
  account_id    bigint      not null
    constraint claim_is_made_of_an_account references ledger.account (id),
  payer         bigint      not null
    constraint claim_is_made_by_an_account references ledger.account (id),
  number        smallint    not null
    constraint claim_number_has_two_digits check (number between 10 and 99),
  opened_at     timestamptz not null,
  expires_at    timestamptz not null,
  closed_at     timestamptz,
  request_id    uuid
    constraint claim_is_answered_by_a_request references ledger.payment_request (id)
);
comment on table ledger.claim is
  'Somebody stands before a till and says a number: the amount is pushed to that phone and no other.';
create index claim_by_account on ledger.claim (account_id, expires_at);
create index claim_by_payer on ledger.claim (payer, opened_at);

grant select on ledger.claim to mlc_app, mlc_auditor;
grant insert on ledger.claim to mlc_app;
grant update (closed_at, request_id, expires_at) on ledger.claim to mlc_app;
