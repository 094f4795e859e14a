alter table ledger.account add column low_value_spent bigint not null default 0;
alter table ledger.account add column low_value_count integer not null default 0;
grant update (low_value_spent, low_value_count) on ledger.account to mlc_app;

alter table ledger.posting add column replaces uuid;
create unique index posting_replaces_once on ledger.posting (replaces) where replaces is not null;
alter table ledger.refusal add column replaces uuid;
create unique index refusal_replaces_once on ledger.refusal (replaces) where replaces is not null;

create table ledger.approval_key (
  id            uuid        not null
    constraint approval_key_id_is_unique primary key,
  account_id    bigint      not null
    constraint approval_key_is_of_an_account references ledger.account (id),
  kind          text        not null
    constraint approval_key_kind_is_known check (kind in ('device', 'passkey')),
  public_key    bytea       not null,
  credential_id bytea
    constraint approval_key_credential_is_unique unique,
  origin        text        not null default '',
  rp_id         text        not null default '',
  registered_under text     not null,
  registered_at timestamptz not null,
  revoked_at    timestamptz
);
comment on table ledger.approval_key is
  'Public keys of phones and passkeys. Never erased: the evidence of past payments is verified with them.';
create index approval_key_by_account on ledger.approval_key (account_id);

create table people.device (
  key_id       uuid        not null
    constraint device_is_named_once primary key
    constraint device_key_is_registered references ledger.approval_key (id),
  person_id    uuid        not null
    constraint device_is_of_a_person references people.person (id),
  name         text        not null,
  is_backed_up boolean     not null default false
);
comment on table people.device is 'What a person calls the phone or passkey behind a key.';
create index device_by_person on people.device (person_id);

create table people.enrolment_slip (
  id           uuid        not null
    constraint enrolment_slip_id_is_unique primary key,
  code_hash    bytea       not null
    constraint enrolment_slip_code_is_unique unique,
  person_id    uuid        not null
    constraint enrolment_slip_is_for_a_person references people.person (id),
  account_id   bigint      not null
    constraint enrolment_slip_is_for_an_account references ledger.account (id),
  issued_by    text        not null,
  issued_at    timestamptz not null,
  expires_at   timestamptz not null,
  public_key   bytea,
  device_name  text,
  opened_at    timestamptz,
  confirmed_by text,
  confirmed_at timestamptz,
  constraint enrolment_slip_is_opened_by_a_phone check ((opened_at is null) = (public_key is null)),
  constraint enrolment_slip_is_opened_before_it_is_confirmed
    check (confirmed_at is null or opened_at is not null)
);
comment on table people.enrolment_slip is
  'Printed at a desk: whoever opens it first waits until four words are confirmed.';

alter table people.session add column key_id uuid
  constraint session_is_of_a_phone references ledger.approval_key (id);
alter table people.session add column challenge_hash bytea
  constraint session_challenge_is_signed_once unique;

grant select on ledger.approval_key to mlc_app, mlc_auditor;
grant insert on ledger.approval_key to mlc_app;
grant update (revoked_at) on ledger.approval_key to mlc_app;
grant select, insert, update, delete on people.device, people.enrolment_slip to mlc_app;
